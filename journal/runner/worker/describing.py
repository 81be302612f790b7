"""Describes the value returned by a demo, in one or a few lines. Runs in the child, as the value may be of any type."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from journal.core.messages import say
from journal.runner.runs import VALUE_LONGEST

VALUES_MOST = 64
"""Numbers of a tensor, or items of a container, that are written out."""
DEEPEST = 3
"""Containers within containers that are looked into."""


def describe(value: Any) -> str:
    """One or a few lines on `value`: a tensor's shape, type and (if few) numbers, a container's items."""
    try:
        text = _described(value, 0)
    except Exception as error:
        text = say("run.no_description", type=type(value).__name__, error=type(error).__name__)
    return text if len(text) <= VALUE_LONGEST else f"{text[: VALUE_LONGEST - 1]}…"


def _described(value: Any, depth: int) -> str:
    torch = sys.modules.get("torch")
    if torch and isinstance(value, torch.Tensor):
        return _tensor(value, depth)
    if torch and isinstance(value, torch.Size):
        return f"torch.Size({list(value)})"
    match value:
        case dict():
            items = (f"{_short(name)}: {_described(item, depth + 1)}" for name, item in value.items())
            return _container(items, len(value), "{", "}", depth)
        case list():
            return _container((_described(item, depth + 1) for item in value), len(value), "[", "]", depth)
        case tuple():
            end = ",)" if len(value) == 1 else ")"
            return _container((_described(item, depth + 1) for item in value), len(value), "(", end, depth)
        case str() if depth == 0:
            return value[: VALUE_LONGEST + 1]
    return _short(value) if depth else repr(value)[: VALUE_LONGEST + 1]


def _tensor(value: Any, depth: int) -> str:
    """Shape and type, what is unusual about it, and the numbers if they are few."""
    facts = [say("run.tensor", shape=tuple(value.shape), type=str(value.dtype).removeprefix("torch."))]
    if value.grad_fn is not None:
        facts.append(f"grad_fn={type(value.grad_fn).__name__}")
    elif value.requires_grad:
        facts.append("requires_grad")
    dense = value.layout == sys.modules["torch"].strided
    if dense and not value.is_contiguous():
        facts.append(say("run.not_contiguous"))
    line = ", ".join(facts)
    if value.numel() > VALUES_MOST or value.device.type == "meta" or depth > 1 or not dense:
        return line
    numbers = _numbers(value)
    return f"{numbers}  ({line})" if value.dim() == 0 else f"{line}\n{numbers}"


def _numbers(value: Any) -> str:
    """The numbers as torch writes them, rounded and in rows, without what it writes around them."""
    text = repr(value.detach()).removeprefix("tensor(")
    end = text.rindex("]") + 1 if "]" in text else min(text.find(mark) for mark in ",)" if mark in text)
    return text[:end].replace("\n       ", "\n")


def _container(items: Iterable[str], count: int, start: str, end: str, depth: int) -> str:
    if depth >= DEEPEST:
        return f"{start}…{end}" if count else start + end[-1]
    shown = [item for item, _ in zip(items, range(VALUES_MOST), strict=False)]
    more = ["…"] if count > VALUES_MOST else []
    several = any("\n" in item or len(item) > 30 for item in shown)
    return f"{start}{(',' + chr(10) if several else ', ').join(shown + more)}{end}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
