"""The kinds of answers, and how two answers are compared."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypedDict

from journal.core.forms import check


class NotFinite(TypedDict):
    """How JSON holds a float that it has no number for."""

    float: Literal["nan", "inf", "-inf"]


PackedParams = dict[str, Any]
"""Parameters as `packed_params` gives them."""
MOST_LENGTH = 10_000
"""Characters of a text, items of a list, within an answer or a parameter."""

Kind = Literal["shape", "integer", "number", "yes_no", "choice", "order"]
Value = tuple[int, ...] | int | float | bool | str | tuple[str, ...]

KINDS: tuple[Kind, ...] = ("shape", "integer", "number", "yes_no", "choice", "order")


class NotAnAnswerError(TypeError):
    """A question returned a value that cannot be typed as an answer."""


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


_Text = Annotated[str, MOST_LENGTH]
_Texts = Annotated[list[_Text], MOST_LENGTH]
_Shape = Annotated[list[int], MOST_LENGTH]
_FORMS: Mapping[Kind, Any] = {
    "shape": _Shape,
    "integer": int,
    "number": float | NotFinite,
    "yes_no": bool,
    "choice": _Text,
    "order": _Texts,
}
ANSWER = bool | int | float | _Text | NotFinite | _Shape | _Texts
"""The form of any answer as JSON."""


def checked_answer(value: Any, kind: Kind) -> Value:
    """The answer of a kind that JSON from elsewhere holds; raises MalformedError when it holds none."""
    check(value, _FORMS[kind])
    answer: Value = from_json(value)
    return float(answer) if kind == "number" and isinstance(answer, int) else answer


def close(value: Value, truth: Value, tolerance: float) -> bool:
    """Whether two answers of one kind count as the same: numbers within `tolerance` (absolute), others exactly."""
    if isinstance(value, bool) or isinstance(truth, bool) or not isinstance(truth, float):
        return value == truth
    if not isinstance(value, (int, float)):
        return False
    if math.isnan(truth) or math.isnan(value):
        return math.isnan(truth) and math.isnan(value)
    return value == truth or abs(value - truth) <= tolerance


FIGURES = 3
"""Significant figures that a typed number needs, to be taken for the value that it rounds."""
_MOST_FIGURES = 12


def rounds(answer: Value, value: Value | None) -> bool:
    """Whether `answer` is the finite number `value`, rounded to three significant figures or more."""
    if not isinstance(value, float) or isinstance(answer, bool) or not isinstance(answer, int | float):
        return False
    if not value or not math.isfinite(value) or not math.isfinite(answer):
        return False
    first = math.floor(math.log10(abs(value)))
    return any(_is_rounded(answer, value, 10.0 ** (first + 1 - n)) for n in range(FIGURES, _MOST_FIGURES))


def _is_rounded(answer: float, value: float, unit: float) -> bool:
    """Whether `answer` is a whole number of units, and `value` no more than half a unit away from it."""
    if not unit or abs(answer - value) > unit / 2 * (1 + 1e-9):
        return False
    return math.isclose(answer / unit, round(answer / unit), rel_tol=1e-9)


def packed_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """A demo's parameters as JSON can hold them and `unpacked_params` brings back: tuples, NaN, infinities included.

    Raises TypeError for a value that has no such form; a demo then draws its name instead.
    """
    return {name: _packed(value) for name, value in params.items()}


def unpacked_params(data: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `packed_params`."""
    return {name: _unpacked(value) for name, value in data.items()}


def checked_params(data: Any) -> PackedParams:
    """The same packed parameters, if JSON from elsewhere holds such; raises MalformedError when it does not."""
    check(data, PackedParams)
    for value in data.values():
        _check_packed(value)
    packed: PackedParams = data
    return packed


def _check_packed(value: Any) -> None:
    match value:
        case {"tuple": list(items)} if len(value) == 1:
            _check_packed(items)
        case list(items):
            check(items, Annotated[list[Any], MOST_LENGTH])
            for item in items:
                _check_packed(item)
        case _:
            check(value, None | bool | int | float | _Text | NotFinite)


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
