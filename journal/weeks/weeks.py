"""The weekly logs: opened, saved, imported, found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.core.dates import Period
from journal.core.marks import brief
from journal.core.messages import UserError
from journal.db import cards, habit_entries, mentions, undo_log, versions, weeks
from journal.db.database import Session
from journal.db.tables import HabitEntry, Week
from journal.log.counting import body_count
from journal.log.date_words import read_dated
from journal.log.periods import IsoWeek, weeks_until
from journal.log.week_names import Numbered, read_week_name
from journal.opening.at_once import DATED_BACK
from journal.opening.journal import Journal
from journal.weeks.open_weeks import OpenWeek as OpenWeek
from journal.weeks.open_weeks import new_week as new_week
from journal.weeks.open_weeks import open_day as open_day
from journal.weeks.open_weeks import open_week as open_week
from journal.weeks.open_weeks import opened_for_editing
from journal.weeks.week_rows import WeekRow

WROTE = "wrote"
"""The step of writing on in a week: it goes on until the text is kept as a version."""


def subject_of(week_id: int) -> str:
    """What a step that writes in a week is done to."""
    return f"week {week_id}"


def row_of(journal: Journal, week: Week, is_current: bool) -> WeekRow:
    """A week as it stands in a list."""
    assert week.id is not None
    words = body_count(week.body)
    return WeekRow(week.id, week.number, week.starts, week.ends, week.title, words, journal.settings.quota, is_current)


def last_weeks(journal: Journal, session: Session, count: int, day: date | None = None) -> list[Period]:
    """First and last day of `count` weeks up to that of a day, else to that of today; some may have no log."""
    written = [(starts, ends) for _, starts, ends in weeks.periods(session)]
    return weeks_until(day or journal.today, count, written, journal.settings.first_weekday)


def save(journal: Journal, week: OpenWeek, body: str, *, keeps: bool = False) -> OpenWeek:
    """Stores the body of a week in one transaction: text, mentions, and new cards.

    If another program has changed the week since it was opened, both texts are kept, this one below the other.
    What stood there is kept as a version where it was more than typed on, or when this `keeps` it in any case.
    """
    now = journal.clock()
    with journal.store.write() as session:
        if week.id is None:
            step = undo_log.begin(session, now, WROTE, title=week.title)
            stored = _first_words(journal, session, week, body)
            step.subject = subject_of(stored.id)
        else:
            found = weeks.by_id(session, week.id)
            if found is None:
                raise UserError("weeks.gone", title=week.title)
            elsewhere = found.body not in (week.body, body)
            both = f"{found.body.rstrip()}\n\n{body}" if elsewhere else body
            on = not elsewhere and versions.types_on(found, both, now)
            undo_log.begin(session, now, WROTE, subject_of(week.id), goes_on=on and not keeps, title=week.title)
            if keeps:
                versions.keep(session, found)
            weeks.save_body(session, week.id, both, now, from_elsewhere=elsewhere)
            stored = found
        reindex_week(journal, session, stored)
        return opened_for_editing(journal, stored)


def rewrite(journal: Journal, week_id: int, body: str) -> OpenWeek:
    """Replaces the text of a week; the old one is kept as a version. Raises KeyError for an unknown id."""
    with journal.store.write() as session:
        week = weeks.by_id(session, week_id)
        if week is None:
            raise KeyError(week_id)
        undo_log.begin(session, journal.clock(), "rewrote", subject_of(week_id), title=week.title)
        weeks.save_body(session, week_id, body, journal.clock(), from_elsewhere=True)
        reindex_week(journal, session, week)
        return opened_for_editing(journal, week)


def below(body: str, text: str) -> str:
    """A text with another one below it."""
    return f"{body.rstrip()}\n\n{text}".lstrip() if body.strip() else text


@dataclass(frozen=True)
class AddedEntry:
    """One entry as it was added: to which week, for which day, what."""

    week: Week
    day: date
    text: str


def add_entry(journal: Journal, text: str) -> AddedEntry:
    """Appends one entry to the log of the week that its date word names (`昨天：…`), else to that of today.

    Raises UserError for an entry without words.
    """
    day, entry = read_dated(text, journal.today)
    if not entry.strip():
        raise UserError("weeks.nothing_to_add")
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "added", text=entry.strip())
        week = weeks.on_day(session, day)
        if week is None:
            week = _first_words(journal, session, new_week(journal, session, day), entry.strip())
        else:
            both = f"{week.body.rstrip()}\n\n{entry.strip()}\n".lstrip()
            weeks.save_body(session, week.id, both, journal.clock(), from_elsewhere=True)
        reindex_week(journal, session, week)
        if day < journal.today:
            _note_day(journal, session, day, body_count(entry))
    return AddedEntry(week, day, entry.strip())


def _note_day(journal: Journal, session: Session, day: date, words: int) -> None:
    """Notes that some words that were written today are about an earlier day."""
    habit_entries.add(session, HabitEntry(habit=DATED_BACK, at=journal.clock(), day=day, amount=words))


def find_week(journal: Journal, name: str) -> Week:
    """The week that a user calls `name`: an id, a number, an ISO week, or a day in it. Raises UserError."""
    named = read_week_name(name, journal.today)
    with journal.store.read() as session:
        match named:
            case Numbered(number, or_id):
                week = weeks.by_number(session, number) or (weeks.by_id(session, number) if or_id else None)
            case IsoWeek(year, number):
                week = weeks.in_iso_week(session, year, number)
            case date():
                week = weeks.on_day(session, named)
    if week is None:
        raise UserError("weeks.no_such_week", name=brief(name))
    return week


def _first_words(journal: Journal, session: Session, week: OpenWeek, body: str) -> Week:
    """Stores a week that has none yet; another program may have done so meanwhile, then the words go below its own."""
    there = weeks.on_day(session, week.starts)
    if there is not None and there.id is not None and there.starts == week.starts:
        both = f"{there.body.rstrip()}\n\n{body}".lstrip()
        weeks.save_body(session, there.id, both, journal.clock(), from_elsewhere=True)
        return there
    return weeks.add(
        session,
        number=week.number,
        starts=week.starts,
        ends=week.ends,
        title=week.title,
        body=body,
        now=journal.clock(),
    )


def reindex_week(journal: Journal, session: Session, week: Week) -> int:
    """Re-indexes a week: stores its mentions and creates new cards; returns how many."""
    assert week.id is not None
    found = list(journal.mention_spans(week.body))
    mentions.replace(session, week.id, found)
    cards.forget_unasked(session, week.id, {place.concept for place in found})
    return cards.ensure(
        session, questions_of(journal, (place.concept for place in found)), now=journal.clock(), week_id=week.id
    )


def questions_of(journal: Journal, concepts: Iterable[str]) -> dict[str, list[str]]:
    """The questions and tasks of some concepts, by concept, in the order of the library's own."""
    wanted = set(concepts)
    return {
        concept.id: list(concept.all_asked) for concept in journal.library.outlines.values() if concept.id in wanted
    }
