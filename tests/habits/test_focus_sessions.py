"""Minutes of a session from start, pauses and end; minutes by week and topic; the rule of idle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.habits.focus_sessions import IDLE, FocusSession, focus_weeks, minutes_of, overlapping

START = datetime(2024, 7, 10, 20, 30)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def session(*pauses: tuple[float, float | None], ended: float | None = None, plan: int = 25) -> FocusSession:
    """A session on CNN with pauses and an end, in minutes from its start."""
    return FocusSession(
        1,
        "CNN",
        "convolution",
        plan,
        START,
        None if ended is None else after(ended),
        tuple((after(begun), None if over is None else after(over)) for begun, over in pauses),
    )


def worked(found: FocusSession, minutes: float) -> float:
    return found.worked(after(minutes)) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("found", "at", "minutes"),
    [
        (session(), 0, 0),
        (session(), 12.5, 12.5),
        (session(ended=25), 25, 25),
        (session(ended=25), 500, 25),
        (session((5, 10)), 20, 15),
        (session((5, 10), (12, 14), ended=30), 500, 23),
        (session((5, None)), 300, 5),
        (session(), -3, 0),
    ],
)
def test_s21_a_session_is_as_long_as_it_ran_without_its_pauses(found: FocusSession, at: float, minutes: float) -> None:
    assert worked(found, at) == minutes


def test_s21_twenty_five_minutes_are_one_session() -> None:
    (week,) = focus_weeks([session(ended=25)], [(date(2024, 7, 8), date(2024, 7, 14))], after(60), 4)
    assert (week.minutes, week.sessions) == (25, 1)
    (topic,) = week.topics
    assert (topic.topic, topic.concept, topic.minutes, topic.sessions) == ("CNN", "convolution", 25, 1)


@pytest.mark.parametrize(("pauses", "end"), [((), 25), (((5, 10),), 30), (((5, 10), (29, 31)), 32), (((40, 50),), 25)])
def test_pauses_move_the_planned_end(pauses: tuple[tuple[float, float], ...], end: float) -> None:
    assert session(*pauses).planned_end(after(60)) == after(end)


def test_s21_past_fifteen_minutes_over_its_end_a_session_is_idle_and_counts_as_planned() -> None:
    limit = 25 + IDLE / timedelta(minutes=1)
    assert not session().idle(after(limit))
    assert worked(session(), limit) == limit
    assert session().idle(after(limit + 1))
    assert worked(session(), limit + 1) == 25
    assert session((0, 10)).planned_end(after(200)) == after(35)
    assert not session((20, None)).idle(after(200))
    assert not session(ended=90).idle(after(200))
    assert worked(session(ended=90), 200) == 90


@given(st.lists(st.floats(0, 120), min_size=2, max_size=6), st.floats(0, 120))
def test_a_session_is_never_longer_than_from_its_start_to_now(marks: list[float], at: float) -> None:
    times = sorted(marks[: len(marks) // 2 * 2])
    found = session(*zip(times[::2], times[1::2], strict=True), plan=500)
    assert 0 <= worked(found, at) <= at + 1e-6
    assert found.worked(after(at)) <= found.worked(after(at + 1))
    assert found.left(after(at)) == timedelta(minutes=500) - found.worked(after(at))


def test_weeks_hold_their_own_sessions_by_topic_the_longest_first_and_parts_add_up() -> None:
    weeks = [(date(2024, 7, 1), date(2024, 7, 7)), (date(2024, 7, 8), date(2024, 7, 14))]
    night = replace(session(ended=40), started=datetime(2024, 7, 8, 1, 30), ended=datetime(2024, 7, 8, 2, 10))
    other = replace(session(ended=12.4), topic="rnn", concept=None)
    again = replace(session(ended=30.4), topic="卷积")
    found = focus_weeks([night, session(ended=12.4), other, again, replace(other, topic="RNN")], weeks, after(60), 4)
    assert [(week.minutes, week.sessions) for week in found] == [(40, 1), (66, 4)]
    assert [(each.topic, each.minutes, each.sessions) for each in found[1].topics] == [("卷积", 42, 2), ("RNN", 24, 2)]
    assert all(sum(each.minutes for each in week.topics) == week.minutes for week in found)


def test_minutes_of_none_are_none() -> None:
    assert minutes_of([], START) == 0


@pytest.mark.parametrize(("start", "overlaps"), [(-10, True), (10, True), (24, True), (25, False), (40, False)])
def test_s21_a_session_overlaps_another_that_stands_in_its_way(start: float, overlaps: bool) -> None:
    assert (overlapping([session(ended=25)], after(start), after(60)) is not None) is overlaps
