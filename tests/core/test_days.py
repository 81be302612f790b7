"""Reckoning with days, anywhere in the calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.core.days import elapsed, minutes_ahead_of_utc, moved, shifted


@given(st.dates(), st.dates())
def test_what_has_elapsed_is_never_less_than_nothing(since: date, day: date) -> None:
    assert elapsed(since, day) == (day - since).days * (day > since)


@given(st.dates(), st.integers(-5_000_000, 5_000_000))
def test_a_day_moves_as_far_as_the_calendar_goes(day: date, days: int) -> None:
    found = shifted(day, days)
    assert found in (date.min, date.max) or (found - day).days == days
    assert abs((found - day).days) <= abs(days)


@given(st.datetimes(), st.timedeltas())
def test_a_moment_moves_as_far_as_the_calendar_goes(moment: datetime, by: timedelta) -> None:
    found = moved(moment, by)
    assert found in (datetime.min, datetime.max) or found - moment == by


@given(st.datetimes() | st.sampled_from([datetime.min, datetime.max]))
def test_a_time_zone_is_told_anywhere_in_the_calendar(moment: datetime) -> None:
    assert -24 * 60 < minutes_ahead_of_utc(moment) < 24 * 60
