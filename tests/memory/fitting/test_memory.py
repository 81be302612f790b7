"""The trainer's FSRS-6 is that of the package `fsrs`: same memory, same predictions, review by review."""

from __future__ import annotations

from collections import Counter
from random import Random

import fsrs
import pytest
import torch
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import given
from hypothesis import strategies as st

from journal.memory.fitting.memory import trace
from journal.memory.fitting.packing import pack
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights
from tests.memory.fitting.learners import at, scheduler

WEIGHTS = st.one_of(
    st.just(DEFAULT_WEIGHTS),
    st.tuples(
        *(st.floats(low, high) for low, high in zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))
    ),
)
ANSWERS = st.lists(
    st.builds(CountedReview, st.integers(1, 4), st.integers(0, 60), st.integers(1, 4)), min_size=1, max_size=30
)


def theirs(weights: Weights, answers: list[CountedReview]) -> list[tuple[float, float, float]]:
    """What the package holds: recall before each answer (1 at a card's first), stability and difficulty after it."""
    package = scheduler(weights)
    cards: dict[int, fsrs.Card] = {}
    found = []
    for answer in answers:
        card = cards.get(answer.card)
        recall = package.get_card_retrievability(card, at(answer.day)) if card else 1.0
        card = card or fsrs.Card(card_id=answer.card, due=at(answer.day))
        card, _ = package.review_card(card, fsrs.Rating(answer.rating), at(answer.day))
        cards[answer.card] = card
        assert card.stability is not None
        assert card.difficulty is not None
        found.append((recall, card.stability, card.difficulty))
    return found


def ours(weights: Weights, answers: list[CountedReview]) -> list[tuple[float, float, float]]:
    packed = pack(answers)
    lived = trace(torch.tensor(weights, dtype=torch.float64), packed)
    columns = (lived.log_recall.exp(), lived.log_stability.exp(), lived.difficulty)
    in_time = packed.place.argsort()
    return list(zip(*(column[in_time].tolist() for column in columns), strict=True))


@given(WEIGHTS, ANSWERS)
def test_memory_and_predictions_are_those_of_fsrs(weights: Weights, answers: list[CountedReview]) -> None:
    answers = sorted(answers, key=lambda answer: answer.day)
    for mine, their in zip(ours(weights, answers), theirs(weights, answers), strict=True):
        assert mine == pytest.approx(their, rel=1e-9)


@pytest.mark.slow
def test_memory_and_predictions_are_those_of_fsrs_in_a_hundred_thousand_histories() -> None:
    rng = Random(1)
    answers = [
        CountedReview(card, day, rng.randint(1, 4))
        for card in range(100_000)
        for day in sorted(rng.choices(range(100), k=rng.randint(1, 6)))
    ]
    for mine, their in zip(ours(DEFAULT_WEIGHTS, answers), theirs(DEFAULT_WEIGHTS, answers), strict=True):
        assert mine == pytest.approx(their, rel=1e-9)


@given(ANSWERS, st.integers(1, 5))
def test_packing_keeps_every_answer_once_and_in_the_order_of_its_card(
    answers: list[CountedReview], longest: int
) -> None:
    answers = sorted(answers, key=lambda answer: answer.day)
    packed = pack(answers)
    assert sorted(packed.place.tolist()) == list(range(len(answers)))
    assert packed.sizes == sorted(packed.sizes, reverse=True)
    assert packed.rating.tolist() == [answers[place].rating for place in packed.place.tolist()]
    kept = Counter(answers[place].card for place in pack(answers, longest).place.tolist())
    assert kept == {card: min(number, longest) for card, number in Counter(each.card for each in answers).items()}


@given(ANSWERS)
def test_the_days_between_two_reviews_are_counted_for_each_card(answers: list[CountedReview]) -> None:
    answers = sorted(answers, key=lambda answer: answer.day)
    packed = pack(answers)
    for place, elapsed in zip(packed.place.tolist(), packed.elapsed.tolist(), strict=True):
        before = [each.day for each in answers[:place] if each.card == answers[place].card]
        assert elapsed == (answers[place].day - before[-1] if before else 0)


def test_the_gradient_exists_wherever_training_may_come() -> None:
    rng = Random(2)
    answers = [CountedReview(card, day, rng.randint(1, 4)) for day in range(0, 40, 3) for card in range(5)]
    weights = torch.tensor(DEFAULT_WEIGHTS, dtype=torch.float64, requires_grad=True)
    trace(weights, pack(answers)).log_recall.sum().backward()  # type: ignore[no-untyped-call]
    assert weights.grad is not None
    assert torch.isfinite(weights.grad).all()
