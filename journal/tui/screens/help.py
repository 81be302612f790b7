"""Help: how the app works, and every key, from the same table as the bindings."""

from __future__ import annotations

from collections.abc import Iterable

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from journal.tui.keys import TABLE, keys_of, shown
from journal.tui.place import Place
from journal.words import say


class HelpScreen(Place):
    """What to press, place by place."""

    DEFAULT_CSS = "HelpScreen VerticalScroll Static { height: auto; margin-bottom: 1; }"
    name_of_place = "help"
    AUTO_FOCUS = "VerticalScroll"

    def content(self) -> Iterable[Widget]:
        """The idea of the app, then the keys of each place."""
        with VerticalScroll():
            yield Static(say("help.idea"))
            for place in dict.fromkeys(key.place for key in TABLE):
                yield Static(self.keys(place))
            yield Static(say("help.input_method"), classes="muted")

    def keys(self, place: str) -> Content:
        """The keys of one place under its name."""
        lines = [Content.styled(say(f"help.place_{place}"), "bold $secondary")]
        for key in keys_of(place):
            name = shown(key, self.app.keymap)
            lines.append(Content.assemble(("  " + name.ljust(7), "bold $primary"), key.label))
        return Content("\n").join(lines)
