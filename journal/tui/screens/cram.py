"""One line that says what to cram for."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal.words import say


class Cram(ModalScreen[str]):
    """Asks for a topic, a concept or a part of a name, and gives it; escape gives nothing."""

    DEFAULT_CSS = """
    Cram { align: center middle; }
    Cram Vertical { width: 72; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    Cram Input { margin-top: 1; }
    """
    BINDINGS = [("escape", "dismiss('')", "")]

    def compose(self) -> ComposeResult:
        """A heading and the line."""
        with Vertical():
            yield Static(say("review.cram_heading"), classes="heading")
            yield Input(placeholder=say("review.cram_example"))

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Gives what was typed."""
        self.dismiss(event.value.strip())
