"""The report of one week, over the screen that it was opened from; one key writes it as a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.core.messages import UserError, say
from journal.report.screens.lines import report_content
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.report.report import Report


class ReportScreen(BaseScreen):
    """The report of the week with this id, else of the week of today or the latest one."""

    DEFAULT_CSS = """
    ReportScreen VerticalScroll Static { height: auto; }
    """
    key_context = "report"
    bar = ("report",)
    BINDINGS: ClassVar = bindings_of("report")
    AUTO_FOCUS = "VerticalScroll"
    report: Report | None = None

    def __init__(self, week_id: int | None = None) -> None:
        super().__init__()
        self.week_id = week_id

    def content(self) -> Iterable[Widget]:
        """The report, without the log."""
        with VerticalScroll():
            yield Static()

    @property
    def painted(self) -> Static:
        """Where the report is shown."""
        return self.query_one("#content VerticalScroll Static", Static)

    def load(self, journal: Journal) -> None:
        """Makes the report in the background."""
        in_background(self, self.made, self.show, on_error=self.refuse, group="load", exclusive=True)

    def made(self, journal: Journal) -> Report:
        """Makes the report. Raises UserError where there is no week."""
        from journal.report.gathering import report_on

        return report_on(journal, self.week_id)

    def refuse(self, error: UserError) -> None:
        """Says in the report's place why there is none."""
        self.painted.update(Content(str(error)))

    def show(self, report: Report) -> None:
        """Paints what was made."""
        self.report = report
        self.title_bar.right = report.title
        self.painted.update(report_content(report))

    def action_file(self) -> None:
        """Asks for a file to write the report to, as HTML."""
        from journal.ui.dialogs.ask_line import AskLine

        if self.report is not None:
            proposed = self.app.settings.home / "reports" / f"{self.report.starts}.html"
            self.app.push_screen(AskLine(say("report.ask_file"), value=str(proposed)), self.file_named)

    def file_named(self, name: str | None) -> None:
        """Writes the report to the file that was named, if any; `~` is the user's own folder."""
        if name and name.strip() and self.report is not None:
            self.write(self.report, Path(name.strip()).expanduser())

    def write(self, report: Report, path: Path) -> None:
        """Writes it in the background, and says where."""
        from journal.report.files import rendered, write

        def message(_: None) -> None:
            self.app.notify(say("report.written", path=path), timeout=10)

        in_background(self.app, lambda _: write(path, rendered(report, "html")), message)
