"""Deleting a week moves it to the bin, from which it can be restored."""

from __future__ import annotations

from collections.abc import Sequence

from journal.core.messages import UserError
from journal.db import cards, undo_log, weeks
from journal.db.tables import Binned, Week
from journal.opening.journal import Journal
from journal.weeks import queries as binned
from journal.weeks.weeks import reindex_week


def delete(journal: Journal, week_id: int) -> Binned:
    """Moves a week to the bin, together with cards that only it brought and that were never reviewed.

    Raises KeyError for an unknown id.
    """
    with journal.store.write() as session:
        week = weeks.by_id(session, week_id)
        if week is None:
            raise KeyError(week_id)
        undo_log.begin(session, journal.clock(), "deleted", title=week.title)
        cards.forget_unasked(session, week_id, ())
        return binned.put(session, week, journal.clock())


def bring_back(journal: Journal) -> Week:
    """Restores the last deleted week with its cards. Raises UserError when the bin is empty."""
    with journal.store.write() as session:
        found = binned.contents(session)
        if not found:
            raise UserError("bin.empty")
        undo_log.begin(session, journal.clock(), "undeleted", title=found[0].title)
        week = binned.take_out(session, found[0])
        reindex_week(journal, session, week)
        return week


def contents(journal: Journal) -> Sequence[Binned]:
    """What is in the bin, the last deleted first."""
    with journal.store.read() as session:
        return binned.contents(session)
