"""What a question's answer can be, and how two answers are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

Kind = Literal["shape", "integer", "number", "yes_no", "choice", "order"]
Value = tuple[int, ...] | int | float | bool | str | tuple[str, ...]

KINDS: tuple[Kind, ...] = ("shape", "integer", "number", "yes_no", "choice", "order")


class NotAnAnswerError(TypeError):
    """A question returned something that no learner could type."""


def plain(value: Any) -> tuple[Kind, Value]:
    """The kind of an answer and the answer in plain Python: tensors of one number become numbers.

    Raises NotAnAnswerError for anything else than a size, number, bool, str, or list of str.
    """
    if hasattr(value, "item") and not isinstance(value, (tuple, list, str)):
        value = value.item()
    match value:
        case bool():
            return "yes_no", value
        case int():
            return "integer", value
        case float():
            return "number", value
        case str():
            return "choice", value
        case list() if all(isinstance(item, str) for item in value):
            return "order", tuple(value)
        case tuple() if all(isinstance(item, int) for item in value):
            return "shape", tuple(int(item) for item in value)
    raise NotAnAnswerError(f"a question cannot return {type(value).__name__}")


def to_json(value: Value | None) -> Any:
    """A value as JSON can hold it: tuples as lists, NaN and the infinities as their names."""
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(value)}
    return value


def from_json(value: Any) -> Any:
    """The inverse of `to_json`."""
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return float(value["float"])
    return value


def close(value: Value, truth: Value, tolerance: float) -> bool:
    """Whether two answers of one kind count as the same: numbers within `tolerance` (absolute), others exactly."""
    if isinstance(value, bool) or isinstance(truth, bool) or not isinstance(truth, float):
        return value == truth
    if not isinstance(value, (int, float)):
        return False
    if math.isnan(truth) or math.isnan(value):
        return math.isnan(truth) and math.isnan(value)
    return value == truth or abs(value - truth) <= tolerance


def packed_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """A demo's parameters as JSON can hold them and `unpacked_params` brings back: tuples, NaN, infinities included.

    Raises TypeError for a value that has no such form; a demo then draws its name instead.
    """
    return {name: _packed(value) for name, value in params.items()}


def unpacked_params(data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `packed_params`."""
    return {name: _unpacked(value) for name, value in data.items()}


def _packed(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return to_json(value)
        case list():
            return [_packed(item) for item in value]
        case tuple():
            return {"tuple": [_packed(item) for item in value]}
    raise TypeError(f"a parameter cannot be a {type(value).__name__}")


def _unpacked(value: Any) -> Any:
    match value:
        case list():
            return [_unpacked(item) for item in value]
        case {"tuple": list(items)}:
            return tuple(_unpacked(item) for item in items)
        case {"float": str(name)}:
            return float(name)
    return value
