"""What the log leaves open: noted from its sentences or parked, dismissed, done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from journal.desk import Desk
from journal.desk.concepts import due_text
from journal.desk.weeks import questions_of
from journal.settings import write_setting
from journal.store import cards, focus, items, steps, weeks
from journal.store.database import Session
from journal.store.tables import Item, Week
from journal.text.datewords import due_day
from journal.text.findings import FINDINGS
from journal.text.weeks import period_of
from journal.words import UserError, say

KINDS = ("later", "confusion", "idea", "claim", "term", "goal", "parked")
"""For later, two concepts taken for each other, an idea, a claim to check, a name without a concept, how much a week
should hold, put aside."""

ASKED_EVERY = 4
"""Weeks after which what was deferred on purpose is asked about again: once a month."""

PAIR = " / "
"""Stands between the names of two concepts that are taken for each other."""


@dataclass(frozen=True)
class Entry:
    """Something left open. Without an id it is only proposed: nothing is stored of it yet.

    `weeks_old` counts from the week that it comes from, in weeks of the log. `parked_from` is the topic of the session
    of focus that it was parked in, if it was. `finding` is what came of it once it is done, one of `FINDINGS`.
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
        """Whether the log puts it off on purpose: it is to do only once a day is set for it."""
        return self.kind == "parked" and bool(self.sentence) and self.due is None

    @property
    def is_asked(self) -> bool:
        """Whether this is the week of the month in which it is asked about, since it was deferred."""
        return self.state == "open" and self.is_deferred and self.weeks_old > 0 and self.weeks_old % ASKED_EVERY == 0

    @property
    def state(self) -> Literal["proposed", "open", "done", "dismissed"]:
        """How it stands."""
        if self.dismissed:
            return "dismissed"
        if self.done:
            return "done"
        return "proposed" if self.id is None else "open"

    @property
    def stands(self) -> str:
        """How it stands, or what came of it, in words."""
        return say(f"items.found_{self.finding}" if self.finding else f"items.state_{self.state}")

    @property
    def title(self) -> str:
        """What it is, for a list: `BP or BN?` for a pair."""
        first, pair, second = self.text.partition(PAIR)
        if self.kind == "confusion" and pair:
            return say("items.pair", first=first, second=second)
        if self.kind == "goal":
            return say("items.goal_of", n=self.text)
        return say("items.take_up", text=self.text) if self.is_asked else self.text

    @property
    def since(self) -> str:
        """Since which week it waits, and how long."""
        if self.week_number is None:
            return say("items.late", n=self.weeks_old)
        return say("items.since", number=self.week_number, n=self.weeks_old)

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
        topics = focus.topics(session)
        found = items.listed(session, and_done=and_done)
        return [entry_of(desk, item, week, current, topics.get(item.focus_id or 0, "")) for item, week in found]


def parked_in(desk: Desk, focus_id: int) -> list[Entry]:
    """What was parked in a session of focus and is still open."""
    with desk.store.read() as session:
        inside = {item.id for item in items.of_focus(session, focus_id)}
    return [each for each in open_items(desk) if each.id in inside]


def without_deferred(entries: Sequence[Entry]) -> list[Entry]:
    """Those to be reminded of: not what was deferred on purpose, save in the week in which it is asked about."""
    return [each for each in entries if each.is_asked or not each.is_deferred]


def carried_into(desk: Desk, week_id: int | None) -> list[Entry]:
    """What earlier weeks left to do and handed on to a week, done or not, with its age then: the oldest first.

    None is the week of today where it has no log yet: what it will be handed with its first words.
    """
    with desk.store.read() as session:
        week = weeks.by_id(session, week_id) if week_id is not None else None
        starts = week.starts if week else current_start(desk, session)
        rows = items.carried_into(session, week.id) if week else items.not_done(session, starts)
        return [entry_of(desk, item, origin, starts) for item, origin in rows]


def items_of(desk: Desk, week: Week) -> list[Entry]:
    """What was noted of a week's own, done or not."""
    with desk.store.read() as session:
        return [entry_of(desk, item, week, week.starts) for item in items.of_week(session, week.id)]


