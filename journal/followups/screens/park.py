"""One line to put a thought aside, over whatever is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.dialogs.ask_line import AskLine

if TYPE_CHECKING:
    from journal.ui.host import Host


class Park(AskLine):
    """Takes one line; enter puts it aside, escape leaves everything as it was."""

    app: Host

    def __init__(self) -> None:
        super().__init__(say("items.park_heading"), say("items.park_example"))

    def take(self, line: str) -> None:
        """Gives the cursor back as soon as the line is stored; it stays on the screen where that fails."""
        from journal.followups.followups import park

        if line.strip():
            in_background(self, lambda journal: park(journal, line), self.stored)
        else:
            self.dismiss()

    def stored(self, _: object) -> None:
        """Says so, and goes back."""
        self.app.notify(say("items.was_parked"))
        self.dismiss()
