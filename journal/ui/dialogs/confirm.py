"""A question with two answers, asked over the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import say


class Confirm(ModalScreen[bool]):
    """Ends with True for yes, False for no or escape."""

    DEFAULT_CSS = """
    Confirm { align: center middle; }
    Confirm Vertical { width: 64; max-width: 95%; height: auto; padding: 1 2; background: $surface; }
    Confirm Static { height: auto; margin-bottom: 1; }
    Confirm OptionList { height: auto; background: $surface; }
    """
    BINDINGS = [("escape", "dismiss(False)", ""), ("1,１,y", "dismiss(True)", ""), ("2,２,n", "dismiss(False)", "")]

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question

    def compose(self) -> ComposeResult:
        """The question and its answers, no first."""
        with Vertical():
            yield Static(self.question)
            yield OptionList(Option(f"2 {say('tui.no')}", "no"), Option(f"1 {say('tui.yes')}", "yes"))

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """Ends with the answer under the cursor."""
        self.dismiss(event.option.id == "yes")