def finished_in(desk: Desk, week_id: int) -> list[Entry]:
    """What was noted of a week or handed on to it, and is done."""
    with desk.store.read() as session:
        week = weeks.by_id(session, week_id)
    entries = [*items_of(desk, week), *carried_into(desk, week_id)] if week else []
    return [each for each in entries if each.done]


def schedule(desk: Desk, entry: Entry, words: str) -> Entry:
    """Gives what is open the day that `words` name, looking ahead: 明天, 周五, 7月20日, in two days, 2024-07-20.

    Raises UserError where they name no day.
    """
    due = due_day(words, desk.today)
    if due is None:
        raise UserError("items.no_due_day", words=words)
    if entry.id is not None:
        with desk.store.write() as session:
            steps.begin(session, desk.clock(), "scheduled", text=entry.title)
            items.schedule(session, entry.id, due)
    return replace(entry, due=due)


def take(desk: Desk, entry: Entry) -> Entry:
    """Notes what was proposed, or opens again what was done or dismissed.

    The questions of two concepts that are taken for each other go to the review list; a goal goes into the settings,
    and is done with that. What the log had deferred on purpose becomes something to do, today.
    """
    if entry.kind == "goal":
        write_setting(desk.settings.file, "quota", int(entry.text))
        return finish(desk, entry)
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "took", text=entry.title)
        if entry.kind == "confusion":
            cards.ensure(session, questions_of(desk, entry.concepts), now=desk.clock())
        if entry.id is not None and entry.is_deferred and entry.state == "open":
            items.schedule(session, entry.id, desk.today)
            entry = replace(entry, due=desk.today)
        taken = _decided(desk, session, entry)
        current = weeks.on_day(session, desk.today)
        if current is not None:
            items.carry(session, current)
        return taken


def dismiss(desk: Desk, entry: Entry) -> Entry:
    """Puts it away for good: the same sentence proposes it no more."""
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "dismissed", text=entry.title)
        return _decided(desk, session, entry, dismissed=True)


def finish(desk: Desk, entry: Entry, finding: str = "") -> Entry:
    """Marks it as done, with what came of it."""
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "finished", text=entry.title)
        return _decided(desk, session, entry, done=desk.clock(), finding=finding)


def finish_by_id(desk: Desk, item_id: int, finding: str = "") -> Item:
    """Marks the item with this id as done. Raises UserError when there is none, or that cannot come of it."""
    with desk.store.write() as session:
        item = items.by_id(session, item_id)
        if item is None:
            raise UserError("items.no_such_item", id=item_id)
        if finding and finding not in FINDINGS.get(item.kind, ()):
            told = {"kind": say(f"items.{item.kind}"), "finding": say(f"items.found_{finding}")}
            raise UserError("items.nothing_to_find", id=item_id, **told)
        steps.begin(session, desk.clock(), "finished", text=item.text)
        items.decide(session, item_id, done=desk.clock(), finding=finding)
        return item


def park(desk: Desk, text: str) -> Item:
    """Puts a line aside, in the week of today if it has a log, and in the session of focus that runs if one does.

    Raises UserError for a line without words.
    """
    line = " ".join(text.split())
    if not line:
        raise UserError("items.nothing_to_park")
    concepts = list(dict.fromkeys(place.concept for place in desk.places(line)))
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "parked", text=line)
        week = weeks.on_day(session, desk.today)
        runs = focus.running(session)
        item = Item(
            kind="parked",
            text=line,
            week_id=week.id if week else None,
            concepts=concepts,
            created=desk.clock(),
            focus_id=runs.id if runs else None,
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
    desk: Desk,
    session: Session,
    entry: Entry,
    *,
    done: datetime | None = None,
    dismissed: bool = False,
    finding: str = "",
) -> Entry:
    """Stores what was decided of an entry; one that was only proposed gets its id."""
    if entry.id is not None and items.decide(session, entry.id, done=done, dismissed=dismissed, finding=finding):
        return replace(entry, done=done, dismissed=dismissed, finding=finding)
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
        finding=finding,
    )
    return replace(entry, id=items.add(session, item).id, done=done, dismissed=dismissed, finding=finding)


def entry_of(desk: Desk, item: Item, week: Week | None, current: date, parked_from: str = "") -> Entry:
    """An item as it is shown, its age seen from the week that begins on `current`."""
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
        week_number=week.number if week else None,
        parked_from=parked_from,
        finding=item.finding,
    )
