"""What each day held: words by the texts that were kept, reviews, minutes; and what comes due."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from journal.db import cards
from journal.habits.days import days
from journal.habits.focus import start, stop
from journal.opening.journal import Journal
from journal.weeks.weeks import add_entry, open_week, save
from tests.support.journal import NOW, Clock, Importing
from tests.support.store import review_of

WEDNESDAY = NOW.date()


def on(clock: Clock, day: int, hour: int = 20) -> None:
    clock.now = datetime(2024, 7, day, hour, 30)


def test_s23_words_stand_on_the_day_of_their_writing(journal: Journal, clock: Clock) -> None:
    week = open_week(journal, None)
    for day, text in ((8, "学了卷积。"), (9, "学了卷积。又学了池化。"), (10, "学了卷积。又学了池化。")):
        on(clock, day)
        week = save(journal, week, text)
    assert days(journal).behind["words"] == {date(2024, 7, 8): 5, date(2024, 7, 9): 6}


def test_s22_an_entry_for_an_earlier_day_fills_that_day_and_is_marked(journal: Journal, clock: Clock) -> None:
    add_entry(journal, "学了卷积")
    add_entry(journal, "昨天：学了池化层")
    add_entry(journal, "上周日：学了注意力机制")
    found = days(journal)
    assert found.behind["words"] == {date(2024, 7, 7): 7, date(2024, 7, 9): 5, WEDNESDAY: 4}
    assert found.late == {date(2024, 7, 7), date(2024, 7, 9)}


def test_s22_what_is_written_at_half_past_one_stands_on_the_day_before(journal: Journal, clock: Clock) -> None:
    on(clock, 11, hour=1)
    add_entry(journal, "学了卷积")
    assert days(journal).behind["words"] == {WEDNESDAY: 4}
    assert days(journal).late == set()


def test_a_week_that_is_imported_later_fills_its_last_day_and_is_marked(journal: Journal, imported: Importing) -> None:
    imported("# 第一周周记 2024.06.24 ~ 2024.06.30\n\n学了卷积。\n")
    found = days(journal)
    assert list(found.behind["words"]) == [date(2024, 6, 30)]
    assert found.late == {date(2024, 6, 30)}


def test_what_was_deleted_again_is_no_day_of_writing(journal: Journal, clock: Clock) -> None:
    on(clock, 8)
    week = save(journal, open_week(journal, None), "学了卷积")
    on(clock, 9)
    save(journal, week, "学")
    assert days(journal).behind["words"] == {date(2024, 7, 8): 4}


def test_s23_reviews_minutes_and_cards_to_come(journal: Journal, clock: Clock) -> None:
    with journal.store.write() as session:
        cards.ensure(session, {"convolution": ["places"]}, now=NOW)
        (card,) = cards.of_concept(session, "convolution")
        session.add(review_of(card.id, date(2024, 7, 9)))
        card.due = date(2024, 7, 1)
        session.add(card)
    start(journal, "CNN")
    clock.now += timedelta(minutes=25)
    stop(journal)
    found = days(journal)
    assert found.behind["reviews"] == {date(2024, 7, 9): 1}
    assert found.behind["minutes"] == {WEDNESDAY: 25}
    assert found.due == {WEDNESDAY: 1}


def test_only_the_weeks_that_are_asked_for_are_read(journal: Journal, clock: Clock) -> None:
    for day in (5, 8):
        on(clock, day)
        add_entry(journal, "学了卷积")
    on(clock, 10)
    assert list(days(journal, 1).behind["words"]) == [date(2024, 7, 8)]
    assert list(days(journal, 2).behind["words"]) == [date(2024, 7, 5), date(2024, 7, 8)]
