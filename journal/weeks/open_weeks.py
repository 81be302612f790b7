"""The week that is opened for editing, read before the tables are loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from journal.db import capturing
from journal.db.plain import Reading
from journal.log.headings import title_of
from journal.log.periods import new_number, new_period, rhythm_of
from journal.opening.journal import Journal
from journal.weeks.week_rows import name_of

if TYPE_CHECKING:
    from journal.db.capturing import StoredWeek
    from journal.db.tables import Week


@dataclass(frozen=True)
class OpenWeek:
    """A week open for editing. Without an id it is not stored yet; it is created with its first words."""

    id: int | None
    number: int | None
    starts: date
    ends: date
    title: str
    body: str
    goal: int
    is_past: bool = False

    @property
    def name(self) -> str:
        """The title, and the days where it does not name them."""
        return name_of(self.title, self.starts, self.ends)


def open_week(journal: Journal, week_id: int | None) -> OpenWeek:
    """The week with this id, else the week of today, else a new one of today that follows the last."""
    with journal.store.read() as session:
        week = (capturing.by_id(session, week_id) if week_id else None) or capturing.on_day(session, journal.today)
        return opened_for_editing(journal, week) if week else new_week(journal, session, journal.today)


def open_day(journal: Journal, day: date) -> OpenWeek:
    """The week of a day, or a new one that follows the last."""
    with journal.store.read() as session:
        week = capturing.on_day(session, day)
        return opened_for_editing(journal, week) if week else new_week(journal, session, day)


def new_week(journal: Journal, session: Reading, day: date) -> OpenWeek:
    """The week of a day that has no log, not stored yet: its days and its number follow from the others."""
    known = capturing.periods(session)
    periods, rule = [(starts, ends) for _, starts, ends in known], journal.settings.weeks
    starts, ends = new_period(day, periods, rhythm_of(periods, rule, journal.settings.first_weekday))
    number = new_number((starts, ends), known, rule)
    return OpenWeek(None, number, starts, ends, title_of(number, starts, ends), "", journal.settings.quota)


def opened_for_editing(journal: Journal, week: StoredWeek | Week) -> OpenWeek:
    """A stored week, as it is opened."""
    return OpenWeek(
        week.id,
        week.number,
        week.starts,
        week.ends,
        week.title,
        week.body,
        journal.settings.quota,
        is_past=week.ends < journal.today,
    )
