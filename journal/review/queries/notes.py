"""The learner's own notes, and the cards that are made of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select
from sqlmodel import Session, col, delete
from sqlmodel import select as select_rows

from journal.db.tables import Card, Note
from journal.notes.kinds import concept_of

ANKI = "anki"
"""The kind of a review that was answered in Anki; its seed is the id that it has in Anki's log."""
_AS_STORED: Mapping[str, Callable[[Any], str | None]] = {
    **dict.fromkeys(("params", "truth", "wrong_ideas"), json.dumps),
    **dict.fromkeys(("day", "due"), lambda day: day and day.isoformat()),
    "at": lambda at: at.isoformat(" ", "microseconds"),
}
"""How the columns of reviews hold values that the database has no type for."""
TOGETHER = 5_000
"""Rows that are stored by one statement."""


def by_uid(session: Session, uid: str) -> Note | None:
    """The note with this uid."""
    return session.exec(select_rows(Note).where(Note.uid == uid)).first()


def by_uids(session: Session, uids: Collection[str]) -> dict[str, Note]:
    """The notes with these uids, by them."""
    among = func.json_each(json.dumps(list(uids))).table_valued("value")
    found = session.exec(select_rows(Note).where(col(Note.uid).in_(select(among.c.value))))
    return {note.uid: note for note in found}


def all_notes(session: Session) -> Sequence[Note]:
    """Every note, the oldest first."""
    return session.exec(select_rows(Note).order_by(col(Note.id))).all()


def texts(session: Session) -> set[tuple[str, str]]:
    """The front and back of every note."""
    return {(front, back) for front, back in session.exec(select_rows(Note.front, Note.back))}


def add(session: Session, note: Note) -> Note:
    """Stores a new note and gives it its id."""
    session.add(note)
    session.flush()
    return note


def remove(session: Session, note: Note) -> None:
    """Removes a note with its cards and their reviews."""
    session.exec(delete(Card).where(col(Card.concept) == concept_of(note.uid)))
    session.delete(note)


def match_cards(session: Session, note: Note, names: Sequence[str], now: datetime) -> list[int]:
    """Gives a note a card for each of the sides called `names`; those of sides that are gone are suspended.

    A side that comes back finds its card with all that was learned. Returns the ids of the cards in use.
    """
    concept = concept_of(note.uid)
    there = {card.question: card for card in session.exec(select_rows(Card).where(Card.concept == concept))}
    for name, card in there.items():
        if name not in names:
            card.suspended = True
    for name in names:
        if name not in there:
            there[name] = Card(concept=concept, question=name, created=now, week_id=note.week_id)
            session.add(there[name])
    session.flush()
    return [there[name].id for name in names]


def add_cards(session: Session, rows: Sequence[dict[str, object]]) -> None:
    """Stores many cards in one go."""
    if rows:
        session.exec(insert(Card), params=list(rows))


def add_notes(session: Session, every: Sequence[Note]) -> None:
    """Stores many notes in one go."""
    if every:
        session.exec(insert(Note), params=[note.model_dump(exclude={"id"}) for note in every])


def by_guids(session: Session, guids: Collection[str]) -> dict[str, Note]:
    """The notes that Anki knows by these guids, by them."""
    among = func.json_each(json.dumps(list(guids))).table_valued("value")
    found = session.exec(select_rows(Note).where(col(Note.guid).in_(select(among.c.value))))
    return {note.guid: note for note in found}


def add_reviews(
    session: Session,
    rows: Sequence[Mapping[str, object]],
    same: Mapping[str, object],
    on_status: Callable[[int, int], None] = lambda done, all_: None,
) -> None:
    """Stores many reviews in one go, before the cards that they belong to; then sums up the days of study once.

    What is the `same` in all of them is told once.
    """
    if not rows:
        return
    connection = session.connection()
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.exec_driver_sql("INSERT INTO meta VALUES ('adding many reviews', '')")
    names = ("before", "offered", *same, "uid", *rows[0])
    told = ("{}", "[]", *_stored(same))
    marks = ", ".join("?" * len(names))
    together = f"INSERT INTO review ({', '.join(names)}) VALUES ({marks})"
    for start in range(0, len(rows), TOGETHER):
        on_status(start, len(rows))
        some = rows[start : start + TOGETHER]
        connection.exec_driver_sql(together, [(*told, uuid4().hex, *_stored(row)) for row in some])
    connection.exec_driver_sql("DELETE FROM meta WHERE \"key\" = 'adding many reviews'")
    connection.exec_driver_sql("DELETE FROM studyday")
    connection.exec_driver_sql("INSERT INTO studyday SELECT * FROM sum_of_day")


def _stored(row: Mapping[str, object]) -> list[object]:
    """The values of a row as their columns hold them: the columns' own types take longer than the database does."""
    return [_AS_STORED[name](value) if name in _AS_STORED else value for name, value in row.items()]
