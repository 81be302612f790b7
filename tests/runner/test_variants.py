"""A variant: which misconceptions it shows, which it tells apart, and how wide its tolerance is."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.runner.values import Kind
from journal.runner.variants import Variant, tolerance_for


def variant(truth: Any, wrong_answers: Mapping[str, Any], *, kind: Kind = "integer", tolerance: float = 0.0) -> Variant:
    return Variant("a-concept", "height", 7, {"n": 3, "size": (2, 3)}, kind, truth, tolerance, wrong_answers)


def test_an_idea_shows_when_its_answer_is_not_the_truth() -> None:
    got = variant(18, {"right by chance": 18, "no padding": 17, "no answer": None})
    assert got.diagnosable == ("no padding",)


def test_ideas_are_alike_when_they_lead_to_one_answer() -> None:
    got = variant(18, {"a": 17, "b": 17, "c": 16, "right": 18})
    assert got.indistinguishable == (("a", "b"),)


def test_a_wrong_answer_names_every_idea_that_leads_to_it() -> None:
    got = variant(18, {"a": 17, "b": 17, "c": 16, "right": 18})
    assert got.misconceptions_behind(17) == ("a", "b")
    assert got.misconceptions_behind(99) == ()
    assert got.misconceptions_behind(18) == (), "the truth is nobody's misconception"


def test_within_the_tolerance_a_number_is_the_truth_or_the_idea() -> None:
    got = variant(1.0, {"half": 0.5}, kind="number", tolerance=0.01)
    assert got.matches(1.005)
    assert not got.matches(1.02)
    assert got.misconceptions_behind(0.505) == ("half",)


@pytest.mark.parametrize("answer", [1.09, 1.093, 1.0933, 1.09331])
def test_a_number_is_right_to_three_figures_or_more_however_narrow_the_tolerance(answer: float) -> None:
    got = variant(1.093309, {"idea": 1.1046}, kind="number", tolerance=0.000001)
    assert got.matches(answer)
    assert got.misconceptions_behind(answer) == ()


@pytest.mark.parametrize("answer", [1.1, 1.0, 1.092, 1.0934, 1.094, -1.09, 109.0])
def test_a_number_that_is_rounded_wrongly_or_too_far_is_not_right(answer: float) -> None:
    assert not variant(1.093309, {"idea": 1.1046}, kind="number", tolerance=0.000001).matches(answer)


def test_where_an_idea_rounds_to_the_same_it_takes_more_figures() -> None:
    got = variant(1.093309, {"idea": 1.0945}, kind="number", tolerance=0.0003)
    assert not got.matches(1.09)
    assert got.matches(1.093)
    assert got.misconceptions_behind(1.0945) == ("idea",)


def test_an_idea_is_known_by_its_rounded_answer_as_well() -> None:
    assert variant(1.093309, {"idea": 1.10461}, kind="number", tolerance=0.000001).misconceptions_behind(1.105) == (
        "idea",
    )


@given(st.floats(1e-6, 1e6), st.sampled_from([1, -1]), st.integers(3, 6))
def test_the_truth_to_three_figures_or_more_is_right_without_ideas(size: float, sign: int, figures: int) -> None:
    truth = sign * size
    got = variant(truth, {}, kind="number", tolerance=tolerance_for(truth, {}, 0.0))
    assert got.matches(float(f"{truth:.{figures - 1}e}"))


@given(st.floats(1e-3, 1e3), st.floats(0.9, 1.1))
def test_what_is_right_by_rounding_is_near_the_truth(truth: float, off: float) -> None:
    got = variant(truth, {}, kind="number", tolerance=0.0)
    assert not got.matches(truth * off) or abs(off - 1) <= 0.0051


def test_a_variant_whose_tolerance_three_figures_do_not_meet_is_exact() -> None:
    assert variant(1.0933, {"near": 1.094}, kind="number", tolerance=0.0002).is_exact
    assert not variant(1.0933, {}, kind="number", tolerance=0.01).is_exact
    assert not variant(math.inf, {}, kind="number").is_exact
    assert not variant(3, {}).is_exact


@pytest.mark.parametrize(
    ("kind", "truth", "wrong_answers"),
    [
        ("shape", (1, 8, 17, 17), {"a": (1, 24, 17, 17), "b": None}),
        ("number", float("inf"), {"a": float("-inf"), "b": 0.5}),
        ("order", ("a", "b"), {"c": ("b", "a")}),
        ("yes_no", True, {"a": False}),
    ],
)
def test_survives_json(kind: Kind, truth: Any, wrong_answers: Mapping[str, Any]) -> None:
    got = variant(truth, wrong_answers, kind=kind)
    assert Variant.from_json(json.loads(json.dumps(got.to_json(), allow_nan=False))) == got


FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(FINITE, st.lists(FINITE, max_size=4))
def test_the_tolerance_is_never_wider_than_a_quarter_of_the_way_to_a_wrong_answer_that_shows(
    truth: float, wrong: list[float]
) -> None:
    wrong_answers = dict(zip("abcd", wrong, strict=False))
    tolerance = tolerance_for(truth, wrong_answers, 0.01)
    assert 0 < tolerance <= 0.01 * (abs(truth) or 1.0)
    for name in variant(truth, wrong_answers, kind="number", tolerance=tolerance).diagnosable:
        assert tolerance <= abs(wrong_answers[name] - truth) / 4


@pytest.mark.parametrize("truth", [3, True, "a", (1, 2), float("nan"), float("inf")])
def test_what_is_no_finite_number_has_no_tolerance(truth: Any) -> None:
    assert tolerance_for(truth, {"a": 1.0}, 0.01) == 0
