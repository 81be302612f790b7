"""What the coming days bring, for a calendar: follow-ups with a due day, and how many cards come up on each day."""

from __future__ import annotations

from collections.abc import Collection

from journal.core.messages import say
from journal.db import items
from journal.db.database import Session
from journal.exchange.formats.calendar import DayToKeep
from journal.opening.journal import Journal
from journal.review.coming import coming

DAYS_AHEAD = 366
"""Days of which the cards are kept, today among them."""


def days_to_keep(journal: Journal, session: Session, weeks: Collection[int] | None = None) -> list[DayToKeep]:
    """The open follow-ups that have a due day, and each day on which cards come up: what is overdue counts for today.

    With `weeks` only the follow-ups of these.
    """
    found = _followups(session, weeks)
    return found if weeks is not None else [*found, *_cards(journal, session)]


def _followups(session: Session, weeks: Collection[int] | None) -> list[DayToKeep]:
    return [
        DayToKeep(f"{item.uid or item.id}@journal", item.due, item.text, item.sentence)
        for item, _ in items.open_items(session)
        if item.due is not None and (weeks is None or item.week_id in weeks)
    ]


def _cards(journal: Journal, session: Session) -> list[DayToKeep]:
    return [
        DayToKeep(f"cards-{day:%Y%m%d}@journal", day, say("exchange.cards_due", n=count))
        for day, count in coming(journal, session, DAYS_AHEAD).items()
        if count
    ]
