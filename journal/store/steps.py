"""The steps by which the log became what it is: what each was, how to take it back, and how to do it again.

A step is begun within a transaction, before that changes anything, and ends with it. Taking a step back is recorded in
its turn, so that it can be done again. What is made from weeks and items (mentions, the index of words) is not
recorded: whoever takes a step back makes it anew for the rows that this touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, select

from journal.store import noting, recording
from journal.store.recording import Where
from journal.store.tables import Change, Step
from journal.store.undone import keep_texts

KEPT = 500
"""How many of the latest steps can be taken back."""

_BEGUN = "step"
"""Under which name a session knows the step that is recorded in it."""
_RECORDED = "recorded"
"""Under which name a session knows the ids of all steps that were recorded in it."""


def begin(session: Session, now: datetime, what: str, subject: str = "", *, goes_on: bool = False, **told: Any) -> Step:
    """Records what is changed in this transaction from here on, as one step; until its end it may be told otherwise.

    With `goes_on` the last step is gone on with, if it was the same and done to the same subject.
    """
    step = last(session) if goes_on else None
    if step is None or (step.what, step.subject) != (what, subject):
        step = Step(at=now, what=what, subject=subject)
    step.at, step.told = now, told
    return _record(session, step)


def join(session: Session, what: str, subject: str) -> None:
    """Records what is changed in this transaction from here on as part of the last such step, if there is one."""
    step = last_of(session, what, subject)
    if step is not None:
        _record(session, step)


def end(session: Session) -> None:
    """Ends the step of a transaction, if one was begun: from now on what was taken back earlier cannot be done again.

    What changed nothing was no step.
    """
    step: Step | None = session.info.pop(_BEGUN, None)
    if step is None:
        return
    session.flush()
    noting.stop(session.connection())
    if session.exec(select(Change.step_id).where(Change.step_id == step.id)).first() is None:
        session.delete(step)
        return
    taken_back = latest(session, undone=True)
    keep_texts(session, taken_back)
    for each in taken_back:
        session.delete(each)
    oldest = select(col(Step.id)).order_by(col(Step.id).desc()).offset(KEPT).limit(1)
    session.connection().execute(delete(Step).where(col(Step.id) <= oldest.scalar_subquery()))


def recorded_in(session: Session) -> frozenset[int]:
    """The ids of the steps that were recorded in this session, which may have ended."""
    return frozenset(session.info.get(_RECORDED, ()))


def latest(session: Session, count: int | None = None, *, undone: bool = False) -> Sequence[Step]:
    """The last steps, the latest first; those that were taken back in the order in which they would be done again."""
    steps = select(Step).where(col(Step.undone).is_(undone))
    return session.exec(steps.order_by(col(Step.id).desc()).limit(count)).all()


def last(session: Session, *, undone: bool = False) -> Step | None:
    """The step that is taken back next, or done again."""
    return next(iter(latest(session, 1, undone=undone)), None)


def last_of(session: Session, what: str, subject: str) -> Step | None:
    """The last step of a kind that was done to a subject."""
    steps = select(Step).where(Step.what == what, Step.subject == subject, col(Step.undone).is_(False))
    return session.exec(steps.order_by(col(Step.id).desc())).first()


def is_overtaken(session: Session, step: Step) -> bool:
    """Whether a later step has changed one of the same rows."""
    rows = select(Change.name, Change.row_id).distinct()
    own = session.exec(rows.where(Change.step_id == step.id)).all()
    later = session.exec(rows.join(Step).where(col(Step.id) > step.id, col(Step.undone).is_(False))).all()
    return not set(own).isdisjoint(later)


def turn(session: Session, step: Step) -> list[Where]:
    """Takes a step back, or does again what was taken back; says which rows this touched."""
    rows = recording.before(session.connection(), step.id)
    opposite = Step(at=step.at, what=step.what, told=step.told, subject=step.subject, undone=not step.undone)
    session.delete(step)
    _record(session, opposite)
    recording.restore(session.connection(), rows)
    session.info.pop(_BEGUN)
    noting.stop(session.connection())
    return list(rows)


def drop(session: Session, step: Step) -> None:
    """Takes a step back for good."""
    recording.restore(session.connection(), recording.before(session.connection(), step.id))
    session.delete(step)
    session.flush()


def drop_touching(session: Session, rows: Sequence[Where]) -> int:
    """Forgets the steps that touched one of these rows, but for the one that is recorded; says how many.

    What a step that was taken back had written is kept.
    """
    begun: Step | None = session.info.get(_BEGUN)
    session.flush()
    touched = set(rows)
    found = session.exec(select(Change.step_id, Change.name, Change.row_id).distinct()).all()
    ids = {step for step, name, row in found if (name, row) in touched} - {begun.id if begun else None}
    dropped = [step for step in session.exec(select(Step).order_by(col(Step.id).desc())) if step.id in ids]
    keep_texts(session, [step for step in dropped if step.undone])
    for step in dropped:
        session.delete(step)
    session.flush()
    return len(dropped)


def _record(session: Session, step: Step) -> Step:
    session.add(step)
    session.flush()
    noting.start(session.connection(), step.id)
    session.info[_BEGUN] = step
    session.info.setdefault(_RECORDED, set()).add(step.id)
    return step
