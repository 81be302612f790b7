"""Where the weeks speak of concepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, delete, func, select

from journal.db import meta
from journal.db.tables import Mention, Week

FINGERPRINT = "lexicon"
"""The note of which lexicon the mentions were found with."""


class Found(Protocol):
    """A concept that a text speaks of: characters from `start` to before `end`."""

    @property
    def concept(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def replace(session: Session, week_id: int, found: Iterable[Found]) -> None:
    """Makes `found` the mentions of a week, in place of those it had; only what differs is written."""
    stored = select(Mention.concept, Mention.start, Mention.end).where(Mention.week_id == week_id)
    had = {(concept, start, end) for concept, start, end in session.exec(stored).all()}
    has = {(each.concept, each.start, each.end) for each in found}
    _drop(session, week_id, sorted(had - has))
    _insert(session, [_row(week_id, *place) for place in sorted(has - had)])


def refresh(session: Session, fingerprint: str, find: Callable[[str], Iterable[Found]]) -> bool:
    """Finds the mentions of every week again if the lexicon, known by `fingerprint`, is another than last time."""
    if is_current(session, fingerprint):
        return False
    session.exec(delete(Mention))
    bodies = session.exec(select(col(Week.id), Week.body)).all()
    _insert(
        session,
        [_row(week_id, each.concept, each.start, each.end) for week_id, body in bodies for each in find(body)],
    )
    meta.put(session, FINGERPRINT, fingerprint)
    return True


def is_current(session: Session, fingerprint: str) -> bool:
    """Whether the mentions were found with the lexicon of this fingerprint."""
    return meta.get(session, FINGERPRINT) == fingerprint


def of_week(session: Session, week_id: int) -> Sequence[Mention]:
    """The mentions of a week in the order of its text."""
    return session.exec(
        select(Mention).where(Mention.week_id == week_id).order_by(col(Mention.start), col(Mention.concept))
    ).all()


def of_concept(session: Session, concept: str) -> Sequence[tuple[Week, Mention]]:
    """Each mention of a concept with its week, the first week first."""
    return session.exec(
        select(Week, Mention)
        .join(Mention)
        .where(Mention.concept == concept)
        .order_by(col(Week.starts), col(Week.id), col(Mention.start))
    ).all()


def counts(session: Session) -> dict[str, int]:
    """How often each concept is spoken of, over all weeks."""
    return dict(session.exec(select(Mention.concept, func.count()).group_by(Mention.concept)).all())


def _row(week_id: int, concept: str, start: int, end: int) -> dict[str, Any]:
    return {"week_id": week_id, "concept": concept, "start": start, "end": end}


def _drop(session: Session, week_id: int, places: Sequence[tuple[str, int, int]]) -> None:
    if places:
        these = (
            col(Mention.week_id) == week_id,
            col(Mention.concept) == bindparam("named"),
            col(Mention.start) == bindparam("at"),
        )
        session.connection().execute(
            delete(Mention).where(*these), [{"named": concept, "at": start} for concept, start, _ in places]
        )


def _insert(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(Mention), rows)
