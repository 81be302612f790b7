"""The weeks in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journal.core.messages import say
from journal.db import capturing
from journal.log.counting import body_count
from journal.opening.journal import Journal


@dataclass(frozen=True)
class WeekRow:
    """A week in a list; `words` are those that the quota counts."""

    id: int
    number: int | None
    starts: date
    ends: date
    title: str
    words: int
    goal: int
    is_current: bool

    @property
    def name(self) -> str:
        """The title, and the days where it does not name them."""
        return name_of(self.title, self.starts, self.ends)


def name_of(title: str, starts: date, ends: date) -> str:
    """The title of a week, and its days where the title does not name them."""
    return title if any(map(str.isdecimal, title)) else f"{title}  {date_range(starts, ends)}"


def date_range(starts: date, ends: date) -> str:
    """Two days as `07.07 – 07.14`."""
    return say("dates.span", first=f"{starts:%m.%d}", last=f"{ends:%m.%d}")


def all_weeks(journal: Journal) -> list[WeekRow]:
    """Every week, oldest first."""
    with journal.store.read() as session:
        found = capturing.all_weeks(session)
        current = capturing.on_day(session, journal.today)
    quota = journal.settings.quota
    return [
        WeekRow(week.id, week.number, week.starts, week.ends, week.title, body_count(week.body), quota, week == current)
        for week in found
    ]
