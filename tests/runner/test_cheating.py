"""A question that one printed value gives away is found out, and one that needs the code is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest

from journal.authoring import CURVES
from journal.runner.cheating import faults
from journal.runner.values import Kind, Value
from journal.runner.variants import Variant

Params = dict[str, Any]
KINDS: dict[type, Kind] = {bool: "yes_no", str: "choice", int: "integer", tuple: "order"}


def variants(truth: Callable[[Params], Value], **draws: Sequence[Any]) -> list[Variant]:
    """200 variants of a question with this truth, their parameters drawn."""
    rng = Random(1)
    found = []
    for seed in range(200):
        params = {name: rng.choice(values) for name, values in draws.items()}
        value = truth(params)
        found.append(Variant("concept", "question", seed, params, KINDS[type(value)], value, 0.0, {}))
    return found


def codes(found: list[Variant], choices: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    return dict(faults(found, choices))


WHOLE = range(10)


@pytest.mark.parametrize(
    ("truth", "predictor"),
    [
        (lambda p: p["mode"] == "train", "mode"),
        (lambda p: p["a"] >= 5, "a ≥ 5"),
        (lambda p: p["a"] == p["b"] or p["a"] > p["b"], "a ? b"),
    ],
)
def test_what_gives_the_answer_away_is_named(truth: Callable[[Params], Value], predictor: str) -> None:
    found = codes(variants(truth, mode=["train", "eval"], a=WHOLE, b=WHOLE))
    assert found["predictable"]["share"] > 0.9
    assert found["predictable"]["predictor"] == predictor


def test_a_question_that_takes_two_values_together_passes() -> None:
    both = variants(lambda p: (p["a"] * p["b"]) % 7 < 3, a=range(20), b=range(20))
    assert codes(both) == {}


def test_few_variants_are_counted() -> None:
    found = codes(variants(lambda p: p["a"] % 2 == 0, a=range(4)))
    assert found["few_variants"] == {"count": 4}


def test_a_constant_guess_is_found() -> None:
    found = codes(variants(lambda p: 3 if p["a"] < 6 else p["a"] * p["b"], a=WHOLE, b=WHOLE))
    assert found["constant_guess"]["answer"] == "3"
    assert "constant_guess" not in codes(variants(lambda p: p["a"] * p["b"] + 1, a=WHOLE, b=WHOLE))


def test_two_options_may_each_be_right_in_more_than_two_fifths() -> None:
    found = variants(lambda p: "one" if (p["a"] + p["b"]) % 9 < 4 else "two", a=range(30), b=range(30))
    assert "constant_guess" not in codes(found, ["one", "two"])
    assert codes(found, ["one", "two", "three"])["never_right"] == {"choices": "three"}


def test_the_courses_of_a_curve_are_offered_whether_or_not_each_is_ever_right() -> None:
    found = variants(lambda p: ["rises", "falls", "stays"][p["a"] * p["b"] % 3], a=range(30), b=range(30))
    assert "never_right" not in codes(found, list(CURVES))


def test_an_answer_that_is_printed_is_found() -> None:
    found = codes(variants(lambda p: p["a"], a=range(40), b=WHOLE))
    assert found == {"printed_answer": {"parameter": "a", "share": 1.0}}
    mostly = variants(lambda p: p["a"] if p["b"] else p["a"] + 1, a=range(40), b=WHOLE)
    assert codes(mostly)["printed_answer"]["share"] > 0.8, "of ten draws nine"
    assert codes(variants(lambda p: p["a"] + 1, a=range(40), b=WHOLE)) == {}
