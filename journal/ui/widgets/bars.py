"""The two lines that frame every screen: where one is, and what can be pressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from journal.ui.keys import Key, keys_of, shown

LEFT = 12
"""Cells of the left text that a focus session never takes."""


class TitleBar(Widget):
    """One line: the place on the left, the focus session and the state of things on the right, a rule below."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    session: reactive[str] = reactive("")

    def render(self) -> Content:
        """All on one line; the left text is cut where they would meet, and the right one where a session takes room."""
        right = Content.styled(self.right, "$muted")
        if self.session:
            room = max(0, self.size.width - cell_len(self.session) - min(cell_len(self.left), LEFT) - 4)
            right = Content.assemble((self.session, "$accent"), "   ", right.truncate(room, ellipsis=True))
        room = max(0, self.size.width - right.cell_length - 2)
        left = Content.styled(self.left, "bold $primary").truncate(room, ellipsis=True)
        gap = " " * max(1, self.size.width - left.cell_length - right.cell_length)
        return Content.assemble(left, gap, right)


class KeyBar(Static):
    """The keys that matter here, most important first; what does not fit is found in the help."""

    contexts: tuple[str, ...] = ()
    """The places whose keys are shown, the nearest first."""
    _keys: Sequence[tuple[Key, str]] = ()

    def show(
        self,
        contexts: Iterable[str],
        hidden: Iterable[str] = (),
        keymap: Mapping[str, str] | None = None,
        *,
        typing: bool = False,
    ) -> None:
        """Shows the keys of these places but those whose id is `hidden`, and while `typing` no key that types."""
        without = set(hidden)
        self.contexts = tuple(contexts)
        keys = [key for place in self.contexts for key in keys_of(place) if key.in_bar and key.id not in without]
        self._keys = [(key, name) for key in keys if (name := shown(key, keymap, typing=typing))]
        self.refresh_keys()

    def on_resize(self) -> None:
        """Drops or shows keys as the line grows shorter or longer."""
        self.refresh_keys()

    def refresh_keys(self) -> None:
        """Writes the line again for the present width."""
        parts: list[Content] = []
        room = self.size.width or 80
        for key, name in self._keys:
            part = _part(key, name)
            room -= part.cell_length + 3
            if room < -3:
                break
            parts.append(part)
        self.update(Content("   ").join(parts))


def _part(key: Key, name: str) -> Content:
    part = Content.assemble((name, "bold $primary"), (f" {key.label}", "$muted"))
    return part.stylize(f"@click=app.simulate_key('{key.keys.split(',')[0]}')")
