"""Which questions a day asks, and in which order."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.review.choosing import SUPPORTS, Candidate, Curriculum, DayLimits, build, chosen_new, waits

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
PLACES = {concept: place for place, concept in enumerate(ORDER)}
COURSE = Curriculum(PLACES)


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
    limits = DayLimits(reviews_left, new_left, siblings=1000)
    return [by_card[card] for card in build(pool, DAY, limits, COURSE)]


@given(pools(), st.integers(0, 30), st.integers(0, 30))
def test_nothing_due_is_left_out_within_the_limits(pool: list[Candidate], new_left: int, reviews_left: int) -> None:
    planned = plan(pool, new_left, reviews_left)
    waiting = [each for each in pool if each.due and each.due <= DAY]
    assert len(planned) == len(set(planned))
    assert sum(not each.is_new for each in planned) == min(reviews_left, len(waiting))
    assert sum(each.is_new for each in planned) == min(new_left, sum(each.is_new for each in pool))
    assert all(each.is_new or each in waiting for each in planned)


@given(pools(), st.integers(0, 20))
def test_where_the_limit_bites_the_least_remembered_are_asked(pool: list[Candidate], reviews_left: int) -> None:
    planned = set(plan(pool, 0, reviews_left))
    left = [each for each in pool if each.due and each.due <= DAY and each not in planned]
    assert all(a.retrievability <= b.retrievability for a in planned for b in left)


@given(pools(with_new=False))
def test_questions_of_one_concept_are_never_side_by_side_where_that_can_be(pool: list[Candidate]) -> None:
    planned = plan(pool)
    side_by_side = sum(a.concept == b.concept for a, b in pairwise(planned))
    most = max(Counter(each.concept for each in planned).values(), default=0)
    assert side_by_side == max(0, 2 * most - len(planned) - 1)


@given(pools(), st.integers(0, 30))
def test_new_concepts_begin_in_the_order_of_learning(pool: list[Candidate], new_left: int) -> None:
    begun = list(dict.fromkeys(each.concept for each in plan(pool, new_left) if each.is_new))
    assert begun == sorted(begun, key=ORDER.index)


@given(pools(), st.randoms())
def test_the_plan_does_not_depend_on_the_order_of_the_cards(pool: list[Candidate], random: object) -> None:
    shuffled = sorted(pool, key=lambda each: hash((each.card, str(random))))
    curriculum = Curriculum(PLACES, first={"rnn"}, contrasts=[("bp", "bn")], confusable=[("conv", "pool")])
    assert build(pool, DAY, DayLimits(120, 12), curriculum) == build(shuffled, DAY, DayLimits(120, 12), curriculum)


def test_topics_alternate() -> None:
    pool = [due(card, concept) for card, concept in enumerate(["conv", "conv", "conv", "rnn", "rnn", "rnn"])]
    assert [each.topic for each in plan(pool)] == ["images", "sequences"] * 3


def test_the_most_urgent_comes_first() -> None:
    pool = [due(1, "conv", 0.9), due(2, "rnn", 0.4), due(3, "bp", 0.7)]
    assert build(pool, DAY, DayLimits(10, 0), COURSE) == (2, 3, 1)


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
    assert build(pool, DAY, DayLimits(10, 10), COURSE) == (3, 2, 1)


def test_limits_that_are_overdrawn_ask_nothing() -> None:
    assert build([due(1, "conv"), new(2, "rnn")], DAY, DayLimits(-1, -3), COURSE) == ()


def test_a_thousand_cards_of_many_concepts_are_arranged_without_looking_at_all_of_them_for_each_place() -> None:
    looked = 0

    class Counted(Candidate):
        @property
        def is_new(self) -> bool:
            nonlocal looked
            looked += 1
            return self.due is None

    pool = [Counted(card, f"c{card % 300}", f"t{card % 7}", "q", DAY, card / 10_000) for card in range(1_000)]
    assert len(build(pool, DAY, DayLimits(1_000, 0), Curriculum())) == 1_000
    assert looked < 100 * len(pool)


# --- siblings -------------------------------------------------------------------------------------------------------


@given(pools(), st.integers(0, 12), st.dictionaries(st.sampled_from(ORDER), st.integers(0, 3)), st.integers(1, 3))
def test_not_more_than_a_few_questions_of_one_concept_begin_on_a_day(
    pool: list[Candidate], new_left: int, begun: dict[str, int], siblings: int
) -> None:
    """Those of an earlier review session of the day count; where others wait in their place, the day is full all the
    same.
    """
    chosen = chosen_new([each for each in pool if each.is_new], DayLimits(0, new_left, begun, siblings), COURSE)
    counts = Counter(each.concept for each in chosen)
    assert all(count + begun.get(concept, 0) <= siblings for concept, count in counts.items())
    waiting = Counter(each.concept for each in pool if each.is_new)
    room = sum(min(count, max(0, siblings - begun.get(concept, 0))) for concept, count in waiting.items())
    assert len(chosen) == min(new_left, room)


# --- what comes first, what is told apart, what is kept apart ---------------------------------------------------------


@given(pools(), st.sets(st.sampled_from(ORDER), max_size=2), st.integers(0, 20), st.integers(0, 20))
def test_s10_what_was_put_off_heads_the_list_and_is_the_last_that_a_limit_leaves_out(
    pool: list[Candidate], first: set[str], new_left: int, reviews_left: int
) -> None:
    by_card = {each.card: each for each in pool}
    limits, curriculum = DayLimits(reviews_left, new_left), Curriculum(PLACES, first=first)
    planned = [by_card[card] for card in build(pool, DAY, limits, curriculum)]
    heads = [each.concept in first for each in planned]
    assert heads == sorted(heads, reverse=True)
    wanted = [each for each in pool if each.due and each.due <= DAY and each.concept in first]
    assert sum(heads[: len(planned)]) >= min(len(wanted), reviews_left)


def test_two_concepts_that_are_to_be_told_apart_alternate() -> None:
    pool = [due(1, "bp", 0.2), due(2, "conv", 0.3), due(3, "bn", 0.9), new(4, "bp"), new(5, "bn"), due(6, "rnn", 0.8)]
    curriculum = Curriculum(PLACES, contrasts=[("bp", "bn")])
    planned = build(pool, DAY, DayLimits(10, 10), curriculum)
    start = planned.index(1)
    concepts = [{each.card: each.concept for each in pool}[card] for card in planned[start : start + 4]]
    assert concepts == ["bp", "bn", "bp", "bn"]


@given(pools(), st.integers(1, 30), st.integers(0, 30))
def test_the_questions_of_a_contrast_are_side_by_side_as_long_as_both_have_some(
    pool: list[Candidate], reviews_left: int, new_left: int
) -> None:
    by_card = {each.card: each for each in pool}
    curriculum = Curriculum(PLACES, contrasts=[("bp", "bn")])
    planned = [by_card[card].concept for card in build(pool, DAY, DayLimits(reviews_left, new_left), curriculum)]
    left = Counter(planned)
    for one, following in pairwise(planned):
        left[one] -= 1
        partner = {"bp": "bn", "bn": "bp"}.get(one)
        if partner and left[partner]:
            assert following == partner


@given(pools(), st.dictionaries(st.sampled_from(ORDER), st.integers(0, 2)))
def test_two_concepts_that_are_confused_do_not_begin_on_one_day(pool: list[Candidate], begun: dict[str, int]) -> None:
    curriculum = Curriculum(PLACES, confusable=[("rnn", "lstm")])
    chosen = chosen_new([each for each in pool if each.is_new], DayLimits(0, 99, begun), curriculum)
    new_today = {each.concept for each in chosen} & {"rnn", "lstm"}
    before = {concept for concept in ("rnn", "lstm") if begun.get(concept)}
    assert len(new_today) <= 1 or not new_today
    assert len(before) != 1 or new_today <= before


def test_where_a_contrast_is_wanted_both_begin() -> None:
    pool = [new(1, "rnn"), new(2, "lstm")]
    apart = Curriculum(PLACES, confusable=[("rnn", "lstm")])
    assert build(pool, DAY, DayLimits(0, 9), apart) == (1,)
    together = Curriculum(PLACES, confusable=[("rnn", "lstm")], contrasts=[("lstm", "rnn")])
    assert build(pool, DAY, DayLimits(0, 9), together) == (1, 2)


def test_two_confused_concepts_that_both_wait_are_asked_side_by_side_once_both_are_learned() -> None:
    """Met one after the other they are told apart; while one of them is new it would be taken for the other."""
    concepts = ["rnn", "conv", "bp", "bn", "pool", "lstm"]
    curriculum = Curriculum(PLACES, confusable=[("rnn", "lstm")])
    learned = [due(card, concept, card / 10) for card, concept in enumerate(concepts)]
    planned = build(learned, DAY, DayLimits(9, 0), curriculum)
    assert abs(planned.index(0) - planned.index(5)) == 1
    begins = [*learned[:5], new(5, "lstm")]
    planned = build(begins, DAY, DayLimits(9, 9), curriculum)
    assert abs(planned.index(0) - planned.index(5)) > 1


@given(pools(with_new=False), st.integers(1, 30))
def test_confused_concepts_are_neighbours_as_long_as_both_have_some(pool: list[Candidate], reviews_left: int) -> None:
    by_card = {each.card: each for each in pool}
    curriculum = Curriculum(PLACES, confusable=[("bp", "bn")])
    planned = [by_card[card].concept for card in build(pool, DAY, DayLimits(reviews_left, 0), curriculum)]
    left = Counter(planned)
    for one, following in pairwise(planned):
        left[one] -= 1
        partner = {"bp": "bn", "bn": "bp"}.get(one)
        if partner and left[partner]:
            assert following == partner


def test_of_a_new_concept_the_easiest_questions_begin() -> None:
    ranks = {"q0": (9,), "q1": (2,), "q2": (5,)}
    pool = [new(card, "rnn") for card in range(3)]
    curriculum = Curriculum(PLACES, ease=lambda _, question: ranks[question])
    assert [each.card for each in chosen_new(pool, DayLimits(0, 9), curriculum)] == [1, 2]


# --- what a concept needs -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("needs", "support", "waiting"),
    [
        ([], {}, False),
        (["rnn"], {}, True),  # what it needs is not on the review list
        (["rnn"], {"rnn": 0.0}, True),
        (["rnn"], {"rnn": SUPPORTS}, False),
        (["rnn", "bp"], {"rnn": 0.9, "bp": 0.3}, True),
    ],
)
def test_a_new_concept_waits_for_what_it_needs(needs: list[str], support: dict[str, float], waiting: bool) -> None:
    assert waits(needs, support) is waiting
