"""What the log leaves open: noted from its sentences or parked, dismissed, done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from journal.desk import Desk
from journal.desk.concepts import due_text
from journal.desk.weeks import questions_of
from journal.store import cards, items, steps, weeks
from journal.store.database import Session
from journal.store.tables import Item, Week
from journal.text.weeks import period_of
from journal.words import UserError, say

KINDS = ("later", "confusion", "idea", "claim", "term", "parked")
"""For later, two concepts taken for each other, an idea, a claim to check, a name without a concept, put aside."""

PAIR = " / "
"""Stands between the names of two concepts that are taken for each other."""


@dataclass(frozen=True)
class Entry:
    """Something left open. Without an id it is only proposed: nothing is stored of it yet.

    `weeks_old` counts from the week that it comes from, in weeks of the log.
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

    @property
    def state(self) -> Literal["proposed", "open", "done", "dismissed"]:
        """How it stands."""
        if self.dismissed:
            return "dismissed"
        if self.done:
            return "done"
        return "proposed" if self.id is None else "open"

    @property
    def title(self) -> str:
        """What it is, for a list: `BP or BN?` for a pair."""
        first, pair, second = self.text.partition(PAIR)
        if self.kind == "confusion" and pair:
            return say("items.pair", first=first, second=second)
        return self.text

    def when(self, today: date) -> str:
        """When it is due and how old it is, as far as there is anything to say."""
        parts = []
        if self.due:
            over = self.due < today
            parts.append(say("items.was_due", day=f"{self.due:%m.%d}") if over else due_text(self.due, today))
        if self.weeks_old:
            parts.append(say("items.weeks_old", n=self.weeks_old))
        return " · ".join(parts)


def open_items(desk: Desk, *, and_done: bool = False) -> list[Entry]:
    """What was taken or parked and is still open, or what is done as well: what is due comes first."""
    with desk.store.read() as session:
        current = current_start(desk, session)
        return [_entry(desk, item, week, current) for item, week in items.listed(session, and_done=and_done)]


def take(desk: Desk, entry: Entry) -> Entry:
    """Notes what was proposed, or opens again what was done or dismissed.

    The questions of two concepts that are taken for each other go to the review list.
    """
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "took", text=entry.title)
        if entry.kind == "confusion":
            cards.ensure(session, questions_of(desk, entry.concepts), now=desk.clock())
        return _decided(desk, session, entry)


def dismiss(desk: Desk, entry: Entry) -> Entry:
    """Puts it away for good: the same sentence proposes it no more."""
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "dismissed", text=entry.title)
        return _decided(desk, session, entry, dismissed=True)


def finish(desk: Desk, entry: Entry) -> Entry:
    """Marks it as done."""
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "finished", text=entry.title)
        return _decided(desk, session, entry, done=desk.clock())


def finish_by_id(desk: Desk, item_id: int) -> Item:
    """Marks the item with this id as done. Raises UserError when there is none."""
    with desk.store.write() as session:
        step = steps.begin(session, desk.clock(), "finished")
        item = items.decide(session, item_id, done=desk.clock())
        if item is None:
            raise UserError("items.no_such_item", id=item_id)
        step.told = {"text": item.text}
        return item


def park(desk: Desk, text: str) -> Item:
    """Puts a line aside, in the week of today if it has a log. Raises UserError for a line without words."""
    line = " ".join(text.split())
    if not line:
        raise UserError("items.nothing_to_park")
    concepts = list(dict.fromkeys(place.concept for place in desk.places(line)))
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "parked", text=line)
        week = weeks.on_day(session, desk.today)
        item = Item(
            kind="parked", text=line, week_id=week.id if week else None, concepts=concepts, created=desk.clock()
        )
        return items.add(session, item)


def current_start(desk: Desk, session: Session) -> date:
    """The first day of the week that it is."""
    week = weeks.on_day(session, desk.today)
    return week.starts if week else period_of(desk.today, desk.settings.first_weekday)[0]


def weeks_between(starts: date, current: date) -> int:
    """How many weeks lie between two weeks that begin on these days; weeks of the log may share a day."""
    return max(0, round((current - starts).days / 7))


def _decided(
    desk: Desk, session: Session, entry: Entry, *, done: datetime | None = None, dismissed: bool = False
) -> Entry:
    """Stores what was decided of an entry; one that was only proposed gets its id."""
    if entry.id is not None and items.decide(session, entry.id, done=done, dismissed=dismissed):
        return replace(entry, done=done, dismissed=dismissed)
    item = Item(
        kind=entry.kind,
        text=entry.text,
        sentence=entry.sentence,
        week_id=entry.week_id,
        concepts=list(entry.concepts),
        created=desk.clock(),
        due=entry.due,
        done=done,
        dismissed=dismissed,
    )
    return replace(entry, id=items.add(session, item).id, done=done, dismissed=dismissed)


def _entry(desk: Desk, item: Item, week: Week | None, current: date) -> Entry:
    starts = week.starts if week else period_of(item.created.date(), desk.settings.first_weekday)[0]
    return Entry(
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
    )
