"""Whether derived data (mentions, full-text index) is up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sqlmodel import Session, col, select

from journal.db import mentions, meta, search
from journal.db.mentions import Found
from journal.db.tables import Mention, Week


def stray_mentions(session: Session, find: Callable[[str], Iterable[Found]]) -> list[int]:
    """The ids of the weeks whose mentions are not those that their text has."""
    stored: dict[int, set[tuple[str, int, int]]] = {}
    for mention in session.exec(select(Mention)).all():
        stored.setdefault(mention.week_id, set()).add((mention.concept, mention.start, mention.end))
    bodies = session.exec(select(Week.id, Week.body).order_by(col(Week.id))).all()
    found = {week: {(each.concept, each.start, each.end) for each in find(body)} for week, body in bodies}
    return [week for week in found if found[week] != stored.get(week, set())]


def make_anew(session: Session, fingerprint: str, find: Callable[[str], Iterable[Found]]) -> None:
    """Indexes all words and finds all mentions again."""
    search.forget_all(session)
    meta.put(session, mentions.FINGERPRINT, "")
    session.flush()
    search.refresh(session)
    mentions.refresh(session, fingerprint, find)
