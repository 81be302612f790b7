"""The marks of habits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session

from journal.db import habit_entries
from journal.db.database import Store
from journal.db.tables import Focus, HabitEntry
from tests.support.store import DAY, NOW, Counting


def mark(session: Session, habit: str, amount: float = 1, day: date = DAY, focus_id: int | None = None) -> HabitEntry:
    return habit_entries.add(session, HabitEntry(habit=habit, at=NOW, day=day, amount=amount, focus_id=focus_id))


def test_marks_add_up_by_habit_and_day_the_habit_first_marked_first(store: Store, counting: Counting) -> None:
    with store.write() as session:
        mark(session, "reading", 30, DAY + timedelta(days=1))
        mark(session, "phone")
        mark(session, "reading", 12.5, DAY + timedelta(days=1))
        mark(session, "phone", day=DAY - timedelta(days=3))
        mark(session, "phone")
        mark(session, "later", day=DAY + timedelta(days=2))
    with store.read() as session, counting() as statements:
        found = habit_entries.by_day(session, until=DAY + timedelta(days=1))
    assert len(statements) == 1
    assert found == [
        ("reading", DAY + timedelta(days=1), 42.5),
        ("phone", DAY, 2),
        ("phone", DAY - timedelta(days=3), 1),
    ]


def test_the_last_mark_of_a_habit_is_taken_back_and_no_other(store: Store) -> None:
    with store.write() as session:
        for habit, amount in (("phone", 1), ("reading", 5), ("phone", 2), ("reading", 7)):
            mark(session, habit, amount)
        last = habit_entries.take_back(session, "phone")
        assert last
        assert last.amount == 2
        assert habit_entries.take_back(session, "swimming") is None
    with store.read() as session:
        assert habit_entries.by_day(session, until=DAY) == [("phone", DAY, 1), ("reading", DAY, 12)]


def test_the_marks_of_one_habit_since_a_day_and_in_one_session(store: Store) -> None:
    with store.write() as session:
        focus = Focus(topic="CNN", minutes=25, started=NOW)
        session.add(focus)
        session.flush()
        mark(session, "phone", day=DAY - timedelta(days=1))
        inside = mark(session, "phone", focus_id=focus.id)
        mark(session, "reading", focus_id=focus.id)
        mark(session, "phone", 2, focus_id=focus.id)
    with store.read() as session:
        assert [each.id for each in habit_entries.of_habit(session, "phone", DAY)] == [inside.id, inside.id + 2]
        assert habit_entries.of_focus(session, "phone", focus.id) == 3
        assert habit_entries.of_focus(session, "phone", 99) == 0
