"""One line for the name of a file, over whatever is on the screen."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class AskFile(ModalScreen[Path | None]):
    """Ends with a path, begun with one that is proposed; with None after escape or an empty line."""

    DEFAULT_CSS = """
    AskFile { align: center middle; }
    AskFile Vertical { width: 90; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    AskFile Input { margin-top: 1; }
    """
    BINDINGS = [("escape", "dismiss", "")]

    def __init__(self, question: str, proposed: Path) -> None:
        super().__init__()
        self.question = question
        self.proposed = proposed

    def compose(self) -> ComposeResult:
        """A heading and the line."""
        with Vertical():
            yield Static(self.question, classes="heading")
            yield Input(str(self.proposed), select_on_focus=False)

    @on(Input.Submitted)
    def submitted(self, event: Input.Submitted) -> None:
        """Ends with what was typed; `~` is the user's own folder."""
        name = event.value.strip()
        self.dismiss(Path(name).expanduser() if name else None)
