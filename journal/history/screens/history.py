"""What a week said before: its versions, and what changed since the one under the cursor; enter brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.differences import TextChange, differences
from journal.core.messages import say
from journal.ui.background import in_background
from journal.ui.keys import bindings_of
from journal.ui.messages import VisitWeek
from journal.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from journal.history.versions import VersionRow
    from journal.opening.journal import Journal
    from journal.ui.host import Host

STYLES = {"same": ("$muted",), "out": ("$error", "strike"), "in": ("$success", "underline")}
"""How the parts of a text look: what went is struck, what came is underlined."""
SAME = 24
"""How many characters of what stayed are shown at each end of it."""


class History(ModalScreen[None]):
    """Shows the versions of a week, the latest first."""

    DEFAULT_CSS = """
    History { align: center middle; }
    History Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    History Vertical { background: $surface; }
    History OptionList { height: auto; max-height: 8; margin-top: 1; }
    History VerticalScroll { height: auto; max-height: 45vh; margin: 1 0; }
    History #changes { height: auto; }
    """
    BINDINGS: ClassVar = [*bindings_of("history"), ("escape", "dismiss", "")]
    app: Host

    def __init__(self, week_id: int, title: str) -> None:
        super().__init__()
        self.week_id = week_id
        self.week_title = title
        self.rows: dict[str, VersionRow] = {}

    def compose(self) -> ComposeResult:
        """The week, its versions, the changes, and the keys."""
        with Vertical():
            yield Static(self.week_title, classes="heading")
            yield OptionList()
            with VerticalScroll(can_focus=False):
                yield Static(id="changes")
            yield KeyBar()

    def on_mount(self) -> None:
        """Reads the versions in the background."""
        in_background(self, self.read, self.show)

    def read(self, journal: Journal) -> list[VersionRow]:
        """Reads the versions."""
        from journal.history.versions import history

        return history(journal, self.week_id)

    def show(self, rows: list[VersionRow]) -> None:
        """Lists the versions; the cursor is on the one before the present text."""
        options = self.query_one(OptionList)
        self.query_one(KeyBar).show(["history"] if len(rows) > 1 else [], keymap=self.app.keymap)
        for row in reversed(rows):
            self.rows[str(row.number)] = row
            options.add_option(Option(_line(row), str(row.number)))
        options.highlighted = min(1, len(rows) - 1) if rows else None
        options.focus()

    @property
    def highlighted(self) -> VersionRow | None:
        """The version under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return self.rows.get(option.id or "") if option is not None else None

    @on(OptionList.OptionHighlighted)
    def compare(self) -> None:
        """Shows what changed from the version under the cursor to the present text."""
        version = self.highlighted
        present = next((row for row in self.rows.values() if row.is_current), None)
        if version is not None and present is not None:
            message = _changes(differences(version.body, present.body)) if len(self.rows) > 1 else _only()
            self.query_one("#changes", Static).update(message)
            self.query_one(VerticalScroll).scroll_home(animate=False)

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_revert()

    def action_revert(self) -> None:
        """Brings the version under the cursor back into the editor."""
        version = self.highlighted
        if version is None:
            return
        if version.is_current:
            self.dismiss()
            return
        self.bring_back(version)

    def bring_back(self, version: VersionRow) -> None:
        """Stores it in the background, and opens the week."""
        from journal.history.versions import bring_back

        def shown(_: object) -> None:
            self.app.notify(say("history.brought_back", at=f"{version.at:%m.%d %H:%M}"))
            self.post_message(VisitWeek(self.week_id))

        in_background(self, lambda journal: bring_back(journal, self.week_id, version), shown)


def _line(row: VersionRow) -> Content:
    present = f"  {say('history.present')}" if row.is_current else ""
    words = f"{row.words:>7} {say('write.unit')}"
    return Content.assemble(f"{row.at:%Y-%m-%d %H:%M}", words, (present, "$muted"))


def _only() -> Content:
    return Content.styled(say("history.only"), "$muted")


def _changes(changes: list[TextChange]) -> Content:
    """The changed parts in their surroundings; long parts that stayed are shortened."""
    if all(change.kind == "same" for change in changes):
        return Content.styled(say("history.no_difference"), "$muted")
    return Content("").join(map(_painted, changes))


def _painted(change: TextChange) -> Content:
    text = change.text
    if change.kind == "same" and len(text) > 2 * SAME:
        text = f"{text[:SAME]} … {text[-SAME:]}"
    content = Content(text)
    for style in STYLES[change.kind]:
        content = content.stylize(style)
    return content
