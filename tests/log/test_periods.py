"""The days and numbers of new logs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.dates import Period
from journal.core.week_rules import RULES, Rule
from journal.log.periods import Rhythm, new_number, new_period, rhythm_of

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
SUNDAY_TO_SUNDAY = (date(2024, 7, 7), date(2024, 7, 14))


def week(first: date, length: int) -> Period:
    return first, first + timedelta(days=length - 1)


rhythms = st.builds(
    lambda first, step, shared: Rhythm(week(first, step + shared), step),
    days,
    st.sampled_from([7, 14]),
    st.sampled_from([0, 1]),
)


def test_s6_every_day_of_twenty_years_lies_in_its_period_by_every_rule() -> None:
    day, last = date(2015, 1, 1), date(2035, 12, 31)
    rhythms = [rhythm_of([SUNDAY_TO_SUNDAY], rule, weekday) for rule in RULES for weekday in range(7)]
    assert len({(rhythm.period[0].weekday(), rhythm.shared) for rhythm in rhythms}) == 8
    while day <= last:
        for rhythm in rhythms:
            first, end = rhythm.holding(day)
            assert first <= day <= end
        day += timedelta(days=1)


@given(rhythms, days)
def test_s6_the_period_after_the_one_before_is_the_same_one(rhythm: Rhythm, day: date) -> None:
    first, last = period = rhythm.holding(day)
    before = rhythm.holding(first - timedelta(days=1))
    after = rhythm.holding(first + timedelta(days=rhythm.step))
    assert (first - before[0]).days == (after[0] - first).days == rhythm.step
    assert rhythm.holding(before[0] + timedelta(days=rhythm.step)) == period
    assert (last - first) == (rhythm.period[1] - rhythm.period[0])


@given(rhythms, days)
def test_s5_a_shared_day_belongs_to_the_period_that_begins_with_it(rhythm: Rhythm, day: date) -> None:
    first, last = rhythm.holding(day)
    assert rhythm.holding(first) == (first, last)
    assert (rhythm.holding(last) == (first, last)) is (rhythm.shared == 0)


def test_after_a_log_from_sunday_to_sunday_comes_another_one_that_shares_the_sunday() -> None:
    rhythm = rhythm_of([SUNDAY_TO_SUNDAY], "follow", 0)
    assert new_period(date(2024, 7, 17), [SUNDAY_TO_SUNDAY], rhythm) == (date(2024, 7, 14), date(2024, 7, 21))


@pytest.mark.parametrize(
    ("rule", "first_weekday", "starts"),
    [("calendar", 0, date(2024, 7, 15)), ("calendar", 6, date(2024, 7, 15)), ("iso", 6, date(2024, 7, 15))],
)
def test_by_the_calendar_and_by_iso_a_log_begins_behind_the_one_before(
    rule: Rule, first_weekday: int, starts: date
) -> None:
    rhythm = rhythm_of([SUNDAY_TO_SUNDAY], rule, first_weekday)
    assert new_period(date(2024, 7, 17), [SUNDAY_TO_SUNDAY], rhythm)[0] == starts


@pytest.mark.parametrize(
    ("logs", "shared", "weekday"),
    [
        ([], 0, 3),
        ([week(date(2024, 7, 1), 5)], 0, 3),
        ([week(date(2024, 7, 1), 10)], 0, 3),
        ([week(date(2024, 7, 1), 40)], 0, 3),
        ([week(date(2024, 7, 2), 7)], 0, 1),
        ([week(date(2024, 7, 2), 7), week(date(2024, 7, 9), 3)], 0, 1),
        ([week(date(2024, 7, 2), 7), week(date(2024, 7, 14), 8)], 1, 6),
    ],
)
def test_the_latest_log_of_whole_weeks_sets_the_rhythm(logs: list[Period], shared: int, weekday: int) -> None:
    rhythm = rhythm_of(logs, "follow", 3)
    assert (rhythm.shared, rhythm.period[0].weekday(), rhythm.step) == (shared, weekday, 7)


@given(st.lists(st.tuples(days, st.integers(1, 12)), max_size=6), days, st.sampled_from(RULES), st.integers(0, 6))
def test_a_new_log_holds_its_day_and_runs_into_no_other(
    spans: list[tuple[date, int]], day: date, rule: Rule, first_weekday: int
) -> None:
    logs = [week(first, length) for first, length in spans]
    if any(first <= day <= last for first, last in logs):
        return
    rhythm = rhythm_of(logs, rule, first_weekday)
    first, last = new_period(day, logs, rhythm)
    assert first <= day <= last
    for other_first, other_last in logs:
        common = (min(last, other_last) - max(first, other_first)).days + 1
        assert common <= rhythm.shared


@pytest.mark.parametrize(
    ("day", "rule", "number"),
    [
        (date(2024, 7, 14), "follow", 2),
        (date(2024, 9, 1), "follow", 5),
        (date(2024, 7, 28), "follow", 2),
        (date(2024, 6, 30), "follow", None),
        (date(2024, 12, 30), "iso", 1),
    ],
)
def test_a_new_number_follows_the_log_before_and_takes_none_that_is_taken(
    day: date, rule: Rule, number: int | None
) -> None:
    logs = [(1, *SUNDAY_TO_SUNDAY), (None, *week(date(2024, 7, 21), 8)), (4, *week(date(2024, 8, 11), 8))]
    assert new_number((day, day), logs, rule) == number


def test_the_first_number_is_one_and_before_a_later_one_it_counts_back() -> None:
    assert new_number(SUNDAY_TO_SUNDAY, [], "follow") == 1
    assert new_number(SUNDAY_TO_SUNDAY, [(8, *week(date(2024, 7, 14), 8))], "follow") == 7
