"""How much of what a week leaves open nobody has decided on yet, and the key for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.tui.app import JournalApp

AFTER = 1.0
"""Seconds of rest until a text is looked through: it takes a moment, and nobody waits for it."""


class CueHint(Static):
    """Nothing where there is nothing to look at."""

    app: JournalApp
    timer: Timer | None = None

    def wait(self) -> None:
        """Looks at nothing while one types."""
        if self.timer is not None:
            self.timer.stop()

    def look_after_a_rest(self, week_id: int | None) -> None:
        """Looks a week through when nobody has typed for a while."""
        self.wait()
        self.timer = self.set_timer(AFTER, lambda: self.look(self.app.desk, week_id))

    @work(thread=True, exclusive=True, group="cues")
    def look(self, desk: Desk | None, week_id: int | None) -> None:
        """Looks a week through in a thread."""
        from journal.desk.proposals import proposals

        found = len(proposals(desk, week_id)) if desk and week_id else 0
        hint = Content.assemble(("F8", "bold $primary"), (f" {say('items.to_look_at', n=found)}", "$muted"))
        self.app.call_from_thread(self.update, hint if found else "")
