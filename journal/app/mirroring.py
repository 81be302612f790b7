"""The mirrored folder while the app runs: what another editor saves comes in, what is written here goes out."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from journal.app.syncing import SyncingApp
from journal.core.messages import UserError
from journal.ui.background import in_background

if TYPE_CHECKING:
    from journal.exchange.watching import Watch
    from journal.opening.journal import Journal

EVERY = 3.0
"""Seconds from one look at the folder to the next."""


class MirroringApp(SyncingApp):
    """Looks at the mirrored folder every few seconds, where the settings name one."""

    folder_watch: Watch | None = None
    mirroring: Lock | None = None
    """Held while the folder is looked at."""
    _mirror_error = ""

    def show_journal(self, journal: Journal) -> None:
        """Begins to look at the folder once the journal is open."""
        super().show_journal(journal)
        if journal.settings.mirror_folder is not None and not journal.store.read_only:
            from journal.exchange.watching import Watch

            self.folder_watch, self.mirroring = Watch(), Lock()
            self.set_interval(EVERY, self.look_at_mirror)

    def look_at_mirror(self) -> None:
        """Looks at it in the background, unless the last look still lasts."""
        if self.folder_watch is not None and self.mirroring is not None and not self.mirroring.locked():
            look = partial(_looked, self.folder_watch, self.mirroring)
            in_background(self, look, self.was_mirrored, on_error=self.not_mirrored, group="mirror")

    def was_mirrored(self, has_come: bool | None) -> None:
        """Shows what came; what is being reviewed or typed stays as it is. `None` where nothing was done."""
        if has_come is not None:
            self._mirror_error = ""
        if has_come and self.current_mode != "review":
            self.reload()

    def not_mirrored(self, error: UserError) -> None:
        """Says why the folder cannot be kept in step, once."""
        if str(error) != self._mirror_error:
            self._mirror_error = str(error)
            self.notify(self._mirror_error, severity="warning", timeout=10)

    def end_journal(self, journal: Journal) -> str:
        """Ends as it does otherwise, once no look lasts any more."""
        with self.mirroring or nullcontext():
            return super().end_journal(journal)


def _looked(watch: Watch, mirroring: Lock, journal: Journal) -> bool | None:
    """Whether anything came into the journal; None where nothing was done."""
    with mirroring:
        done = watch.look(journal)
    if done is None:
        return None
    return bool(done.binned or done.came.outcomes["created"] or done.came.outcomes["updated"])
