"""The work spread over the days that an interval leaves open."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.memory.load import EVEN, Load, day_of, fuzz_range, shares_of

MONDAY = date(2024, 7, 15)
SUNDAY = MONDAY + timedelta(days=6)
LUCKS = [step / 200 + 1 / 400 for step in range(200)]


@pytest.mark.parametrize(("interval", "low", "high"), [(1, 1, 1), (2, 2, 2), (3, 2, 4), (10, 8, 12), (100, 93, 107)])
def test_the_fuzz_reaches_as_far_as_ankis(interval: int, low: int, high: int) -> None:
    assert fuzz_range(interval) == (low, high)


@given(st.integers(1, 36_500))
def test_a_longer_interval_never_begins_or_ends_sooner(interval: int) -> None:
    assert fuzz_range(interval) <= fuzz_range(interval + 1)
    assert fuzz_range(interval)[1] <= fuzz_range(interval + 1)[1]
    assert fuzz_range(interval)[0] >= 1


@given(st.integers(1, 3_000))
def test_without_any_load_the_fuzz_is_fair(interval: int) -> None:
    """As far below as above: the mean over evenly spread chances is the interval itself."""
    first, last = (MONDAY + timedelta(days=days) for days in fuzz_range(interval))
    chosen = [(day_of(first, last, luck) - MONDAY).days for luck in LUCKS]
    assert statistics.mean(chosen) == pytest.approx(interval, abs=0.5)


def test_a_day_is_chosen_by_the_inverse_square_of_what_is_due_on_it() -> None:
    load = Load({MONDAY: 2, MONDAY + timedelta(days=1): 1})
    chosen = Counter(day_of(MONDAY, MONDAY + timedelta(days=1), luck, load) for luck in LUCKS)
    assert chosen == {MONDAY: 40, MONDAY + timedelta(days=1): 160}


def test_an_easy_day_bears_its_share() -> None:
    """Cards that come one by one fill the week until each weekday has its part of the work."""
    shares, random, due = shares_of({"sat": 0.5, "sun": 0.25}), Random(1), Counter[date]()
    for _ in range(4000):
        due[day_of(MONDAY, SUNDAY, random.random(), Load(due, shares))] += 1
    usual = statistics.mean(due[MONDAY + timedelta(days=number)] for number in range(5))
    assert due[MONDAY + timedelta(days=5)] / usual == pytest.approx(0.5, abs=0.05)
    assert due[SUNDAY] / usual == pytest.approx(0.25, abs=0.05)


def test_a_day_that_is_to_be_free_is_left_out_unless_no_other_is_open() -> None:
    load = Load(shares=shares_of({"sun": 0}))
    assert SUNDAY not in {day_of(MONDAY, SUNDAY, luck, load) for luck in LUCKS}
    assert day_of(SUNDAY, SUNDAY, 0.5, load) == SUNDAY
    weekend = Load(shares=shares_of({"sat": 0, "sun": 0}))
    assert len({day_of(SUNDAY - timedelta(days=1), SUNDAY, luck, weekend) for luck in LUCKS}) == 2


@given(
    st.integers(1, 60),
    st.integers(0, 30),
    st.floats(0, 1, exclude_max=True),
    st.dictionaries(st.integers(0, 120).map(lambda days: MONDAY + timedelta(days=days)), st.integers(0, 99)),
)
def test_the_day_is_always_in_the_range(start: int, more: int, luck: float, due: dict[date, int]) -> None:
    first, last = MONDAY + timedelta(days=start), MONDAY + timedelta(days=start + more)
    assert first <= day_of(first, last, luck, Load(due)) <= last


def test_spread_by_its_load_a_pile_of_cards_becomes_even() -> None:
    """Sixty cards learned on one day with an interval of twenty days: no day of the range gets more than its part."""
    first, last = (MONDAY + timedelta(days=days) for days in fuzz_range(20))
    random, by_chance, spread = Random(3), Counter[date](), Counter[date]()
    for _ in range(70):
        luck = random.random()
        by_chance[day_of(first, last, luck, EVEN)] += 1
        spread[day_of(first, last, luck, Load(spread))] += 1
    assert max(spread.values()) - min(spread.values()) < max(by_chance.values()) - min(by_chance.values())
    assert max(spread.values()) <= 1.3 * statistics.mean(spread.values())
