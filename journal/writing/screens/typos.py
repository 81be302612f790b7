"""Typos in a week: one key fixes or ignores each, and nothing else changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import say
from journal.log.typos import Typo, line_and_column
from journal.ui.keys import bindings_of
from journal.ui.widgets.bars import KeyBar

if TYPE_CHECKING:
    from journal.ui.host import Host

Choice = Literal["", "mend", "let_be"]
MARKS: dict[Choice, tuple[str, str]] = {"": ("·", "$primary"), "mend": ("✓", "$success"), "let_be": ("✗", "$muted")}
"""How each choice looks, and its colour."""
WIDTH = 70
"""Cells of a line in the list."""
AROUND = 20
"""How many characters on either side of a typo are shown."""


@dataclass(frozen=True)
class ChosenFixes:
    """What is to be done with the typos: those to fix, those to ignore from now on."""

    fix: tuple[Typo, ...] = ()
    ignored: tuple[Typo, ...] = ()


class TyposScreen(ModalScreen[ChosenFixes]):
    """Lists the typos of a text; ends with what was chosen for them."""

    DEFAULT_CSS = """
    TyposScreen { align: center middle; }
    TyposScreen Vertical { width: 76; max-width: 100%; height: auto; max-height: 90%; padding: 1 2 0 2; }
    TyposScreen Vertical { background: $surface; }
    TyposScreen OptionList { height: auto; max-height: 14; margin: 1 0; }
    """
    BINDINGS: ClassVar = [*bindings_of("slips"), ("escape,f5", "finish", "")]
    app: Host

    def __init__(self, text: str, typos: Sequence[Typo]) -> None:
        super().__init__()
        self.text = text
        self.typos = typos
        self.choices: list[Choice] = ["" for _ in typos]

    def compose(self) -> ComposeResult:
        """The list and the keys."""
        with Vertical():
            yield Static(say("slips.heading", n=len(self.typos)), classes="heading")
            yield OptionList(*(Option(self.line(place), str(place)) for place in range(len(self.typos))))
            yield KeyBar()

    def on_mount(self) -> None:
        """The cursor is on the first one."""
        self.query_one(KeyBar).show(["slips"], keymap=self.app.keymap)
        options = self.query_one(OptionList)
        options.highlighted = 0
        options.focus()

    def line(self, place: int) -> Content:
        """One typo as it stands in its line, and what it would become."""
        typo = self.typos[place]
        number, column = line_and_column(self.text, typo.start)
        start = max(typo.start - AROUND, typo.start - column + 1)
        before, behind = self.text[start : typo.start], self.text[typo.end : typo.end + AROUND].partition("\n")[0]
        mark, style = MARKS[self.choices[place]]
        found = Content.styled(typo.found, "$error").stylize("underline" if typo.instead is None else "strike")
        instead = Content.styled(typo.instead or "", "$success").stylize("underline")
        place_of = Content.styled(f" {number:>3}:{column:<4} ", "$muted")
        line = Content.assemble((mark, style), place_of, before, found, instead, behind)
        return line.truncate(WIDTH, ellipsis=True)

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_mend()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_mend(self) -> None:
        """Fixes the typo under the cursor, or no longer; reports one without a clear remedy."""
        place = self.query_one(OptionList).highlighted
        if place is None:
            return
        if self.typos[place].instead is None:
            self.notify(say("slips.unclear"))
            return
        self.choose(place, "mend")

    def action_let_be(self) -> None:
        """Lets the typo under the cursor be for good, or no longer."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.choose(place, "let_be")

    def action_all(self) -> None:
        """Fixes every typo that has a clear remedy and is not ignored."""
        for place, typo in enumerate(self.typos):
            if typo.instead is not None and not self.choices[place]:
                self.choose(place, "mend", move=False)

    def choose(self, place: int, choice: Choice, *, move: bool = True) -> None:
        """Marks a typo, or takes the same mark back; the cursor goes on to the next one."""
        self.choices[place] = "" if self.choices[place] == choice else choice
        options = self.query_one(OptionList)
        options.replace_option_prompt(str(place), self.line(place))
        if move and place + 1 < len(self.typos):
            options.highlighted = place + 1

    def action_finish(self) -> None:
        """Closes the list: what was chosen is done."""
        chosen = list(zip(self.typos, self.choices, strict=True))
        self.dismiss(
            ChosenFixes(
                tuple(typo for typo, choice in chosen if choice == "mend"),
                tuple(typo for typo, choice in chosen if choice == "let_be"),
            )
        )
