"""Syncing as the app does it: at its start and its end where the journal has a hub, and when the learner asks for it.

A hub that cannot be reached is no error: the corner of Today says so, and the next sync brings everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from journal.app.focus import FocusApp
from journal.app.opening import LookFirst, OpenJournal
from journal.core import diagnostics
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen

if TYPE_CHECKING:
    from journal.opening.journal import Journal

AT_START, AT_END = 5.0, 0.5
"""Seconds in which a hub has to answer: nobody waits for it at the start, and one who leaves wants to be gone."""


@dataclass(frozen=True)
class SyncStatus:
    """What came of a sync: when the journal was last in step, whether rows came, whether the hub was out of reach.

    `error` is any other reason why it failed, for the learner to know.
    """

    at: datetime | None = None
    came: bool = False
    offline: bool = False
    error: str = ""

    def text(self, now: datetime) -> str:
        """The word in the corner."""
        from journal.sync.syncing import status

        told = status(self.at, now)
        return say("sync.offline", status=told) if self.offline else told


def is_joined(settings: Settings) -> bool:
    """Whether the journal has a hub. Nothing of syncing is loaded for one that has none."""
    return settings.hub.exists()


def sync_quietly(journal: Journal, within: float, is_over: Callable[[], bool] = lambda: False) -> SyncStatus | None:
    """Syncs a journal that has a hub which answers within so many seconds, and before the waiting `is_over`.

    Never raises UserError. None for a journal without a hub, or that can only be read.
    """
    if not is_joined(journal.settings) or journal.store.read_only:
        return None
    from journal.sync.syncing import is_reached, last_synced, sync_with

    try:
        if not is_reached(journal, within, is_over):
            return SyncStatus(last_synced(journal), offline=True)
        done = sync_with(journal)
    except UserError as error:
        diagnostics.note("sync", failed=error.key)
        offline = error.key == "sync.unreachable"
        return SyncStatus(last_synced(journal), offline=offline, error="" if offline else str(error))
    return SyncStatus(last_synced(journal), came=done.came > 0)


def hear_of_class(journal: Journal, is_over: Callable[[], bool]) -> bool:
    """Asks a class that was joined what is to be learned; returns whether that is news. Offline it is none."""
    from journal.classroom.membership import address, hear
    from journal.sync.reaching import answers

    try:
        return answers(address(journal.settings), AT_START, is_over) and hear(journal.settings)
    except UserError as error:
        diagnostics.note("class", failed=error.key)
        return False


def sync_at_end(journal: Journal) -> str:
    """Sends what is new as the app ends; returns what the learner must know.

    Offline that is nothing, and takes no time: the next start sends it.
    """
    if not is_joined(journal.settings) or journal.store.read_only:
        return ""
    from journal.sync.syncing import has_news

    done = sync_quietly(journal, AT_END) if has_news(journal) else None
    return done.error if done else ""


class SyncingApp(FocusApp):
    """Brings the journal into step with the learner's other devices, and knows when it last was."""

    synced: SyncStatus | None = None

    def __init__(self, settings: Settings, open_journal: OpenJournal, look_first: LookFirst = lambda: None) -> None:
        super().__init__(settings, open_journal, look_first)
        self.is_ending = Event()

    def show_journal(self, journal: Journal) -> None:
        """Syncs in the background once the journal is open, if it has a hub."""
        super().show_journal(journal)
        if is_joined(self.settings):
            sync = partial(sync_quietly, within=AT_START, is_over=self.is_ending.is_set)
            in_background(self, sync, self.was_synced, group="sync")
        if self.settings.class_address.exists():
            hear = partial(hear_of_class, is_over=self.is_ending.is_set)
            in_background(self, hear, self.show_again, group="class")

    def was_synced(self, status: SyncStatus | None) -> None:
        """Notes what came of a sync; what is on the screen is read again if rows came."""
        self.synced = status
        if status is not None and status.error:
            self.notify(status.error, severity="warning", timeout=10)
        if status is not None and status.came and self.current_mode != "review":
            self.reload()
        elif (show_corner := getattr(self.screen, "show_corner", None)) is not None:
            show_corner()

    def reload(self) -> None:
        """Fills the screen that is up again."""
        if self.journal is not None and isinstance(self.screen, BaseScreen):
            self.screen.reload(self.journal)

    def action_sync(self) -> None:
        """Syncs at once, and says what came of it."""

        def done(found: tuple[str, SyncStatus | None]) -> None:
            self.notify(found[0])
            self.was_synced(found[1])

        self.notify(say("sync.begun"), timeout=2)
        in_background(self, _synced, done, group="sync")

    def sync_text(self) -> str:
        """When the journal was last in step with the learner's other devices; empty without any."""
        return self.synced.text(self.journal.clock()) if self.synced and self.journal else ""

    def end_journal(self, journal: Journal) -> str:
        """Sends what is new as well, unless a signal ends the app."""
        self.is_ending.set()
        told = super().end_journal(journal)
        return (not self.return_code and sync_at_end(journal)) or told


def _synced(journal: Journal) -> tuple[str, SyncStatus | None]:
    from journal.sync.syncing import last_synced, sync_with

    done = sync_with(journal)
    told = say("sync.done", came=done.came, went=done.went, devices=", ".join(done.devices))
    return told, SyncStatus(last_synced(journal), came=done.came > 0)
