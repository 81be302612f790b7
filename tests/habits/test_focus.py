"""focus sessions: begun, paused, ended; what they add up to; what was parked in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from journal.core.messages import UserError
from journal.db.database import open_store
from journal.followups.followups import dismiss, park, parked_during, schedule
from journal.followups.listing import open_followups
from journal.habits.focus import (
    is_off_topic,
    pause,
    resume,
    running,
    start,
    status_line,
    status_of,
    stop,
    weekly_minutes,
)
from journal.habits.focus_sessions import FocusSession
from journal.habits.habits import mark
from journal.opening.journal import Journal
from tests.support.journal import NOW, Clock


def later(clock: Clock, minutes: float) -> None:
    clock.now += timedelta(minutes=minutes)


def key_of(action: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return caught.value.key


def test_s21_a_session_of_twenty_five_minutes_is_one_session_of_its_week_and_topic(
    journal: Journal, clock: Clock
) -> None:
    begun = start(journal, " cnn ")
    assert (begun.topic, begun.concept, begun.minutes, begun.started) == ("cnn", "convolution", 25, NOW)
    later(clock, 25)
    assert stop(journal).ended == NOW + timedelta(minutes=25)
    assert running(journal) is None
    *before, week = weekly_minutes(journal)
    assert sum(each.sessions for each in before) == 0
    assert (week.starts, week.ends) == (date(2024, 7, 8), date(2024, 7, 14))
    assert [(each.topic, each.minutes, each.sessions) for each in week.topics] == [("cnn", 25, 1)]


def test_s21_a_session_and_its_start_survive_a_restart(journal: Journal, clock: Clock) -> None:
    begun = start(journal, "反思", 40)
    later(clock, 5)
    pause(journal)
    again = replace(journal, store=open_store(journal.settings.database))
    later(clock, 10)
    assert resume(again).started == NOW
    later(clock, 5)
    found = running(again)
    assert found
    assert (found.id, found.topic, found.concept, found.started) == (begun.id, "反思", None, NOW)
    assert status_of(again, found).minutes == 10
    again.store.close()


def test_s21_a_second_session_is_refused_while_one_runs_and_where_it_would_overlap(
    journal: Journal, clock: Clock
) -> None:
    start(journal, "CNN")
    assert key_of(lambda: start(journal, "RNN")) == "focus.runs_already"
    later(clock, 25)
    stop(journal)
    later(clock, 5)
    assert key_of(lambda: start(journal, "RNN", at="20:40")) == "focus.overlaps"
    assert start(journal, "RNN", at="20:55").started == NOW + timedelta(minutes=25)


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        ("20:10", datetime(2024, 7, 10, 20, 10)),
        ("20：10", datetime(2024, 7, 10, 20, 10)),
        ("20:30", NOW),
        ("23:50", datetime(2024, 7, 9, 23, 50)),
    ],
)
def test_s21_a_session_may_begin_at_a_time_that_is_over(journal: Journal, at: str, begins: datetime) -> None:
    assert start(journal, "CNN", at=at).started == begins


@pytest.mark.parametrize("at", ["25:00", "8", "half past", "20:30:10", "-1:30", ":"])
def test_what_is_no_time_is_refused_and_nothing_begins(journal: Journal, at: str) -> None:
    assert key_of(lambda: start(journal, "CNN", at=at)) == "focus.no_time"
    assert running(journal) is None


def test_a_topic_and_a_plan_within_reason_are_asked_for(journal: Journal) -> None:
    assert key_of(lambda: start(journal, "  ")) == "focus.no_topic"
    for minutes in (0, -5, 601):
        assert key_of(partial(start, journal, "CNN", minutes)) == "focus.no_such_plan"
    assert running(journal) is None


def test_s21_a_session_left_for_more_than_fifteen_minutes_is_cut_at_its_planned_end(
    journal: Journal, clock: Clock
) -> None:
    begun = start(journal, "CNN")
    later(clock, 40)
    assert "is long past" not in status_line(status_of(journal, begun))
    later(clock, 1)
    assert "its end at 20:55 is long past" in status_line(status_of(journal, begun))
    assert weekly_minutes(journal)[-1].minutes == 25
    assert stop(journal).ended == NOW + timedelta(minutes=25)
    assert weekly_minutes(journal)[-1].minutes == 25


def test_s21_whoever_worked_on_keeps_what_was_worked(journal: Journal, clock: Clock) -> None:
    start(journal, "CNN")
    later(clock, 60)
    assert stop(journal, keep_idle=True).ended == NOW + timedelta(minutes=60)
    assert weekly_minutes(journal)[-1].minutes == 60


@pytest.mark.parametrize(("at", "minutes"), [("20:50", 20), ("21:20", 50)])
def test_an_end_may_be_named(journal: Journal, clock: Clock, at: str, minutes: int) -> None:
    start(journal, "CNN")
    later(clock, 90)
    stop(journal, at)
    assert weekly_minutes(journal)[-1].minutes == minutes


def test_an_end_before_the_start_is_refused_and_the_session_runs_on(journal: Journal, clock: Clock) -> None:
    start(journal, "CNN")
    later(clock, 10)
    assert key_of(lambda: stop(journal, "20:10")) == "focus.ends_before_start"
    assert running(journal)


def test_pauses_do_not_count_and_a_second_pause_or_resume_changes_nothing(journal: Journal, clock: Clock) -> None:
    start(journal, "CNN")
    resume(journal)
    for action in (pause, pause, resume, resume):
        later(clock, 5)
        action(journal)
    later(clock, 5)
    stop(journal)
    assert weekly_minutes(journal)[-1].minutes == 15


def test_a_session_that_is_ended_in_its_pause_ends_with_the_work_before_it(journal: Journal, clock: Clock) -> None:
    start(journal, "CNN")
    later(clock, 12)
    pause(journal)
    later(clock, 100)
    assert stop(journal).paused is False
    assert weekly_minutes(journal)[-1].minutes == 12


def test_without_a_session_there_is_none_to_change(journal: Journal) -> None:
    assert {key_of(partial(act, journal)) for act in (stop, pause, resume)} == {"focus.none_runs"}


def test_s12_what_is_parked_while_a_session_runs_is_of_its_topic(journal: Journal, clock: Clock) -> None:
    park(journal, "before")
    begun = start(journal, "CNN")
    gan, why = park(journal, "GAN?"), park(journal, "池化为什么有效")
    mark(journal, "phone")
    mark(journal, "reading", 30)
    assert status_of(journal, begun).parked == 2
    assert status_of(journal, begun).phone == 1
    later(clock, 25)
    stop(journal)
    park(journal, "after")
    assert {each.text: each.parked_from for each in open_followups(journal)} == {
        "before": "",
        "GAN?": "CNN",
        "池化为什么有效": "CNN",
        "after": "",
    }
    first, second = parked_during(journal, begun.id)
    assert (first.id, second.id) == (gan.id, why.id)
    dismiss(journal, first)
    assert [each.text for each in parked_during(journal, begun.id)] == ["池化为什么有效"]


@pytest.mark.parametrize(("words", "due"), [("明天", date(2024, 7, 11)), ("friday", date(2024, 7, 12))])
def test_s12_a_thought_is_given_a_day(journal: Journal, words: str, due: date) -> None:
    start(journal, "CNN")
    park(journal, "GAN?")
    schedule(journal, open_followups(journal)[0], words)
    assert open_followups(journal)[0].due == due


@pytest.mark.parametrize("words", ["", "GAN", "昨天"])
def test_a_day_that_is_none_ahead_is_refused(journal: Journal, words: str) -> None:
    park(journal, "GAN?")
    assert key_of(lambda: schedule(journal, open_followups(journal)[0], words)) == "items.no_due_day"
    assert open_followups(journal)[0].due is None


def test_s21_a_concept_leads_away_unless_it_is_beside_that_of_the_session_or_linked_with_it(journal: Journal) -> None:
    own = journal.library.concepts["convolution"]
    about_it, about_none = start(journal, "CNN"), replace(start_none(), id=2)
    near = {each for each, concept in journal.library.concepts.items() if not is_off_topic(journal, about_it, concept)}
    assert own.id in near
    assert {each.id for each in journal.library.concepts.values() if each.topic == own.topic} <= near
    assert near < set(journal.library.concepts)
    assert all(is_off_topic(journal, about_none, concept) for concept in journal.library.concepts.values())


def start_none() -> FocusSession:
    """A session on no concept."""
    return FocusSession(1, "反思", None, 25, NOW)
