"""Answers: their kinds, when two count as the same, and their way through JSON."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.runner.values import NotAnAnswerError, close, from_json, packed_params, plain, to_json, unpacked_params


class OneNumber:
    """What a tensor of one number looks like."""

    def item(self) -> float:
        return 1.5


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "yes_no"),
        (3, "integer"),
        (0.5, "number"),
        (math.nan, "number"),
        ("文字", "choice"),
        (["a", "b"], "order"),
        ((1, 2), "shape"),
        ((), "shape"),
        (OneNumber(), "number"),
    ],
)
def test_the_type_fixes_the_kind(value: Any, kind: str) -> None:
    assert plain(value)[0] == kind


@pytest.mark.parametrize("value", [None, [1, 2], (1.5,), {"a": 1}, object()])
def test_nothing_else_can_be_an_answer(value: Any) -> None:
    with pytest.raises(NotAnAnswerError):
        plain(value)


@pytest.mark.parametrize(
    ("value", "truth", "same"),
    [
        (1.004, 1.0, True),
        (1.02, 1.0, False),
        (1, 1.0, True),
        (math.nan, math.nan, True),
        (math.nan, 1.0, False),
        (1.0, math.nan, False),
        (math.inf, math.inf, True),
        (-math.inf, math.inf, False),
        ("1", 1.0, False),
        (17, 18, False),
        ((1, 2), (1, 2), True),
        ((1, 2), (2, 1), False),
        (True, True, True),
    ],
)
def test_numbers_are_close_within_the_tolerance_and_the_rest_is_exact(value: Any, truth: Any, same: bool) -> None:
    assert close(value, truth, 0.01) is same


ANSWERS = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.lists(st.integers()).map(tuple),
    st.lists(st.text()).map(tuple),
)


@given(ANSWERS)
def test_an_answer_survives_json(value: Any) -> None:
    back = from_json(json.loads(json.dumps(to_json(value), allow_nan=False)))
    assert back == value or (math.isnan(back) and math.isnan(value))
    assert type(back) is type(value)


PARAMETERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda each: st.lists(each, max_size=3) | st.lists(each, max_size=3).map(tuple),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), PARAMETERS, max_size=4))
def test_parameters_survive_json_tuples_included(params: dict[str, Any]) -> None:
    assert unpacked_params(json.loads(json.dumps(packed_params(params), allow_nan=False))) == params


def test_a_parameter_that_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        packed_params({"n": object()})
