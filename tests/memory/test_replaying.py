"""Other weights: every memory lived through again, every date within its interval's days, and no flood."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.ratings import Rating
from journal.memory.load import fuzz_range
from journal.memory.replaying import Replayed, ReplayedCard, replay, reweighed, room
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, Weights, preview

TODAY = date(2024, 7, 14)
OTHERS: Weights = (*(weight * 3 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:])

HISTORIES = st.lists(st.tuples(st.integers(-40, 90), st.sampled_from(Rating)), min_size=1, max_size=8)


@given(HISTORIES, st.sampled_from([DEFAULT_WEIGHTS, OTHERS]))
def test_a_replay_leads_to_the_memory_that_the_answers_led_to(
    history: list[tuple[int, Rating]], weights: Weights
) -> None:
    memory, day, answers = None, TODAY, []
    for number, (days, rating) in enumerate(history):
        day += timedelta(days=days)
        answers.append((day, int(rating)))
        memory = preview(memory, day, retention=0.9, card=1, repetition=number, weights=weights)[rating]
    assert memory is not None
    replayed = replay(answers, weights, 0.9)
    assert (replayed.stability, replayed.difficulty) == (memory.stability, memory.difficulty)
    assert fuzz_range(replayed.interval)[0] <= memory.interval <= fuzz_range(replayed.interval)[1]


def test_nothing_to_live_through_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        replay([], DEFAULT_WEIGHTS, 0.9)


def held(card: int, ago: int, interval: int, now: int, then: int, *, fixed: bool = False) -> ReplayedCard:
    last = TODAY - timedelta(days=ago)
    memory = Memory(5.0, 5.0, last + timedelta(days=interval), last)
    return ReplayedCard(card, memory, Replayed(5.0, 5.0, now), Replayed(9.0, 2.0, then), fixed)


@st.composite
def decks(draw: st.DrawFn) -> list[ReplayedCard]:
    """Cards with any past, whose intervals other weights make longer or shorter."""
    sizes = st.tuples(st.integers(0, 40), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.booleans())
    rows = draw(st.lists(sizes, min_size=1, max_size=80))
    return [held(card, *row[:4], fixed=row[4] and card % 5 == 0) for card, row in enumerate(rows)]


@given(decks())
def test_dates_move_within_their_interval_and_flood_no_day(deck: list[ReplayedCard]) -> None:
    after = reweighed(deck, TODAY)
    assert set(after) == {each.card for each in deck}
    for each in deck:
        memory, then = each.memory, after[each.card]
        assert (then.stability, then.difficulty, then.last) == (9.0, 2.0, memory.last)
        assert fuzz_range(memory.interval)[0] <= then.interval <= fuzz_range(memory.interval)[1]
        if memory.due <= TODAY or each.fixed:
            assert then.due == memory.due
        else:
            assert then.due > TODAY
    before = Counter(each.memory.due for each in deck)
    for day, count in Counter(memory.due for memory in after.values()).items():
        assert count <= before[day] + room(before[day])


@given(decks())
def test_a_date_moves_only_towards_what_the_other_weights_want(deck: list[ReplayedCard]) -> None:
    after = reweighed(deck, TODAY)
    for each in deck:
        assert each.now is not None
        assert each.then is not None
        moved = (after[each.card].due - each.memory.due).days
        wanted = each.then.interval - each.now.interval
        assert moved * wanted >= 0
        assert abs(moved) <= abs(wanted)


def test_a_date_moves_as_far_as_its_interval_allows_where_there_is_room() -> None:
    after = reweighed([held(1, ago=5, interval=30, now=30, then=90)], TODAY)
    assert after[1].interval == fuzz_range(30)[1]


def test_weights_that_change_nothing_move_nothing_though_chance_had_moved_the_dates() -> None:
    deck = [held(card, ago=2, interval=20 + card % 3, now=20, then=20) for card in range(30)]
    assert {each.card: each.memory.due for each in deck} == {
        card: memory.due for card, memory in reweighed(deck, TODAY).items()
    }


def test_a_card_without_its_reviews_stays_as_it_is() -> None:
    memory = held(1, 3, 10, 10, 10).memory
    assert reweighed([ReplayedCard(1, memory, None, None)], TODAY) == {1: memory}
