"""The order of one sitting's questions, and how a missed one comes back."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.learning.session import COMES_BACK, REPEATS, Candidate, Session, build

DAY = date(2024, 7, 14)
TOPICS = {
    "conv": "images",
    "pool": "images",
    "rnn": "sequences",
    "lstm": "sequences",
    "bp": "training",
    "bn": "training",
}
ORDER = ["bp", "bn", "conv", "pool", "rnn", "lstm"]


def due(card: int, concept: str, retrievability: float = 0.9, day: date = DAY) -> Candidate:
    return Candidate(card, concept, TOPICS[concept], f"q{card}", day, retrievability)


def new(card: int, concept: str) -> Candidate:
    return Candidate(card, concept, TOPICS[concept], f"q{card}")


@st.composite
def pools(draw: st.DrawFn, largest: int = 40, with_new: bool = True) -> list[Candidate]:
    """Cards of six concepts: due before, on and after the day, and new."""
    size = draw(st.integers(0, largest))
    days = st.integers(-30, 5).map(lambda days: DAY + timedelta(days=days))
    pool = []
    for card in range(size):
        concept = draw(st.sampled_from(ORDER))
        is_new = with_new and draw(st.booleans())
        pool.append(new(card, concept) if is_new else due(card, concept, draw(st.floats(0, 1)), draw(days)))
    return pool


def plan(pool: list[Candidate], new_left: int = 1000, reviews_left: int = 1000) -> list[Candidate]:
    by_card = {each.card: each for each in pool}
    return [by_card[card] for card in build(pool, DAY, new_left, reviews_left, ORDER)]


@given(pools(), st.integers(0, 30), st.integers(0, 30))
@settings(deadline=None)
def test_nothing_due_is_left_out_within_the_limits(pool: list[Candidate], new_left: int, reviews_left: int) -> None:
    planned = plan(pool, new_left, reviews_left)
    waiting = [each for each in pool if each.due and each.due <= DAY]
    assert len(planned) == len(set(planned))
    assert sum(not each.is_new for each in planned) == min(reviews_left, len(waiting))
    assert sum(each.is_new for each in planned) == min(new_left, sum(each.is_new for each in pool))
    assert all(each.is_new or each in waiting for each in planned)


@given(pools(), st.integers(0, 20))
@settings(deadline=None)
def test_where_the_limit_bites_the_least_remembered_are_asked(pool: list[Candidate], reviews_left: int) -> None:
    planned = set(plan(pool, 0, reviews_left))
    left = [each for each in pool if each.due and each.due <= DAY and each not in planned]
    assert all(a.retrievability <= b.retrievability for a in planned for b in left)


@given(pools(with_new=False))
@settings(deadline=None)
def test_questions_of_one_concept_are_never_side_by_side_where_that_can_be(pool: list[Candidate]) -> None:
    planned = plan(pool)
    side_by_side = sum(a.concept == b.concept for a, b in pairwise(planned))
    most = max(Counter(each.concept for each in planned).values(), default=0)
    assert side_by_side == max(0, 2 * most - len(planned) - 1)


@given(pools(), st.integers(0, 30))
@settings(deadline=None)
def test_new_concepts_begin_in_the_order_of_learning(pool: list[Candidate], new_left: int) -> None:
    begun = list(dict.fromkeys(each.concept for each in plan(pool, new_left) if each.is_new))
    assert begun == sorted(begun, key=ORDER.index)


@given(pools(), st.randoms())
@settings(deadline=None)
def test_the_plan_does_not_depend_on_the_order_of_the_cards(pool: list[Candidate], random: object) -> None:
    shuffled = sorted(pool, key=lambda each: hash((each.card, str(random))))
    assert build(pool, DAY, 12, 120, ORDER) == build(shuffled, DAY, 12, 120, ORDER)


def test_topics_alternate() -> None:
    pool = [due(card, concept) for card, concept in enumerate(["conv", "conv", "conv", "rnn", "rnn", "rnn"])]
    assert [each.topic for each in plan(pool)] == ["images", "sequences"] * 3


def test_the_most_urgent_comes_first() -> None:
    pool = [due(1, "conv", 0.9), due(2, "rnn", 0.4), due(3, "bp", 0.7)]
    assert build(pool, DAY, 0, 10, ORDER) == (2, 3, 1)


def test_new_cards_are_spread_evenly_among_what_is_due() -> None:
    pool = [due(card, ORDER[card % 6], card / 100) for card in range(12)] + [
        new(12, "conv"),
        new(13, "rnn"),
        new(14, "bp"),
    ]
    places = [place for place, each in enumerate(plan(pool)) if each.is_new]
    assert len(places) == 3
    assert all(place // 5 == third for third, place in enumerate(places))


def test_a_concept_that_the_order_of_learning_does_not_know_comes_last() -> None:
    pool = [Candidate(1, "mine", "own", "q"), new(2, "lstm"), new(3, "bp")]
    assert build(pool, DAY, 10, 10, ORDER) == (3, 2, 1)


def test_limits_that_are_overdrawn_ask_nothing() -> None:
    assert build([due(1, "conv"), new(2, "rnn")], DAY, -3, -1, ORDER) == ()


def test_ten_thousand_due_cards_are_planned() -> None:
    pool = [due(card, ORDER[card % 6], card / 10_000) for card in range(10_000)]
    assert len(build(pool, DAY, 12, 120, ORDER)) == 120


# --- the sitting ----------------------------------------------------------------------------------------------------


def test_a_sitting_without_misses_asks_each_card_once() -> None:
    sitting = Session((1, 2, 3))
    seen = []
    while sitting.current is not None:
        seen.append(sitting.current)
        sitting = sitting.answered(True)
    assert seen == [1, 2, 3]
    assert (sitting.asked, sitting.right, sitting.missed) == (3, 3, ())


def test_a_missed_card_comes_back_a_few_places_later_and_does_not_count_again() -> None:
    sitting = Session((1, 2, 3, 4, 5, 6)).answered(False)
    assert sitting.waiting == (2, 3, 4, 5, 1, 6)
    assert not sitting.is_repeat
    for _ in range(COMES_BACK):
        sitting = sitting.answered(True)
    assert sitting.current == 1
    assert sitting.is_repeat
    after = sitting.answered(True)
    assert (after.asked, after.right) == (sitting.asked, sitting.right)
    assert after.waiting == (6,)


def test_near_the_end_a_missed_card_comes_back_as_late_as_it_can() -> None:
    assert Session((1, 2)).answered(False).waiting == (2, 1)
    assert Session((1,)).answered(False).waiting == (1,)


def test_a_card_missed_again_and_again_comes_back_twice_at_most() -> None:
    sitting, asked = Session((1,)), 0
    while sitting.current is not None:
        sitting, asked = sitting.answered(False), asked + 1
    assert asked == 1 + REPEATS
    assert (sitting.asked, sitting.right) == (1, 0)


@given(st.lists(st.integers(0, 99), unique=True, max_size=15), st.lists(st.booleans(), min_size=60, max_size=60))
def test_every_sitting_ends_with_each_card_counted_once(cards: list[int], answers: list[bool]) -> None:
    sitting, first = Session(tuple(cards)), dict[int, bool]()
    for answer in answers:
        if sitting.current is None:
            break
        assert sitting.is_repeat == (sitting.current in first)
        first.setdefault(sitting.current, answer)
        sitting = sitting.answered(answer)
    assert sitting.current is None
    assert list(first) != [] or not cards
    assert (sitting.asked, sitting.right) == (len(cards), sum(first.values()))


def test_an_earlier_state_of_a_sitting_can_be_gone_back_to() -> None:
    before = Session((1, 2, 3))
    before.answered(False)
    assert before == Session((1, 2, 3))


def test_a_skipped_card_is_neither_asked_nor_counted() -> None:
    sitting = Session((1, 2)).skipped()
    assert (sitting.current, sitting.asked, sitting.left) == (2, 0, 1)


def test_a_sitting_that_is_over_takes_no_answer() -> None:
    with pytest.raises(IndexError):
        Session(()).answered(True)


@pytest.mark.parametrize(
    ("cards", "seconds", "minutes"), [(0, 30, 0), (1, 30, 1), (4, 30, 2), (5, 30, 3), (2, 60.5, 3)]
)
def test_the_minutes_left_are_rounded_up(cards: int, seconds: float, minutes: int) -> None:
    assert Session(tuple(range(cards))).minutes_left(seconds) == minutes
