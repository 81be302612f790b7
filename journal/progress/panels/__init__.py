"""The panels of Progress, the most useful first: one table for the screen, the command, JSON and the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from journal.core.messages import UserError
from journal.progress.panel import Panel

FIRST = (
    "due",
    "workload",
    "retention",
    "knowledge",
    "concepts",
    "ideas",
    "sureness",
    "today",
    "weeks",
    "days",
    "reviews",
    "maturity",
    "counts",
    "intervals",
    "added",
    "memory",
    "hours",
    "buttons",
)
"""The most useful panels, in their order; any other that a file of this package defines comes after them."""


def _every() -> Iterator[Panel[Any]]:
    """The panels that the files of this package define, by their names."""
    for found in iter_modules(__path__):
        module = import_module(f"{__name__}.{found.name}")
        yield from (each for each in vars(module).values() if isinstance(each, Panel))


def _place(panel: Panel[Any]) -> tuple[int, str]:
    return (FIRST.index(panel.name) if panel.name in FIRST else len(FIRST), panel.name)


PANELS: tuple[Panel[Any], ...] = tuple(sorted(_every(), key=_place))
NAMES = tuple(panel.name for panel in PANELS)


def panel_of(name: str) -> Panel[Any]:
    """The panel of this name. Raises UserError that names the nearest one."""
    for panel in PANELS:
        if panel.name == name:
            return panel
    near = get_close_matches(name, NAMES, n=1, cutoff=0)[0]
    raise UserError("panels.unknown", name=name, near=near, names=", ".join(NAMES))
