"""Never miss twice: the streak of weeks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.db.rows import Day
from journal.habits.streaks import Streak, streak
from journal.memory.scheduling import study_day
from journal.memory.statistics import WeekOfStudy, weeks_of_study

MONDAY = date(2024, 7, 1)


@dataclass(frozen=True)
class Log:
    """A week as it is written."""

    starts: date
    ends: date
    body: str


def series(pattern: str, length: int = 7) -> list[WeekOfStudy]:
    """Week after week from MONDAY: Y reached the aim of 800 words and two days, N not; - has no log.

    A `length` of 8 shares a day with the next week, as logs from Sunday to Sunday do.
    """
    weeks = []
    for number, mark in enumerate(pattern):
        starts = MONDAY + timedelta(weeks=number)
        reviewed = tuple(Day(starts + timedelta(days=day), 5, 4, 0, 0, 5, 60.0) for day in range(2))
        if mark != "-":
            ends = starts + timedelta(days=length - 1)
            weeks.append(WeekOfStudy(starts, ends, 800 if mark == "Y" else 799, reviewed))
    return weeks


def after(pattern: str) -> date:
    """The first day after such a series."""
    return MONDAY + timedelta(weeks=len(pattern))


def closed(pattern: str, length: int = 7) -> Streak:
    """The streak on the day after the last week ended."""
    return streak(series(pattern, length), after(pattern) + timedelta(days=length - 7), quota=800, days=2)


@pytest.mark.parametrize(
    ("pattern", "current", "longest", "missed_weeks"),
    [
        ("", 0, 0, 0),
        ("Y", 1, 1, 0),
        ("YYY", 3, 3, 0),
        ("YYNY", 3, 3, 1),
        ("YYNN", 0, 2, 0),
        ("YYN", 2, 2, 1),
        ("YNYNY", 3, 3, 2),
        ("YYNNY", 1, 2, 0),
        ("NY", 1, 1, 0),
        ("NNNY", 1, 1, 0),
        ("YY-Y", 3, 3, 1),
        ("YY--Y", 1, 2, 0),
        ("YYN-Y", 1, 2, 0),
        ("YYYNNYY", 2, 3, 0),
    ],
)
@pytest.mark.parametrize("length", [7, 8])
def test_s22_one_missed_week_is_forgiven_and_the_second_breaks(
    pattern: str, current: int, longest: int, missed_weeks: int, length: int
) -> None:
    found = closed(pattern, length)
    assert (found.current, found.longest, found.missed_weeks) == (current, longest, missed_weeks)


@pytest.mark.parametrize(("pattern", "kept", "weeks"), [("YYNY", 3, 4), ("YY-Y", 3, 4), ("", 0, 0), ("N", 0, 1)])
def test_the_share_of_kept_weeks_counts_every_week_since_the_first(pattern: str, kept: int, weeks: int) -> None:
    found = closed(pattern)
    assert (found.kept, found.closed) == (kept, weeks)


@pytest.mark.parametrize(("pattern", "at_risk"), [("YYN", True), ("YY", False), ("YYNN", False), ("YYNY", False)])
def test_a_streak_is_at_risk_after_one_missed_week(pattern: str, at_risk: bool) -> None:
    assert closed(pattern).at_risk is at_risk


def test_s22_the_open_week_never_breaks_and_counts_once_it_has_reached_its_aim() -> None:
    for day in range(7):
        today = after("YYN") + timedelta(days=day)
        unreached = streak(series("YYNN"), today, quota=800, days=2)
        assert (unreached.current, unreached.missed_weeks, unreached.at_risk, unreached.closed) == (2, 1, True, 3)
        reached = streak(series("YYNY"), today, quota=800, days=2)
        assert (reached.current, reached.at_risk, reached.kept, reached.closed) == (3, False, 2, 3)


@pytest.mark.parametrize(("days_later", "current"), [(0, 2), (6, 2), (7, 2), (13, 2), (14, 0)])
def test_weeks_that_pass_without_a_log_are_missed_once_they_are_over(days_later: int, current: int) -> None:
    today = after("YY") + timedelta(days=days_later)
    assert streak(series("YY"), today, quota=800, days=2).current == current


def test_words_and_days_of_review_are_both_asked_for() -> None:
    (week,) = series("Y")
    assert streak([week], after("Y"), quota=801, days=2).current == 0
    assert streak([week], after("Y"), quota=800, days=3).current == 0
    assert streak([week], after("Y"), quota=0, days=0).current == 1


@given(st.text("YN-", max_size=20))
def test_a_streak_is_never_longer_than_the_weeks_that_were_kept(pattern: str) -> None:
    found = closed(pattern)
    assert found.current <= found.longest <= found.kept <= found.closed <= len(pattern)
    assert found.kept == pattern.count("Y")


@given(st.text("YN-", max_size=20))
def test_one_more_kept_week_never_shortens_a_streak(pattern: str) -> None:
    assert closed(pattern + "Y").current > closed(pattern).current or closed(pattern + "Y").current == 1


@pytest.mark.parametrize(
    ("pattern", "forgiven", "current", "missed_weeks", "at_risk"),
    [
        ("YYNY", 1, 3, 1, False),
        ("YYNY", 0, 1, 0, False),
        ("YYN", 0, 0, 0, False),
        ("YYNN", 1, 0, 0, False),
        ("YYNN", 2, 2, 2, True),
        ("YYNNY", 2, 3, 2, False),
        ("YYNNN", 2, 0, 0, False),
    ],
)
def test_s22_how_many_missed_weeks_are_forgiven_can_be_chosen(
    pattern: str, forgiven: int, current: int, missed_weeks: int, at_risk: bool
) -> None:
    found = streak(series(pattern), after(pattern), quota=800, days=2, forgiven=forgiven)
    assert (found.current, found.missed_weeks, found.at_risk) == (current, missed_weeks, at_risk)


def test_s22_what_is_done_at_half_past_one_counts_for_the_day_before() -> None:
    late = study_day(datetime(2024, 7, 8, 1, 30), 4)
    assert late == MONDAY + timedelta(days=6)
    (day,) = [Day(late, 5, 4, 0, 0, 5, 60.0)]
    (week,) = weeks_of_study([Log(MONDAY, MONDAY + timedelta(days=6), "写")], [day], len)
    assert streak([week], MONDAY + timedelta(days=7), quota=1, days=1).current == 1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process cannot be changed here")
def test_s22_neither_time_zone_nor_summer_time_changes_a_streak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weeks around the night on which the clocks of Berlin go back, seen from several places."""
    weeks = [
        WeekOfStudy(date(2024, 10, 7) + timedelta(weeks=n), date(2024, 10, 13) + timedelta(weeks=n), 800)
        for n in range(5)
    ]
    found: set[tuple[Streak, tuple[date, ...]]] = set()
    for zone in ("UTC", "Asia/Shanghai", "Europe/Berlin", "Pacific/Kiritimati", "America/Anchorage"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        days = tuple(study_day(datetime(2024, 10, 27, hour, 30), 4) for hour in range(5))
        found.add((streak(weeks, date(2024, 11, 11), quota=800, days=0), days))
    monkeypatch.undo()
    time.tzset()
    [(kept, days)] = found
    assert (kept.current, days) == (5, (*[date(2024, 10, 26)] * 4, date(2024, 10, 27)))
