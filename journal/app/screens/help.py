"""Help: how the app works, and every key, from the same table as the bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.app.words import WORDS
from journal.core.messages import say
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import TABLE, keys_of, shown

if TYPE_CHECKING:
    from journal.opening.journal import Journal


class HelpScreen(BaseScreen):
    """What to press: first where one was, then place by place."""

    DEFAULT_CSS = """
    HelpScreen VerticalScroll Static { height: auto; margin-bottom: 1; }
    HelpScreen #places { height: auto; layout: vertical; }
    HelpScreen.-wide #places { layout: horizontal; }
    HelpScreen #places Vertical { width: 1fr; height: auto; }
    """
    key_context = "help"
    AUTO_FOCUS = "VerticalScroll"

    def content(self) -> Iterable[Widget]:
        """The idea of the app, then the keys of each place, in two columns where there is room for them."""
        with VerticalScroll():
            yield Static(id="here")
            yield Static(say("help.idea"))
            with Horizontal(id="places"):
                for column in _columns():
                    with Vertical():
                        for context in column:
                            yield Static(self.keys(context))
            yield Static(say("help.input_method"), classes="muted")
            yield Static(_words())

    def load(self, journal: Journal) -> None:
        """Begins with the keys of the screen that was left for the help."""
        here = self.query_one("#here", Static)
        here.display = bool(self.app.help_on)
        here.update(Content("\n\n").join(map(self.keys, self.app.help_on)))
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def keys(self, context: str) -> Content:
        """The keys of one place under its name."""
        lines = [Content.styled(say(f"help.place_{context}"), "bold $secondary")]
        names = {key: shown(key, self.app.keymap) for key in keys_of(context)}
        width = max(7, *(len(name) + 1 for name in names.values()))
        for key, name in names.items():
            lines.append(Content.assemble(("  " + name.ljust(width), "bold $primary"), key.label))
        return Content("\n").join(lines)


def _words() -> Content:
    """What each word of a figure means."""
    names = {word: say(f"words.{word}") for word in WORDS}
    width = max(map(cell_len, names.values())) + 2
    lines = [Content.styled(say("words.heading"), "bold $secondary")]
    for word, name in names.items():
        padded = f"  {name}{' ' * (width - cell_len(name))}"
        lines.append(Content.assemble((padded, "bold $primary"), say(f"words.{word}_is")))
    return Content("\n").join(lines)


def _columns() -> tuple[list[str], list[str]]:
    """The places in their order, parted where both halves have about as many keys."""
    contexts = list(dict.fromkeys(key.context for key in TABLE))
    lines = [len(keys_of(context)) + 2 for context in contexts]
    middle = next(n for n in range(len(contexts)) if 2 * sum(lines[: n + 1]) >= sum(lines))
    return contexts[: middle + 1], contexts[middle + 1 :]
