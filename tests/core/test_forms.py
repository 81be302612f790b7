"""JSON has the form of a type, or is refused, whatever it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypedDict

import pytest

from journal.core.forms import LARGEST, MalformedError, check


class Typed(TypedDict):
    name: str
    few: Annotated[list[int], 2]


@dataclass
class Made:
    inner: Typed | None


TYPED = {"name": "a", "few": [1, 2]}
RIGHT: list[tuple[Any, Any]] = [
    (None, None),
    (True, bool),
    (1, int),
    (-LARGEST, int),
    (1, float),
    (1.5, float),
    ("", str),
    ("a", Literal["a", 1]),
    (1, Literal["a", 1]),
    (None, int | None),
    ([], list[int]),
    ([[1], []], list[list[int]]),
    ([1, "a"], tuple[int, str]),
    ([1, 2, 3], tuple[int, ...]),
    ([], tuple[int, ...]),
    ({"a": 1}, Mapping[str, int]),
    ({"a": None}, dict[str, int | None]),
    (TYPED, Typed),
    ({"inner": TYPED}, Made),
    ({"inner": None}, Made),
    ("abc", Annotated[str, 3]),
    (..., Any),
]
WRONG: list[tuple[Any, Any]] = [
    (0, None),
    (1, bool),
    (True, int),
    (1.0, int),
    (LARGEST + 1, int),
    (LARGEST + 1, float),
    (True, float),
    (float("nan"), float),
    (float("inf"), float),
    ("1", int),
    (None, str),
    (True, Literal["a", 1]),
    (1.0, Literal["a", 1]),
    (["a"], Literal["a"]),
    ("a", int | None),
    ("ab", list[str]),
    ([1, "a"], list[int]),
    ([1], tuple[int, str]),
    ([1, "a", 2], tuple[int, str]),
    ([1, "a"], tuple[int, ...]),
    ([], Mapping[str, int]),
    ({"a": "b"}, dict[str, int]),
    ({"name": "a"}, Typed),
    ({**TYPED, "more": 1}, Typed),
    ({**TYPED, "few": [1, 2, 3]}, Typed),
    ([TYPED], Typed),
    ({}, Made),
    ({"inner": {}}, Made),
    ("abcd", Annotated[str, 3]),
    (3, Annotated[str, 3]),
]


@pytest.mark.parametrize(("value", "form"), RIGHT, ids=str)
def test_a_value_of_the_form_is_taken(value: Any, form: Any) -> None:
    check(value, form)


@pytest.mark.parametrize(("value", "form"), WRONG, ids=str)
def test_any_other_is_refused(value: Any, form: Any) -> None:
    with pytest.raises(MalformedError):
        check(value, form)
