"""How much of what a week leaves open nobody has decided on yet, and how many slips it has, with the keys for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from journal.tui.keys import press
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.items import Entry
    from journal.text.slips import Slip
    from journal.tui.app import JournalApp

AFTER = 1.0
"""Seconds of rest until a text is looked through: it takes a moment, and nobody waits for it."""


class CueHint(Static):
    """Nothing where there is nothing to look at."""

    app: JournalApp
    timer: Timer | None = None

    @dataclass
    class Looked(Message):
        """What was found in a text: its slips, and what earlier weeks handed on to it."""

        text: str
        slips: Sequence[Slip]
        carried: Sequence[Entry]

    def wait(self) -> None:
        """Looks at nothing while one types."""
        if self.timer is not None:
            self.timer.stop()

    def look_after_a_rest(self, week_id: int | None, text: str) -> None:
        """Looks a week through when nobody has typed for a while."""
        self.wait()
        self.timer = self.set_timer(AFTER, lambda: self.look(self.app.desk, week_id, text))

    @work(thread=True, exclusive=True, group="cues")
    def look(self, desk: Desk | None, week_id: int | None, text: str) -> None:
        """Looks a week and its text through in a thread."""
        from journal.desk.items import carried_into
        from journal.desk.proposals import proposals
        from journal.desk.slips import open_slips

        if desk is None:
            return
        found, slips = len(proposals(desk, week_id)) if week_id else 0, open_slips(desk, week_id, text)
        hints = [
            Content.assemble((press(key_id, self.app.keymap), "bold $primary"), (f" {say(name, n=n)}", "$muted"))
            for key_id, name, n in (
                ("write.slips", "slips.to_mend", len(slips)),
                ("anywhere.items", "items.to_look_at", found),
            )
            if n
        ]
        self.app.call_from_thread(self.update, Content("  ").join(hints))
        self.post_message(self.Looked(text, slips, carried_into(desk, week_id)))
