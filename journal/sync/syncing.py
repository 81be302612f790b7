"""Syncing as the app and the command do it: with the hub that the journal is joined to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from journal.core.messages import UserError, say
from journal.db import bases
from journal.opening.journal import Journal
from journal.sync import link as links
from journal.sync.connecting import connected, parameters, prepare
from journal.sync.reaching import answers
from journal.sync.rounds import SCHEMA, Synced, sync
from journal.sync.states import KINDS


def is_joined(journal: Journal) -> bool:
    """Whether the journal has a hub."""
    return bool(links.address(journal.settings))


def sync_with(journal: Journal, url: str = "") -> Synced:
    """Syncs with the hub of the journal, which is from now on the one at `url` if that is given.

    Raises UserError where there is none, it cannot be reached or it refuses; then nothing is changed.
    """
    found = url or links.address(journal.settings)
    if not found:
        raise UserError("sync.not_joined")
    parameters(found)
    with connected(found) as hub:
        if url:
            prepare(hub)
            links.join(journal.settings, url)
        return sync(journal, hub)


def is_reached(journal: Journal, within: float, is_over: Callable[[], bool]) -> bool:
    """Whether the hub of the journal answers within so many seconds, or before the waiting `is_over`."""
    return answers(links.address(journal.settings), within, is_over)


def leave(journal: Journal) -> None:
    """Parts the journal from its hub. Raises UserError where it has none."""
    if not is_joined(journal):
        raise UserError("sync.not_joined")
    with journal.store.write() as session:
        links.leave(journal.settings, session)


def has_news(journal: Journal) -> bool:
    """Whether something was changed here since the last sync; the hub is not asked."""
    with journal.store.read() as session:
        return bases.is_changed(session, KINDS)


def last_synced(journal: Journal) -> datetime | None:
    """When the journal was last in step with its hub, in local time; None if never."""
    with journal.store.read() as session:
        link = links.read(session, SCHEMA)
    return datetime.fromisoformat(link.at) if link.at else None


def status(at: datetime | None, now: datetime) -> str:
    """When a journal was last in step with its hub, in words."""
    if at is None:
        return say("sync.never")
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 60:
        return say("sync.minutes_ago", n=minutes)
    return say("sync.synced_at", at=f"{at:%H:%M}" if at.date() == now.date() else f"{at:%Y-%m-%d}")
