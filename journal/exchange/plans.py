"""What the coming days bring, for a calendar: follow-ups with a due day, and how many cards come up on each day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from journal.core.messages import say
from journal.db import items, totals
from journal.db.database import Session
from journal.exchange.formats.calendar import DayToKeep
from journal.opening.journal import Journal


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
    counts: Counter[str] = Counter()
    days = {}
    for day, count in totals.due_by_day(session):
        kept = max(day, journal.today)
        days[f"cards-{kept:%Y%m%d}@journal"] = kept
        counts[f"cards-{kept:%Y%m%d}@journal"] += count
    return [DayToKeep(uid, day, say("exchange.cards_due", n=counts[uid])) for uid, day in days.items()]
