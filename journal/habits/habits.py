"""Habits: measured by the app, or entered by hand: phone pickups, pages, minutes, anything."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.dates import Period
from journal.core.formatting import quantity
from journal.core.messages import UserError, in_every_language, say
from journal.db import focus, habit_entries, totals, undo_log, weeks
from journal.db.database import Session
from journal.db.tables import HabitEntry
from journal.habits.amounts import MEASURED, PHONE, Habit, by_week
from journal.habits.days import focus_by_day, written_by_day
from journal.log.counting import body_count
from journal.opening.at_once import DATED_BACK
from journal.opening.journal import Journal
from journal.weeks.weeks import last_weeks

WEEKS = 8
"""How many weeks the figures cover."""
LONGEST = 24
"""Characters of the longest name."""

ByDay = dict[date, float]


@dataclass(frozen=True)
class HabitsView:
    """The habits of recent weeks, as plain values."""

    weeks: tuple[Period, ...]
    habits: tuple[Habit, ...]


def habits(journal: Journal, count: int = WEEKS, day: date | None = None) -> HabitsView:
    """The weekly totals of every habit for the `count` weeks (at least two) up to a day, by default today.

    Measured habits come first, then the phone, then the user's own in order of their first entries.
    """
    with journal.store.read() as session:
        periods = last_weeks(journal, session, count, day)
        found = {**_measured(journal, session, periods), **_marked(session, periods[-1][1])}
    return HabitsView(tuple(periods), tuple(_habit(name, days, periods) for name, days in found.items()))


def title_of(name: str) -> str:
    """How a habit is called: those that the app knows in the language of the user."""
    return say(f"habits.{name}") if name in (*MEASURED, PHONE) else name


def mark(journal: Journal, name: str, amount: float = 1) -> HabitEntry:
    """Adds a habit entry now. Raises UserError for an invalid name or a non-positive amount."""
    habit = stored_name(name)
    if not (math.isfinite(amount) and amount > 0):
        raise UserError("habits.no_amount")
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "tallied", title=title_of(habit))
        runs = focus.running(session)
        habit_entry = HabitEntry(
            habit=habit, at=journal.clock(), day=journal.today, amount=amount, focus_id=runs.id if runs else None
        )
        return habit_entries.add(session, habit_entry)


def mark_line(journal: Journal, line: str) -> HabitEntry:
    """Marks a habit as it is typed in one line: a name, and after it an amount unless it is one (`读书 30`)."""
    name, _, last = line.strip().rpartition(" ")
    try:
        return mark(journal, name, float(last)) if name else mark(journal, line)
    except ValueError:
        return mark(journal, line)


def this_week(journal: Journal, name: str) -> float:
    """This week's total of a habit."""
    return next((each.value for each in habits(journal).habits if each.name == name), 0.0)


def take_back(journal: Journal, name: str) -> HabitEntry:
    """Removes the last entry of a habit; a habit without entries disappears. Raises UserError when it has none."""
    habit = stored_name(name)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "untallied", title=title_of(habit))
        last = habit_entries.take_back(session, habit)
    if last is None:
        raise UserError("habits.no_mark", title=title_of(habit))
    return last


def stored_name(name: str) -> str:
    """How a habit that a user calls `name` is stored. Raises UserError for none, a long one, and a measured one."""
    words = " ".join(unicodedata.normalize("NFKC", name).split())
    if not words or len(words) > LONGEST:
        raise UserError("habits.no_name", longest=LONGEST)
    known = {
        title.casefold(): each for each in (*MEASURED, PHONE) for title in (each, *in_every_language(f"habits.{each}"))
    }
    habit = known.get(words.casefold(), words)
    if habit in MEASURED:
        raise UserError("habits.is_measured", title=title_of(habit))
    return habit


def _habit(name: str, days: ByDay, periods: Sequence[Period]) -> Habit:
    return Habit(name, title_of(name), by_week(days, periods), name in MEASURED)


def _measured(journal: Journal, session: Session, periods: Sequence[Period]) -> dict[str, ByDay]:
    """What the app counts, by day; all words of a log stand on its first day, and so in its week."""
    first = periods[0][0]
    words: ByDay = {}
    for week in weeks.since(session, first):
        words[week.starts] = words.get(week.starts, 0) + body_count(week.body)
    reviewed = [each for each in totals.days(session) if each.day >= first]
    return {
        "words": words,
        "entries": dict.fromkeys(written_by_day(journal, session, first).words, 1.0),
        "focus": {day: float(minutes) for day, minutes in focus_by_day(journal, session, first).items()},
        "reviews": {each.day: float(each.reviews) for each in reviewed},
        "review_minutes": {each.day: each.seconds / 60 for each in reviewed},
    }


def _marked(session: Session, until: date) -> dict[str, ByDay]:
    """What is marked by hand, by day."""
    found: dict[str, ByDay] = {PHONE: {}}
    for habit, day, amount in habit_entries.by_day(session, until=until):
        if habit != DATED_BACK:
            found.setdefault(habit, {})[day] = amount
    return found


def change_text(habit: Habit) -> str:
    """This week against the last one: `12 → 5 (-7)`; the difference, if any, is that of the figures as shown."""
    before, now = quantity(habit.before), quantity(habit.value)
    delta = float(now) - float(before)
    change = f" ({'+' if delta > 0 else '-'}{quantity(abs(delta))})" if delta else ""
    return f"{before} → {now}{change}"
