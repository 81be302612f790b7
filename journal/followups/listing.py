"""A follow-up as it is shown, and those that are open: read without loading the tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from journal.core.due_dates import due_text
from journal.core.messages import say
from journal.db import capturing, items
from journal.db.plain import Reading
from journal.log.periods import period_of
from journal.opening.journal import Journal

KINDS = ("later", "confusion", "idea", "claim", "term", "goal", "parked")
"""For later, two concepts taken for each other, an idea, a claim to check, a name without a concept, how much a week
should hold, parked.
"""

ASKED_EVERY = 4
"""Weeks after which what was deferred on purpose is asked about again: once a month."""

PAIR = " / "
"""Stands between the names of two concepts that are confused."""


@dataclass(frozen=True)
class Followup:
    """A follow-up. Without an id it is only proposed: nothing is stored yet.

    `weeks_old` counts from the week that it comes from, in weeks of the log. `parked_from` is the topic of the focus
    session that it was parked in, if it was. `finding` is what came of it once it is done, one of `RESOLUTIONS`.
    """

    id: int | None
    kind: str
    text: str
    sentence: str
    week_id: int | None
    week_title: str
    concepts: tuple[str, ...]
    due: date | None
    weeks_old: int
    done: datetime | None = None
    dismissed: bool = False
    week_number: int | None = None
    parked_from: str = ""
    finding: str = ""

    @property
    def is_deferred(self) -> bool:
        """Whether the log defers it on purpose: it becomes a to-do only when a day is set."""
        return self.kind == "parked" and bool(self.sentence) and self.due is None

    @property
    def is_asked(self) -> bool:
        """Whether this is the week of the month in which it is asked about, since it was deferred."""
        return self.state == "open" and self.is_deferred and self.weeks_old > 0 and self.weeks_old % ASKED_EVERY == 0

    @property
    def state(self) -> Literal["proposed", "open", "done", "dismissed"]:
        """Its state."""
        if self.dismissed:
            return "dismissed"
        if self.done:
            return "done"
        return "proposed" if self.id is None else "open"

    @property
    def status(self) -> str:
        """Its state or resolution, in words."""
        return say(f"items.found_{self.finding}" if self.finding else f"items.state_{self.state}")

    @property
    def title(self) -> str:
        """Its title in a list: `BP or BN?` for a pair."""
        first, pair, second = self.text.partition(PAIR)
        if self.kind == "confusion" and pair:
            return say("items.pair", first=first, second=second)
        if self.kind == "goal":
            return say("items.goal_of", n=self.text)
        return say("items.take_up", text=self.text) if self.is_asked else self.text

    @property
    def since(self) -> str:
        """Since which week it has been open, and for how long."""
        if self.week_number is None:
            return say("items.late", n=self.weeks_old)
        return say("items.since", number=self.week_number, n=self.weeks_old)

    def when(self, today: date) -> str:
        """Its due date and age, where known."""
        parts = []
        if self.due:
            over = self.due < today
            parts.append(say("items.was_due", day=f"{self.due:%m.%d}") if over else due_text(self.due, today))
        if self.weeks_old:
            parts.append(say("items.weeks_old", n=self.weeks_old))
        return " · ".join(parts)


class Stored(Protocol):
    """An item, of whichever kind of session."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def week_id(self) -> int | None: ...
    @property
    def concepts(self) -> list[str]: ...
    @property
    def created(self) -> datetime: ...
    @property
    def due(self) -> date | None: ...
    @property
    def done(self) -> datetime | None: ...
    @property
    def dismissed(self) -> bool: ...
    @property
    def finding(self) -> str: ...


class Origin(Protocol):
    """The week that an item comes from."""

    @property
    def starts(self) -> date: ...
    @property
    def title(self) -> str: ...
    @property
    def number(self) -> int | None: ...


def open_followups(journal: Journal, *, and_done: bool = False) -> list[Followup]:
    """Follow-ups that are still open, optionally also those done; due ones come first."""
    with journal.store.read() as session:
        current = current_start(journal, session)
        topics = items.parked_from(session)
        found = items.open_items(session, and_done=and_done)
        return [followup_of(journal, item, week, current, topics.get(item.focus_id or 0, "")) for item, week in found]


def without_deferred(followups: Sequence[Followup]) -> list[Followup]:
    """The ones to remind of: without those deferred on purpose, except in the week in which they are asked about."""
    return [each for each in followups if each.is_asked or not each.is_deferred]


def current_start(journal: Journal, session: Reading) -> date:
    """The first day of the week that it is."""
    week = capturing.on_day(session, journal.today)
    return week.starts if week else period_of(journal.today, journal.settings.first_weekday)[0]


def weeks_between(starts: date, current: date) -> int:
    """How many weeks lie between two weeks that begin on these days; weeks of the log may share a day."""
    return max(0, round((current - starts).days / 7))


def followup_of(journal: Journal, item: Stored, week: Origin | None, current: date, parked_from: str = "") -> Followup:
    """A follow-up for display, its age relative to the week that begins on `current`."""
    starts = week.starts if week else period_of(item.created.date(), journal.settings.first_weekday)[0]
    return Followup(
        id=item.id,
        kind=item.kind,
        text=item.text,
        sentence=item.sentence,
        week_id=item.week_id,
        week_title=week.title if week else "",
        concepts=tuple(item.concepts),
        due=item.due,
        weeks_old=weeks_between(starts, current),
        done=item.done,
        dismissed=item.dismissed,
        week_number=week.number if week else None,
        parked_from=parked_from,
        finding=item.finding,
    )
