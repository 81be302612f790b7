"""Checks that plain JSON from elsewhere has the form of a declared type, before anything relies on it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

LARGEST = 10**300
"""No whole number is larger, so that every one can be a float."""


class MalformedError(ValueError):
    """A value does not have the form that was asked for."""


def check(value: Any, form: Any) -> None:
    """Raises MalformedError unless `value`, as `json.loads` gives it, has the form of the type `form`.

    Forms are Any, None, bool, int, float, str, Literal, unions, list, tuple, Mapping and dict with texts as names, and
    a TypedDict or dataclass with exactly its names. A float is finite and may be written as a whole number; an int is
    not a bool. `Annotated[form, n]` is a text, list or mapping of at most n characters or items.
    """
    if not _has(value, form):
        raise MalformedError(f"not {form}")


def _has(value: Any, form: Any) -> bool:
    origin, arguments = get_origin(form), get_args(form)
    if origin is Annotated:
        return _has(value, arguments[0]) and len(value) <= arguments[1]
    if origin in (Union, UnionType):
        return any(_has(value, each) for each in arguments)
    if origin is Literal:
        return any(type(value) is type(each) and value == each for each in arguments)
    if origin is list or arguments[1:] == (...,):
        return isinstance(value, list) and all(_has(each, arguments[0]) for each in value)
    if origin is tuple:
        return isinstance(value, list) and len(value) == len(arguments) and all(map(_has, value, arguments))
    if origin in (dict, Mapping):
        return isinstance(value, dict) and all(_has(each, arguments[1]) for each in value.values())
    if is_typeddict(form) or is_dataclass(form):
        return isinstance(value, dict) and _has_fields(value, _fields(form))
    return _is_plain(value, form)


@cache
def _fields(form: Any) -> dict[str, Any]:
    return get_type_hints(form, include_extras=True)


def _has_fields(value: Mapping[str, Any], fields: Mapping[str, Any]) -> bool:
    return value.keys() == fields.keys() and all(_has(value[name], form) for name, form in fields.items())


def _is_plain(value: Any, form: Any) -> bool:
    if form is Any:
        return True
    if form is None or form is type(None):
        return value is None
    if type(value) is int:
        return form in (int, float) and abs(value) <= LARGEST
    return type(value) is form and not (form is float and not math.isfinite(value))
