"""A list of all weeks, from which one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.widgets.bars import KeyBar
from journal.ui.widgets.meter import bar

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.ui.host import Host
    from journal.weeks.week_rows import WeekRow


class ChooseWeek(ModalScreen[int]):
    """Ends with the id of a week, 0 for the week of today, or None."""

    DEFAULT_CSS = """
    ChooseWeek { align: center middle; }
    ChooseWeek Vertical { width: 72; max-width: 95%; height: auto; max-height: 80%; padding: 1 2 0 2; }
    ChooseWeek Vertical { background: $surface; }
    ChooseWeek OptionList { height: auto; max-height: 14; margin: 1 0 2 0; }
    """
    BINDINGS: ClassVar = [*bindings_of("weeks"), ("escape", "dismiss", "")]
    app: Host
    titles: Mapping[int, str] = {}

    def compose(self) -> ComposeResult:
        """A heading and the list."""
        with Vertical():
            yield Static(say("write.choose_week"), classes="heading")
            yield OptionList()
            yield KeyBar()

    def on_mount(self) -> None:
        """Reads the weeks."""
        self.query_one(KeyBar).show(["weeks"], keymap=self.app.keymap)
        self.read()

    def read(self) -> None:
        """Reads the weeks in the background."""
        from journal.weeks.week_rows import all_weeks

        in_background(self, all_weeks, self.show)

    def show(self, rows: list[WeekRow]) -> None:
        """Lists the weeks, the newest first, above them the week of today when it has no log yet."""
        options = self.query_one(OptionList)
        options.clear_options()
        self.titles = {row.id: row.name for row in rows}
        if not any(row.is_current for row in rows):
            options.add_option(Option(say("write.this_week"), "0"))
        for row in reversed(rows):
            share = row.words / row.goal if row.goal else 1.0
            meter = bar(share, 10, "$success" if share >= 1 else "$primary")
            label = Content.assemble(meter, f" {row.words:>5} {say('write.unit')}  ", (row.name, "bold"))
            options.add_option(Option(label, str(row.id)))
        options.highlighted = 0
        options.focus()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Ends with the week that was chosen."""
        self.dismiss(int(event.option.id or 0))

    def action_open(self) -> None:
        """Ends with the week under the cursor."""
        self.query_one(OptionList).action_select()

    def action_history(self) -> None:
        """Shows what the week under the cursor said before."""
        from journal.history.screens.history import History

        if self.highlighted:
            self.app.push_screen(History(self.highlighted, self.titles[self.highlighted]))

    def action_report(self) -> None:
        """Shows the report of the week under the cursor."""
        from journal.report.screens.report import ReportScreen

        if self.highlighted:
            self.app.push_screen(ReportScreen(self.highlighted))

    @property
    def highlighted(self) -> int:
        """The id of the week under the cursor; 0 for one without a log."""
        option = self.query_one(OptionList).highlighted_option
        return int(option.id or 0) if option is not None else 0

    def action_delete(self) -> None:
        """Moves the week under the cursor into the bin."""
        from journal.weeks.bin import delete

        if week_id := self.highlighted:
            self.change(lambda journal: say("bin.moved", title=delete(journal, week_id).title))

    def action_undelete(self) -> None:
        """Brings back the week that was deleted last."""
        from journal.weeks.bin import bring_back

        self.change(lambda journal: say("bin.brought_back", title=bring_back(journal).title))

    def change(self, how: Callable[[Journal], str]) -> None:
        """Changes the weeks in the background, says what was done, and lists them again."""
        in_background(self, how, self.changed, severity="information", group="bin")

    def changed(self, message: str) -> None:
        """Says what was done, and lists the weeks again."""
        self.app.notify(message)
        self.read()
