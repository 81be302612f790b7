"""Weeks and lines parked, written in SQL as it stands: row for row what the modules of the tables write.

What takes more than that (something that was undone waits to be redone, or something is to be carried into a week) is
left to them: it raises UnusualError.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from journal.core.search_terms import index_text
from journal.db import noting
from journal.db.direct import Session, UnusualError
from journal.db.plain import Reading, listed, moment, rows, value, written
from journal.db.plain import day as day_of

LEXICON = "lexicon"
"""The note of which lexicon the mentions were found with."""
INDEXED = ("search", "1")
"""The note of the way in which everything is indexed, and its present version."""
REPEATS = "repeats taken in"
"""The note that no repeats of an earlier version wait to be taken into the memories."""
KEPT = 500
"""How many of the latest steps can be undone."""


class StoredWeek(NamedTuple):
    """A week as it is stored."""

    id: int
    number: int | None
    starts: date
    ends: date
    title: str
    body: str
    updated: datetime


_WEEKS = "SELECT id, number, starts, ends, title, body, updated FROM week"
_LATEST = "ORDER BY starts DESC, id DESC LIMIT 1"


def all_weeks(session: Reading) -> list[StoredWeek]:
    """Every week, oldest first."""
    return [week_of(*row) for row in rows(session, f"{_WEEKS} ORDER BY starts, id")]


def by_id(session: Reading, week_id: int) -> StoredWeek | None:
    """The week with this id."""
    found = rows(session, f"{_WEEKS} WHERE id = ?", week_id)
    return week_of(*found[0]) if found else None


def on_day(session: Reading, day: date) -> StoredWeek | None:
    """The week that holds `day`; of two that share it, the one that begins later."""
    found = rows(session, f"{_WEEKS} WHERE starts <= ? AND ends >= ? {_LATEST}", str(day), str(day))
    return week_of(*found[0]) if found else None


def periods(session: Reading) -> list[tuple[int | None, date, date]]:
    """Number, first and last day of every week, oldest first."""
    found = rows(session, "SELECT number, starts, ends FROM week ORDER BY starts, id")
    return [(number, day_of(starts), day_of(ends)) for number, starts, ends in found]


def week_of(row: int, number: int | None, starts: str, ends: str, title: str, body: str, updated: str) -> StoredWeek:
    """A week of its columns, in their order."""
    return StoredWeek(row, number, day_of(starts), day_of(ends), title, body, moment(updated))


def is_current(session: Reading, fingerprint: str, day: date) -> bool:
    """Whether words and memories are as this version keeps them, and nothing is to be carried into a day's week."""
    week = on_day(session, day)
    return (
        _note(session, LEXICON) == fingerprint
        and _note(session, INDEXED[0]) == INDEXED[1]
        and _note(session, REPEATS) is not None
        and (week is None or not _to_carry(session, week.id, week.starts))
    )


def _note(session: Reading, key: str) -> str | None:
    found: str | None = value(session, 'SELECT value FROM meta WHERE "key" = ?', key)
    return found


def _to_carry(session: Reading, week_id: int, starts: date) -> bool:
    """Whether earlier weeks left something to do that has not been carried into a week yet."""
    query = """
        SELECT item.carried FROM item LEFT JOIN week ON week.id = item.week_id
        WHERE (item.kind = 'later' OR item.kind = 'parked' AND (item.sentence = '' OR item.due IS NOT NULL))
        AND coalesce(week.starts, date(item.created)) < ? AND item.done IS NULL AND item.dismissed IS 0"""
    return any(week_id not in json.loads(carried) for (carried,) in rows(session, query, str(starts)))


# --- steps --------------------------------------------------------------------------------------------------------


def begin(session: Session, now: datetime, what: str, **told: Any) -> int:
    """Begins a step, which notes what is changed from here on."""
    if value(session, "SELECT 1 FROM step WHERE undone LIMIT 1"):
        raise UnusualError
    noted = json.dumps(told, ensure_ascii=False)
    step = _insert(session, "step", at=written(now), what=what, told=noted, subject="", undone=False)
    noting.start(session, step)
    return step


def end(session: Session, step: int) -> None:
    """Ends a step; of the oldest ones no more are kept than can be undone."""
    noting.stop(session)
    oldest = f"SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET {KEPT}"
    session.exec_driver_sql(f"DELETE FROM step WHERE id <= ({oldest})")


# --- weeks --------------------------------------------------------------------------------------------------------


