"""A question with a few answers, asked over the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option


class Choose(ModalScreen[str]):
    """Ends with the name of the answer that was chosen, by its digit or by enter; None for escape."""

    DEFAULT_CSS = """
    Choose { align: center middle; }
    Choose Vertical { width: 64; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    Choose Static { height: auto; margin-bottom: 1; }
    Choose OptionList { height: auto; background: $surface; }
    """
    BINDINGS = [("escape", "dismiss", "")]

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.question = question
        self.answers = answers

    def compose(self) -> ComposeResult:
        """The question, and its answers numbered from 1."""
        with Vertical():
            yield Static(self.question)
            yield OptionList(*(Option(f"{n} {label}", name) for n, (name, label) in enumerate(self.answers, 1)))

    def on_key(self, event: events.Key) -> None:
        """A digit of either width chooses its answer."""
        if event.character and event.character.isdecimal() and 1 <= int(event.character) <= len(self.answers):
            event.stop()
            self.dismiss(self.answers[int(event.character) - 1][0])

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Ends with the answer under the cursor."""
        self.dismiss(event.option.id)
