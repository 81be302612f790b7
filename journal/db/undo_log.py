"""The undo log: every step that changed the log, how to undo it, and how to redo it.

A step is begun within a transaction, before that changes anything, and ends with it. Taking a step back is recorded in
its turn, so that it can be redone. What is made from weeks and items (mentions, the full-text index) is not recorded:
whoever takes a step back makes it again for the rows that this touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from journal.db import noting, recording
from journal.db.recording import Where
from journal.db.tables import Change, UndoEntry
from journal.db.undone import keep_texts

KEPT = 500
"""How many of the latest steps can be undone."""

_BEGUN = "step"
"""Under which name a session knows the step that is recorded in it."""
_RECORDED = "recorded"
"""Under which name a session knows the ids of all steps that were recorded in it."""


def begin(
    session: Session, now: datetime, what: str, subject: str = "", *, goes_on: bool = False, **told: Any
) -> UndoEntry:
    """Records the changes of this transaction from now on as one step; its description may still be changed until
    commit.


    With `goes_on` the last step is extended, if it is of the same kind and subject.
    """
    undo_entry = last(session) if goes_on else None
    if undo_entry is None or (undo_entry.what, undo_entry.subject) != (what, subject):
        undo_entry = UndoEntry(at=now, what=what, subject=subject)
    undo_entry.at, undo_entry.told = now, told
    return _record(session, undo_entry)


def join(session: Session, what: str, subject: str) -> None:
    """Records what is changed in this transaction from here on as part of the last such step, if there is one."""
    undo_entry = last_of(session, what, subject)
    if undo_entry is not None:
        _record(session, undo_entry)


def end(session: Session) -> None:
    """Ends the step of a transaction, if one was begun; earlier undone steps can no longer be redone.

    Steps without changes are dropped.
    """
    undo_entry: UndoEntry | None = session.info.pop(_BEGUN, None)
    if undo_entry is None:
        return
    session.flush()
    noting.stop(session.connection())
    if session.exec(select(Change.step_id).where(Change.step_id == undo_entry.id)).first() is None:
        session.delete(undo_entry)
        return
    taken_back = latest(session, undone=True)
    keep_texts(session, taken_back)
    for each in taken_back:
        session.delete(each)
    oldest = select(col(UndoEntry.id)).order_by(col(UndoEntry.id).desc()).offset(KEPT).limit(1)
    session.connection().execute(delete(UndoEntry).where(col(UndoEntry.id) <= oldest.scalar_subquery()))


def recorded_in(session: Session) -> frozenset[int]:
    """The ids of the steps that were recorded in this session, which may have ended."""
    return frozenset(session.info.get(_RECORDED, ()))


def latest(session: Session, count: int | None = None, *, undone: bool = False) -> Sequence[UndoEntry]:
    """The last steps, the latest first; those that were undone in the order in which they would be redone."""
    steps = select(UndoEntry).where(col(UndoEntry.undone).is_(undone))
    return session.exec(steps.order_by(col(UndoEntry.id).desc()).limit(count)).all()


def last(session: Session, *, undone: bool = False) -> UndoEntry | None:
    """The step that is undone next, or redone."""
    return next(iter(latest(session, 1, undone=undone)), None)


def last_of(session: Session, what: str, subject: str) -> UndoEntry | None:
    """The last step of a kind that was done to a subject."""
    steps = select(UndoEntry).where(
        UndoEntry.what == what, UndoEntry.subject == subject, col(UndoEntry.undone).is_(False)
    )
    return session.exec(steps.order_by(col(UndoEntry.id).desc())).first()


def is_overtaken(session: Session, undo_entry: UndoEntry) -> bool:
    """Whether a later step has changed one of the same rows."""
    rows = select(Change.name, Change.row_id).distinct()
    own = session.exec(rows.where(Change.step_id == undo_entry.id)).all()
    later = session.exec(
        rows.join(UndoEntry).where(col(UndoEntry.id) > undo_entry.id, col(UndoEntry.undone).is_(False))
    ).all()
    return not set(own).isdisjoint(later)


def turn(session: Session, undo_entry: UndoEntry) -> list[Where]:
    """Undoes a step, or redoes an undone one; returns the rows touched."""
    rows = recording.before(session.connection(), undo_entry.id)
    opposite = UndoEntry(
        at=undo_entry.at,
        what=undo_entry.what,
        told=undo_entry.told,
        subject=undo_entry.subject,
        undone=not undo_entry.undone,
    )
    session.delete(undo_entry)
    _record(session, opposite)
    recording.restore(session.connection(), rows)
    session.info.pop(_BEGUN)
    noting.stop(session.connection())
    return list(rows)


def drop(session: Session, undo_entry: UndoEntry) -> None:
    """Takes a step back for good."""
    recording.restore(session.connection(), recording.before(session.connection(), undo_entry.id))
    session.delete(undo_entry)
    session.flush()


def drop_touching(session: Session, rows: Sequence[Where]) -> int:
    """Forgets the steps that touched one of these rows, but for the one that is recorded; says how many.

    What a step that was undone had written is kept.
    """
    begun: UndoEntry | None = session.info.get(_BEGUN)
    session.flush()
    touched = set(rows)
    found = session.exec(select(Change.step_id, Change.name, Change.row_id).distinct()).all()
    ids = {undo_entry for undo_entry, name, row in found if (name, row) in touched} - {begun.id if begun else None}
    dropped = [
        undo_entry
        for undo_entry in session.exec(select(UndoEntry).order_by(col(UndoEntry.id).desc()))
        if undo_entry.id in ids
    ]
    keep_texts(session, [undo_entry for undo_entry in dropped if undo_entry.undone])
    for undo_entry in dropped:
        session.delete(undo_entry)
    session.flush()
    return len(dropped)


def _record(session: Session, undo_entry: UndoEntry) -> UndoEntry:
    session.add(undo_entry)
    session.flush()
    noting.start(session.connection(), undo_entry.id)
    session.info[_BEGUN] = undo_entry
    session.info.setdefault(_RECORDED, set()).add(undo_entry.id)
    return undo_entry
