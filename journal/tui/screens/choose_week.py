"""A list of all weeks, from which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.tui.widgets.meter import bar
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.weeks import WeekRow
    from journal.tui.app import JournalApp


class ChooseWeek(ModalScreen[int]):
    """Ends with the id of a week, 0 for the week of today, or None."""

    DEFAULT_CSS = """
    ChooseWeek { align: center middle; }
    ChooseWeek Vertical { width: 72; max-width: 95%; height: auto; max-height: 80%; padding: 1 2; }
    ChooseWeek Vertical { background: $surface; }
    ChooseWeek OptionList { height: auto; max-height: 14; background: $surface; }
    """
    BINDINGS = [("escape", "dismiss", "")]
    app: JournalApp

    def compose(self) -> ComposeResult:
        """A heading and the list."""
        with Vertical():
            yield Static(say("write.choose_week"), classes="heading")
            yield OptionList()

    def on_mount(self) -> None:
        """Reads the weeks."""
        if self.app.desk is not None:
            self.read(self.app.desk)

    @work(thread=True)
    def read(self, desk: Desk) -> None:
        """Reads the weeks in a thread."""
        from journal.desk.weeks import all_weeks

        self.app.call_from_thread(self.show, all_weeks(desk))

    def show(self, rows: list[WeekRow]) -> None:
        """Lists the weeks, the newest first, above them the week of today when it has no log yet."""
        options = self.query_one(OptionList)
        if not any(row.is_current for row in rows):
            options.add_option(Option(say("write.this_week"), "0"))
        for row in reversed(rows):
            meter = bar(row.words / row.goal, 10, "$success" if row.words >= row.goal else "$primary")
            label = Content.assemble(
                meter, f" {row.words:>5} {say('write.unit')}  ", (row.title, "bold"), f"  {row.span}"
            )
            options.add_option(Option(label, str(row.id)))
        options.highlighted = 0
        options.focus()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Ends with the week that was chosen."""
        self.dismiss(int(event.option.id or 0))
