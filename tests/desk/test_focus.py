"""Sessions of focus: begun, paused, ended; what they add up to; what was parked in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from journal.desk import Desk
from journal.desk.focus import figures, leads_away, pause, resume, running, standing, start, stop, told
from journal.desk.habits import mark
from journal.desk.items import dismiss, open_items, park, parked_in, schedule
from journal.learning.focus import Session
from journal.store.database import open_store
from journal.words import UserError
from tests.desk.conftest import NOW, Clock


def later(clock: Clock, minutes: float) -> None:
    clock.now += timedelta(minutes=minutes)


def key_of(action: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        action()
    assert "\n" not in str(caught.value)
    return caught.value.key


def test_s21_a_session_of_twenty_five_minutes_is_one_session_of_its_week_and_topic(desk: Desk, clock: Clock) -> None:
    begun = start(desk, " cnn ")
    assert (begun.topic, begun.concept, begun.minutes, begun.started) == ("cnn", "convolution", 25, NOW)
    later(clock, 25)
    assert stop(desk).ended == NOW + timedelta(minutes=25)
    assert running(desk) is None
    *before, week = figures(desk)
    assert sum(each.sessions for each in before) == 0
    assert (week.starts, week.ends) == (date(2024, 7, 8), date(2024, 7, 14))
    assert [(each.topic, each.minutes, each.sessions) for each in week.topics] == [("cnn", 25, 1)]


def test_s21_a_session_and_its_start_survive_a_restart(desk: Desk, clock: Clock) -> None:
    begun = start(desk, "反思", 40)
    later(clock, 5)
    pause(desk)
    again = replace(desk, store=open_store(desk.settings.database))
    later(clock, 10)
    assert resume(again).started == NOW
    later(clock, 5)
    found = running(again)
    assert found
    assert (found.id, found.topic, found.concept, found.started) == (begun.id, "反思", None, NOW)
    assert standing(again, found).minutes == 10
    again.store.close()


def test_s21_a_second_session_is_refused_while_one_runs_and_where_it_would_overlap(desk: Desk, clock: Clock) -> None:
    start(desk, "CNN")
    assert key_of(lambda: start(desk, "RNN")) == "focus.runs_already"
    later(clock, 25)
    stop(desk)
    later(clock, 5)
    assert key_of(lambda: start(desk, "RNN", at="20:40")) == "focus.overlaps"
    assert start(desk, "RNN", at="20:55").started == NOW + timedelta(minutes=25)


@pytest.mark.parametrize(
    ("at", "begins"),
    [
        ("20:10", datetime(2024, 7, 10, 20, 10)),
        ("20：10", datetime(2024, 7, 10, 20, 10)),
        ("20:30", NOW),
        ("23:50", datetime(2024, 7, 9, 23, 50)),
    ],
)
def test_s21_a_session_may_begin_at_a_time_that_is_over(desk: Desk, at: str, begins: datetime) -> None:
    assert start(desk, "CNN", at=at).started == begins


@pytest.mark.parametrize("at", ["25:00", "8", "half past", "20:30:10", "-1:30", ":"])
def test_what_is_no_time_is_refused_and_nothing_begins(desk: Desk, at: str) -> None:
    assert key_of(lambda: start(desk, "CNN", at=at)) == "focus.no_time"
    assert running(desk) is None


def test_a_topic_and_a_plan_within_reason_are_asked_for(desk: Desk) -> None:
    assert key_of(lambda: start(desk, "  ")) == "focus.no_topic"
    for minutes in (0, -5, 601):
        assert key_of(partial(start, desk, "CNN", minutes)) == "focus.no_such_plan"
    assert running(desk) is None


def test_s21_a_session_left_for_more_than_fifteen_minutes_is_cut_at_its_planned_end(desk: Desk, clock: Clock) -> None:
    begun = start(desk, "CNN")
    later(clock, 40)
    assert "is long past" not in told(standing(desk, begun))
    later(clock, 1)
    assert "its end at 20:55 is long past" in told(standing(desk, begun))
    assert figures(desk)[-1].minutes == 25
    assert stop(desk).ended == NOW + timedelta(minutes=25)
    assert figures(desk)[-1].minutes == 25


def test_s21_whoever_worked_on_keeps_what_was_worked(desk: Desk, clock: Clock) -> None:
    start(desk, "CNN")
    later(clock, 60)
    assert stop(desk, keep_idle=True).ended == NOW + timedelta(minutes=60)
    assert figures(desk)[-1].minutes == 60


@pytest.mark.parametrize(("at", "minutes"), [("20:50", 20), ("21:20", 50)])
def test_an_end_may_be_named(desk: Desk, clock: Clock, at: str, minutes: int) -> None:
    start(desk, "CNN")
    later(clock, 90)
    stop(desk, at)
    assert figures(desk)[-1].minutes == minutes


def test_an_end_before_the_start_is_refused_and_the_session_runs_on(desk: Desk, clock: Clock) -> None:
    start(desk, "CNN")
    later(clock, 10)
    assert key_of(lambda: stop(desk, "20:10")) == "focus.ends_before_start"
    assert running(desk)


def test_pauses_do_not_count_and_a_second_pause_or_resume_changes_nothing(desk: Desk, clock: Clock) -> None:
    start(desk, "CNN")
    resume(desk)
    for action in (pause, pause, resume, resume):
        later(clock, 5)
        action(desk)
    later(clock, 5)
    stop(desk)
    assert figures(desk)[-1].minutes == 15


def test_a_session_that_is_ended_in_its_pause_ends_with_the_work_before_it(desk: Desk, clock: Clock) -> None:
    start(desk, "CNN")
    later(clock, 12)
    pause(desk)
    later(clock, 100)
    assert stop(desk).paused is False
    assert figures(desk)[-1].minutes == 12


def test_without_a_session_there_is_none_to_change(desk: Desk) -> None:
    assert {key_of(partial(act, desk)) for act in (stop, pause, resume)} == {"focus.none_runs"}


def test_s12_what_is_parked_while_a_session_runs_is_of_its_topic(desk: Desk, clock: Clock) -> None:
    park(desk, "before")
    begun = start(desk, "CNN")
    gan, why = park(desk, "GAN?"), park(desk, "池化为什么有效")
    mark(desk, "phone")
    mark(desk, "reading", 30)
    assert standing(desk, begun).parked == 2
    assert standing(desk, begun).phone == 1
    later(clock, 25)
    stop(desk)
    park(desk, "after")
    assert {each.text: each.parked_from for each in open_items(desk)} == {
        "before": "",
        "GAN?": "CNN",
        "池化为什么有效": "CNN",
        "after": "",
    }
    first, second = parked_in(desk, begun.id)
    assert (first.id, second.id) == (gan.id, why.id)
    dismiss(desk, first)
    assert [each.text for each in parked_in(desk, begun.id)] == ["池化为什么有效"]


@pytest.mark.parametrize(("words", "due"), [("明天", date(2024, 7, 11)), ("friday", date(2024, 7, 12))])
def test_s12_a_thought_is_given_a_day(desk: Desk, words: str, due: date) -> None:
    start(desk, "CNN")
    park(desk, "GAN?")
    schedule(desk, open_items(desk)[0], words)
    assert open_items(desk)[0].due == due


@pytest.mark.parametrize("words", ["", "GAN", "昨天"])
def test_a_day_that_is_none_ahead_is_refused(desk: Desk, words: str) -> None:
    park(desk, "GAN?")
    assert key_of(lambda: schedule(desk, open_items(desk)[0], words)) == "items.no_due_day"
    assert open_items(desk)[0].due is None


def test_s21_a_concept_leads_away_unless_it_is_beside_that_of_the_session_or_linked_with_it(desk: Desk) -> None:
    own = desk.library.concepts["convolution"]
    about_it, about_none = start(desk, "CNN"), replace(start_none(), id=2)
    near = {each for each, concept in desk.library.concepts.items() if not leads_away(desk, about_it, concept)}
    assert own.id in near
    assert {each.id for each in desk.library.concepts.values() if each.topic == own.topic} <= near
    assert near < set(desk.library.concepts)
    assert all(leads_away(desk, about_none, concept) for concept in desk.library.concepts.values())


def start_none() -> Session:
    """A session on no concept."""
    return Session(1, "反思", None, 25, NOW)
