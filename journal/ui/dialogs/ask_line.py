"""One line that is asked for, over whatever is on the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from journal.ui.widgets.line import Line


class AskLine(ModalScreen[str]):
    """Ends with the line that was typed; None for escape."""

    DEFAULT_CSS = """
    AskLine { align: center middle; }
    AskLine Vertical { width: 72; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    AskLine Input { margin-top: 1; }
    """
    BINDINGS = [("escape", "dismiss", "")]

    def __init__(self, heading: str, example: str = "", value: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.example = example
        self.value = value

    def compose(self) -> ComposeResult:
        """A heading and the line, what is known of it already typed."""
        with Vertical():
            yield Static(self.heading, classes="heading")
            yield Line(self.value, placeholder=self.example, select_on_focus=False)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Takes the line."""
        self.take(event.value)

    def take(self, line: str) -> None:
        """Ends with the line."""
        self.dismiss(line)
