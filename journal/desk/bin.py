"""Deleting a week is a move to the bin, from which it comes back as it was."""

from __future__ import annotations

from collections.abc import Sequence

from journal.desk import Desk
from journal.desk.weeks import settle
from journal.store import bin as binned
from journal.store import cards, steps, weeks
from journal.store.tables import Binned, Week
from journal.words import UserError


def delete(desk: Desk, week_id: int) -> Binned:
    """Moves a week into the bin; the questions that it alone brought and that were never asked go with it.

    Raises KeyError for an unknown id.
    """
    with desk.store.write() as session:
        week = weeks.by_id(session, week_id)
        if week is None:
            raise KeyError(week_id)
        steps.begin(session, desk.clock(), "deleted", title=week.title)
        cards.forget_unasked(session, week_id, ())
        return binned.put(session, week, desk.clock())


def bring_back(desk: Desk) -> Week:
    """Brings back the week that was deleted last, with its questions. Raises UserError when the bin is empty."""
    with desk.store.write() as session:
        found = binned.contents(session)
        if not found:
            raise UserError("bin.empty")
        steps.begin(session, desk.clock(), "undeleted", title=found[0].title)
        week = binned.take_out(session, found[0])
        settle(desk, session, week)
        return week


def contents(desk: Desk) -> Sequence[Binned]:
    """What is in the bin, the last deleted first."""
    with desk.store.read() as session:
        return binned.contents(session)
