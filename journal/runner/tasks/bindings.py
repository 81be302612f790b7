"""What a solution may use and must not change: the names of torch and of the judge. Runs in the worker's child.

This keeps an answer honest, and is no wall: code that runs in the same process can reach anything in it. The sandbox
around the process is what contains harm.
"""

from __future__ import annotations

import builtins
import math
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import torch
from torch.nn import functional

Bindings = Mapping[str, Mapping[str, Any]]


def bindings() -> Bindings:
    """What the public names of torch and Python, and all names of the judge, stand for now."""
    judges = {name: vars(module) for name, module in sys.modules.items() if name.startswith("journal.runner.tasks.")}
    shared: dict[str, Mapping[str, Any] | MappingProxyType[str, Any]] = {
        "torch": vars(torch),
        "torch.Tensor": vars(torch.Tensor),
        "torch.nn": vars(torch.nn),
        "torch.nn.functional": vars(functional),
        "math": vars(math),
        "builtins": vars(builtins),
    }
    public = {
        owner: {name: value for name, value in names.items() if not name.startswith("_")}
        for owner, names in shared.items()
    }
    return {**public, **{owner: dict(names) for owner, names in judges.items()}}


def changed(before: Bindings) -> str:
    """The first name that stands for something else than it did `before`; empty when there is none."""
    now = bindings()
    for owner, names in before.items():
        for name, value in names.items():
            if name not in now.get(owner, {}) or now[owner][name] is not value:
                return f"{owner}.{name}"
    return ""
