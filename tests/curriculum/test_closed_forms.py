"""What is computed by running agrees with what is computed by a formula, for every question of the library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from journal.authoring import call
from journal.library.concept import Concept, Question
from journal.runner.choosing import candidates
from journal.runner.values import Value, close, plain
from journal.runner.variants import Variant
from tests.curriculum.closed_forms import FORMS, Form
from tests.curriculum.loaded import QUESTIONS, asked

for path in Path(__file__).parent.glob("forms_*.py"):
    import_module(f"tests.curriculum.{path.stem}")

DRAWS, MANY_DRAWS = 20, 1000
PRECISION = 1e-4
"""How far, relative to it, a run in single precision may be from the formula."""
NOTHING = 1e-9
"""What counts as 0 where rounding leaves something."""

SAMPLED: dict[tuple[str, str], Form] = {
    ("weight-init", "spread"): lambda n, sigma: sigma * math.sqrt(n),
}
"""Answers that are estimated from random numbers: the formula gives what they scatter around."""

EVERY_FORM = {**FORMS, **SAMPLED}

every_question = pytest.mark.parametrize(
    ("concept", "question"), QUESTIONS, ids=[f"{concept.id} {question.name}" for concept, question in QUESTIONS]
)


def test_every_question_has_a_form_and_every_form_a_question() -> None:
    assert set(EVERY_FORM) == {(concept.id, question.name) for concept, question in QUESTIONS}
    assert set(FORMS).isdisjoint(SAMPLED)


@cache
def drawn(concept: str, question: str, count: int) -> tuple[Variant, ...]:
    """Ordinary draws of a question, run: the same ones each time."""
    found = next(each for each, asks in QUESTIONS if (each.id, asks.name) == (concept, question))
    return tuple(islice(candidates(asked(found, question), concept, -1), count))


def formula(variant: Variant) -> Value:
    """What the closed form gives for the numbers of a variant."""
    value = plain(call(EVERY_FORM[variant.concept, variant.question], **variant.params))[1]
    return float(value) if variant.kind == "number" and isinstance(value, int) else value


def agree(value: Value, variant: Variant) -> bool:
    """Whether a value is what the run gave, up to the precision that such a run has."""
    truth = variant.truth
    if not isinstance(truth, float):
        return close(value, truth, 0.0)
    sampled = (variant.concept, variant.question) in SAMPLED
    return close(value, truth, abs(truth) * (0.1 if sampled else PRECISION) + NOTHING)


def differing(variants: Sequence[Variant]) -> list[tuple[Any, Value, Value]]:
    """The draws in which run and formula part: the numbers, the run's value, the formula's."""
    values = [(variant, formula(variant)) for variant in variants]
    return [(variant.params, variant.truth, value) for variant, value in values if not agree(value, variant)]


@every_question
def test_the_run_agrees_with_the_formula(concept: Concept, question: Question) -> None:
    assert differing(drawn(concept.id, question.name, DRAWS)) == []


@pytest.mark.slow
@every_question
def test_the_run_agrees_with_the_formula_in_very_many_draws(concept: Concept, question: Question) -> None:
    assert differing(drawn(concept.id, question.name, MANY_DRAWS)) == []


@every_question
def test_a_formula_that_gives_anything_else_is_noticed(concept: Concept, question: Question) -> None:
    for variant in drawn(concept.id, question.name, DRAWS):
        for value in changed(formula(variant), question):
            assert not agree(value, variant), value


def changed(value: Value, question: Question) -> list[Value]:
    """Values that a formula with a fault would give: one off, the other way round, another choice, another order.

    A number is changed by no more than a learner's may be off; by a quarter where the run itself scatters.
    """
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1, -value - 1]
        case float() if math.isfinite(value):
            off = 0.25 if question.name in {name for _, name in SAMPLED} else 0.01
            return [value * (1 + off) + 2 * NOTHING, value * (1 - off) - 2 * NOTHING, -value - 2 * NOTHING]
        case float():
            return [0.0, -value] if math.isinf(value) else [0.0]
        case str():
            return [name for name in question.choices if name != value]
    return [*one_off(value), value[:-1], (*value, *value[:1])]


def one_off(values: tuple[Any, ...]) -> list[Value]:
    """A shape or an order with one place changed."""
    if values and isinstance(values[0], str):
        return [values[::-1]] if len(values) > 1 else []
    return [(*values[:place], values[place] + 1, *values[place + 1 :]) for place in range(len(values))]


@every_question
def test_a_formula_that_takes_other_numbers_is_noticed(concept: Concept, question: Question) -> None:
    if question.fact:
        pytest.skip("a fact has one answer for all numbers")
    variants = drawn(concept.id, question.name, DRAWS)
    values = [formula(variant) for variant in variants]
    assert any(not agree(value, variant) for value in set(values) for variant in variants)
