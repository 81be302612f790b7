"""One line to put a thought aside, over whatever is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work

from journal.tui.screens.ask_line import AskLine
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.tui.app import JournalApp


class Park(AskLine):
    """Takes one line; enter puts it aside, escape leaves everything as it was."""

    app: JournalApp

    def __init__(self) -> None:
        super().__init__(say("items.park_heading"), say("items.park_example"))

    def take(self, line: str) -> None:
        """Gives the cursor back as soon as the line is stored; it stays on the screen where that fails."""
        if line.strip() and self.app.desk is not None:
            self.store(self.app.desk, line)
        else:
            self.dismiss()

    @work(thread=True)
    def store(self, desk: Desk, line: str) -> None:
        """Stores the line in a thread."""
        from journal.desk.items import park

        try:
            park(desk, line)
        except UserError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error")
            return
        self.app.call_from_thread(self.stored)

    def stored(self) -> None:
        """Says so, and goes back."""
        self.app.notify(say("items.was_parked"))
        self.dismiss()
