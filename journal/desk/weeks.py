"""The weekly logs: opened, saved, imported, found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.desk import Desk
from journal.desk.at_once import DATED_BACK
from journal.desk.week_rows import WeekRow, name_of
from journal.store import cards, mentions, steps, tallies, versions, weeks
from journal.store.database import Session
from journal.store.tables import Tally, Week
from journal.text.counting import body_count
from journal.text.dates import Period
from journal.text.datewords import read_dated
from journal.text.marks import brief
from journal.text.periods import new_number, new_period, rhythm_of
from journal.text.weeks import IsoWeek, Numbered, read_week_name, title_of, weeks_until
from journal.words import UserError

WROTE = "wrote"
"""The step of writing on in a week: it goes on until the text is kept as a version."""


@dataclass(frozen=True)
class OpenWeek:
    """A week as it is written on. Without an id it is not stored yet: that happens with its first words."""

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


def subject_of(week_id: int) -> str:
    """What a step that writes in a week is done to."""
    return f"week {week_id}"


def row_of(desk: Desk, week: Week, is_current: bool) -> WeekRow:
    """A week as it stands in a list."""
    assert week.id is not None
    words = body_count(week.body)
    return WeekRow(week.id, week.number, week.starts, week.ends, week.title, words, desk.settings.quota, is_current)


def open_week(desk: Desk, week_id: int | None) -> OpenWeek:
    """The week with this id, else the week of today, else a new one of today that follows the last."""
    with desk.store.read() as session:
        week = (weeks.by_id(session, week_id) if week_id else None) or weeks.on_day(session, desk.today)
        return _opened(desk, week) if week else new_week(desk, session, desk.today)


def last_weeks(desk: Desk, session: Session, count: int, day: date | None = None) -> list[Period]:
    """First and last day of `count` weeks up to that of a day, else to that of today; some may have no log."""
    written = [(starts, ends) for _, starts, ends in weeks.periods(session)]
    return weeks_until(day or desk.today, count, written, desk.settings.first_weekday)


def open_day(desk: Desk, day: date) -> OpenWeek:
    """The week of a day, or a new one that follows the last."""
    with desk.store.read() as session:
        week = weeks.on_day(session, day)
        return _opened(desk, week) if week else new_week(desk, session, day)


def save(desk: Desk, week: OpenWeek, body: str) -> OpenWeek:
    """Stores the body of a week in one transaction: its text, where it speaks of concepts, the cards they bring.

    When another program has changed the week since it was opened, both texts are kept, this one below the other.
    """
    now = desk.clock()
    with desk.store.write() as session:
        if week.id is None:
            step = steps.begin(session, now, WROTE, title=week.title)
            stored = _first_words(desk, session, week, body)
            step.subject = subject_of(stored.id)
        else:
            found = weeks.by_id(session, week.id)
            if found is None:
                raise UserError("weeks.gone", title=week.title)
            elsewhere = found.body not in (week.body, body)
            both = f"{found.body.rstrip()}\n\n{body}" if elsewhere else body
            on = not elsewhere and versions.types_on(found, both, now)
            steps.begin(session, now, WROTE, subject_of(week.id), goes_on=on, title=week.title)
            weeks.save_body(session, week.id, both, now, from_elsewhere=elsewhere)
            stored = found
        settle(desk, session, stored)
        return _opened(desk, stored)


def rewrite(desk: Desk, week_id: int, body: str) -> OpenWeek:
    """Puts another text in the place of a week's, which is kept as a version. Raises KeyError for an unknown id."""
    with desk.store.write() as session:
        week = weeks.by_id(session, week_id)
        if week is None:
            raise KeyError(week_id)
        steps.begin(session, desk.clock(), "rewrote", subject_of(week_id), title=week.title)
        weeks.save_body(session, week_id, body, desk.clock(), from_elsewhere=True)
        settle(desk, session, week)
        return _opened(desk, week)


def new_week(desk: Desk, session: Session, day: date) -> OpenWeek:
    """The week of a day that has no log, not stored yet: its days and its number follow from the others."""
    known = weeks.periods(session)
    periods, rule = [(starts, ends) for _, starts, ends in known], desk.settings.weeks
    starts, ends = new_period(day, periods, rhythm_of(periods, rule, desk.settings.first_weekday))
    number = new_number((starts, ends), known, rule)
    return OpenWeek(None, number, starts, ends, title_of(number, starts, ends), "", desk.settings.quota)


def below(body: str, text: str) -> str:
    """A text with another one below it."""
    return f"{body.rstrip()}\n\n{text}".lstrip() if body.strip() else text


@dataclass(frozen=True)
class Added:
    """One entry as it was added: to which week, for which day, what."""

    week: Week
    day: date
    text: str


def add_entry(desk: Desk, text: str) -> Added:
    """Appends one entry to the log of the week that its date word names (`昨天：…`), else to that of today.

    Raises UserError for an entry without words.
    """
    day, entry = read_dated(text, desk.today)
    if not entry.strip():
        raise UserError("weeks.nothing_to_add")
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "added", text=entry.strip())
        week = weeks.on_day(session, day)
        if week is None:
            week = _first_words(desk, session, new_week(desk, session, day), entry.strip())
        else:
            both = f"{week.body.rstrip()}\n\n{entry.strip()}\n".lstrip()
            weeks.save_body(session, week.id, both, desk.clock(), from_elsewhere=True)
        settle(desk, session, week)
        if day < desk.today:
            _note_day(desk, session, day, body_count(entry))
    return Added(week, day, entry.strip())


def _note_day(desk: Desk, session: Session, day: date, words: int) -> None:
    """Notes that some words that were written today are about an earlier day."""
    tallies.add(session, Tally(habit=DATED_BACK, at=desk.clock(), day=day, amount=words))


def find_week(desk: Desk, name: str) -> Week:
    """The week that a user calls `name`: an id, a number, an ISO week, or a day in it. Raises UserError."""
    named = read_week_name(name, desk.today)
    with desk.store.read() as session:
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


def _opened(desk: Desk, week: Week) -> OpenWeek:
    return OpenWeek(
        week.id,
        week.number,
        week.starts,
        week.ends,
        week.title,
        week.body,
        desk.settings.quota,
        is_past=week.ends < desk.today,
    )


def _first_words(desk: Desk, session: Session, week: OpenWeek, body: str) -> Week:
    """Stores a week that has none yet; another program may have done so meanwhile, then the words go below its own."""
    there = weeks.on_day(session, week.starts)
    if there is not None and there.id is not None and there.starts == week.starts:
        both = f"{there.body.rstrip()}\n\n{body}".lstrip()
        weeks.save_body(session, there.id, both, desk.clock(), from_elsewhere=True)
        return there
    return weeks.add(
        session,
        number=week.number,
        starts=week.starts,
        ends=week.ends,
        title=week.title,
        body=body,
        now=desk.clock(),
    )


def settle(desk: Desk, session: Session, week: Week) -> int:
    """Stores where a week speaks of concepts, and makes the cards that this brings; says how many."""
    assert week.id is not None
    found = list(desk.places(week.body))
    mentions.replace(session, week.id, found)
    cards.forget_unasked(session, week.id, {place.concept for place in found})
    return cards.ensure(
        session, questions_of(desk, (place.concept for place in found)), now=desk.clock(), week_id=week.id
    )


def questions_of(desk: Desk, concepts: Iterable[str]) -> dict[str, list[str]]:
    """The questions and tasks of some concepts, by concept, in the order of the library's own."""
    wanted = set(concepts)
    return {concept.id: list(concept.all_asked) for concept in desk.library.outlines.values() if concept.id in wanted}