def add_week(
    session: Session, number: int | None, starts: date, ends: date, title: str, body: str, at: datetime
) -> int:
    """Stores a new week; gives its id."""
    now, days = written(at), {"starts": str(starts), "ends": str(ends)}
    is_taken = value(session, "SELECT 1 FROM week WHERE uid = ?", str(starts))
    uid = uuid4().hex if is_taken else str(starts)
    week_id = _insert(session, "week", number=number, **days, title=title, body=body, created=now, updated=now, uid=uid)
    _index(session, "week_words", week_id, f"{title}\n{body}")
    if _to_carry(session, week_id, starts):
        raise UnusualError
    return week_id


def write_on(session: Session, week: StoredWeek, body: str, at: datetime) -> None:
    """Makes `body` the text of a week; what stood there is kept as a version."""
    last = value(session, "SELECT body FROM version WHERE week_id = ? ORDER BY id DESC LIMIT 1", week.id)
    if week.body.strip() and last != week.body:
        _insert(session, "version", week_id=week.id, at=written(week.updated), body=week.body)
    session.exec_driver_sql("UPDATE week SET body = ?, updated = ? WHERE id = ?", (body, written(at), week.id))
    _index(session, "week_words", week.id, f"{week.title}\n{body}")


def replace_mentions(session: Session, week_id: int, found: Iterable[tuple[str, int, int]]) -> None:
    """Makes these (concept, start and end) the mentions of a week; only what differs is written."""
    had = {tuple(row) for row in rows(session, 'SELECT concept, start, "end" FROM mention WHERE week_id = ?', week_id)}
    has = set(found)
    for concept, start, _ in sorted(had - has):
        these = (week_id, concept, start)
        session.exec_driver_sql("DELETE FROM mention WHERE week_id = ? AND concept = ? AND start = ?", these)
    for place in sorted(has - had):
        session.exec_driver_sql("INSERT INTO mention VALUES (?, ?, ?, ?)", (week_id, *place))


def forget_unasked(session: Session, week_id: int, but: Iterable[str]) -> None:
    """Drops the cards that a week brought and that were never asked, of concepts that no week speaks of any longer."""
    session.exec_driver_sql(
        """DELETE FROM card WHERE week_id = ? AND repetitions = 0 AND concept NOT IN (SELECT value FROM json_each(?))
        AND concept NOT IN (SELECT concept FROM mention WHERE week_id != ?)""",
        (week_id, listed(but), week_id),
    )


def ensure_cards(session: Session, questions: Mapping[str, Sequence[str]], at: datetime, week_id: int) -> None:
    """Makes a card for each question of each concept that has none yet."""
    among = "SELECT concept, question FROM card WHERE concept IN (SELECT value FROM json_each(?))"
    known = {tuple(row) for row in rows(session, among, listed(questions))}
    plain = {"created": written(at), "week_id": week_id, "suspended": False, "repetitions": 0, "lapses": 0}
    for concept, names in questions.items():
        for question in dict.fromkeys(names):
            if (concept, question) not in known:
                _insert(session, "card", concept=concept, question=question, **plain)


def note_words(session: Session, habit: str, at: datetime, day: date, amount: int) -> None:
    """Notes words that are about an earlier day."""
    _insert(
        session,
        "tally",
        habit=habit,
        at=written(at),
        day=str(day),
        amount=float(amount),
        focus_id=None,
        uid=uuid4().hex,
    )


# --- lines parked ----------------------------------------------------------------------------------------------


def add_parked(session: Session, text: str, concepts: Sequence[str], week_id: int | None, at: datetime) -> int:
    """Stores a line that is parked, in the focus session that runs if one does; gives its id."""
    focus = value(session, "SELECT id FROM focus WHERE ended IS NULL ORDER BY id DESC LIMIT 1")
    named = json.dumps(list(concepts), ensure_ascii=False)
    where = {"week_id": week_id, "focus_id": focus}
    plain = {"sentence": "", "dismissed": False, "carried": "[]", "finding": "", "uid": uuid4().hex}
    item = _insert(session, "item", kind="parked", text=text, concepts=named, created=written(at), **where, **plain)
    _index(session, "item_words", item, text)
    return item


def _index(session: Session, index: str, row: int, text: str) -> None:
    session.exec_driver_sql(f"DELETE FROM {index} WHERE rowid = ?", (row,))
    session.exec_driver_sql(f"INSERT INTO {index} (rowid, words) VALUES (?, ?)", (row, index_text(text)))


def _insert(session: Session, table: str, **values: object) -> int:
    names, places = ", ".join(values), ", ".join("?" * len(values))
    done = session.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({places})", tuple(values.values()))
    assert done.lastrowid is not None
    return done.lastrowid
