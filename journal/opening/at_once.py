"""What is over before the tables are loaded: an entry added, a line parked, the weeks listed, what is due counted.

Each has its full form in another module. Where more than the ordinary is to be done, `opened_at_once` gives None, or
UnusualError is raised before anything was changed, and the full form does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import capturing
from journal.db.direct import DirectStore, Session, UnusualError, open_direct, troubles_unusual
from journal.library.library import read_library
from journal.log.counting import body_count
from journal.log.date_words import read_dated
from journal.log.headings import title_of
from journal.log.periods import new_number, new_period, rhythm_of
from journal.opening.journal import Journal, check_topics, fingerprint, index_of, make_private

if TYPE_CHECKING:
    from journal.db.database import Store
    from journal.memory.fitting.trainer import Trainer
    from journal.runner.client import Runner

DATED_BACK = "words"
"""Under which name it is tallied that words are about an earlier day than that of their writing."""

Value = TypeVar("Value")


class Nothing:
    """Stands where nothing is run."""

    def close(self) -> None:
        """Has nothing to close."""


class Added(NamedTuple):
    """One entry as it was added: to which week, for which day, what."""

    week_id: int
    title: str
    day: date
    text: str


def at_once(
    settings: Settings, work: Callable[[Journal], Value], clock: Callable[[], datetime] = datetime.now
) -> Value:
    """Does some work on the journal without loading the tables. Raises UnusualError where that cannot be done.

    Whatever else SQLite or the disk complain of raises that as well: nothing was changed, and the full form says it.
    """
    with troubles_unusual(), _opened(settings, clock) as journal:
        return work(journal)


@contextmanager
def _opened(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Journal]:
    make_private(settings)
    store = open_direct(settings.database, clock().date())
    with closing(store):
        library = read_library(settings.concepts, index=index_of(settings))
        check_topics(settings, library)
        journal = Journal(
            settings,
            cast("Store", store),
            library,
            cast("Runner", Nothing()),
            clock,
            trainer=cast("Trainer", Nothing()),
        )
        with store.read() as session:
            if not capturing.is_current(session, fingerprint(library), journal.today):
                raise UnusualError
        yield journal


def add_entry(journal: Journal, text: str) -> Added:
    """Appends one entry to the log of the week that its date word names (`昨天：…`), else to that of today.

    Raises UserError for an entry without words.
    """
    day, entry = read_dated(text, journal.today)
    entry = entry.strip()
    if not entry:
        raise UserError("weeks.nothing_to_add")
    now = journal.clock()
    with _writing(journal) as session:
        step = capturing.begin(session, now, "added", text=entry)
        week_id, title, body = _written(journal, session, day, entry, now)
        _reindex_week(journal, session, week_id, body, now)
        if day < journal.today:
            capturing.note_words(session, DATED_BACK, now, day, body_count(entry))
        capturing.end(session, step)
    return Added(week_id, title, day, entry)


def park(journal: Journal, text: str) -> tuple[int, str, int | None]:
    """Puts a line aside, in the week of today if it has a log; gives its id, the line, and the id of the week.

    Raises UserError for a line without words.
    """
    line = " ".join(text.split())
    if not line:
        raise UserError("items.nothing_to_park")
    concepts = list(dict.fromkeys(place.concept for place in journal.mention_spans(line)))
    with _writing(journal) as session:
        step = capturing.begin(session, journal.clock(), "parked", text=line)
        week = capturing.on_day(session, journal.today)
        item = capturing.add_parked(session, line, concepts, week.id if week else None, journal.clock())
        capturing.end(session, step)
    return item, line, week.id if week else None


@contextmanager
def _writing(journal: Journal) -> Iterator[Session]:
    with cast(DirectStore, journal.store).write() as session:
        if not capturing.is_current(session, fingerprint(journal.library), journal.today):
            raise UnusualError
        yield session


def _written(journal: Journal, session: Session, day: date, entry: str, now: datetime) -> tuple[int, str, str]:
    """Puts an entry below the text of the week of a day, or begins that week; gives its id, title and text."""
    week = capturing.on_day(session, day)
    if week is None:
        return _begun(journal, session, day, entry, now)
    body = f"{week.body.rstrip()}\n\n{entry}\n".lstrip()
    capturing.write_on(session, week, body, now)
    return week.id, week.title, body


def _begun(journal: Journal, session: Session, day: date, entry: str, now: datetime) -> tuple[int, str, str]:
    known, rule = capturing.periods(session), journal.settings.weeks
    periods = [(starts, ends) for _, starts, ends in known]
    starts, ends = new_period(day, periods, rhythm_of(periods, rule, journal.settings.first_weekday))
    number = new_number((starts, ends), known, rule)
    title = title_of(number, starts, ends)
    if capturing.on_day(session, starts) is not None:  # perhaps the same week, perhaps one that shares the day
        raise UnusualError
    return capturing.add_week(session, number, starts, ends, title, entry, now), title, entry


def _reindex_week(journal: Journal, session: Session, week_id: int, body: str, now: datetime) -> None:
    """Stores where a week speaks of concepts, and makes the cards that this brings."""
    found = list(journal.mention_spans(body))
    concepts = {place.concept for place in found}
    capturing.replace_mentions(session, week_id, found)
    capturing.forget_unasked(session, week_id, concepts)
    outlines = journal.library.outlines.values()
    questions = {each.id: each.all_asked for each in outlines if each.id in concepts}
    capturing.ensure_cards(session, questions, now, week_id)
