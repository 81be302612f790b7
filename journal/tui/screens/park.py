"""One line to put a thought aside, over whatever is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.tui.app import JournalApp


class Park(ModalScreen[None]):
    """Takes one line; enter puts it aside, escape leaves everything as it was."""

    DEFAULT_CSS = """
    Park { align: center middle; }
    Park Vertical { width: 72; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    Park Input { margin-top: 1; }
    """
    BINDINGS = [("escape", "dismiss", "")]
    app: JournalApp

    def compose(self) -> ComposeResult:
        """A heading and the line."""
        with Vertical():
            yield Static(say("items.park_heading"), classes="heading")
            yield Input(placeholder=say("items.park_example"))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Gives the cursor back at once; the line is stored behind it."""
        if event.value.strip() and self.app.desk is not None:
            self.store(self.app.desk, event.value)
        else:
            self.dismiss()

    @work(thread=True)
    def store(self, desk: Desk, text: str) -> None:
        """Stores the line in a thread; it stays on the screen where that fails."""
        from journal.desk.items import park

        try:
            park(desk, text)
        except UserError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error")
            return
        self.app.call_from_thread(self.stored)

    def stored(self) -> None:
        """Says so, and goes back."""
        self.app.notify(say("items.was_parked"))
        self.dismiss()
