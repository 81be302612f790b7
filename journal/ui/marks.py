"""The gate to the screens: whatever text a widget shows, a mark stands for each character that a terminal acts on.

Textual makes every text of its widgets by `Content`, Rich by `Text`, and each of them cleans it in one function that
leaves out a few control characters and lets the others through. `show_marks` replaces the two, and what a character
measures in cells: a mark takes one, where the character itself took none. A text is never markup either. Most of the
names are private, so a test fails when an upgrade moves them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rich.cells
import rich.text
import textual._wrap
import textual.content
from textual.content import Content

from journal.core.marks import visible

_cells_of = rich.cells.get_character_cell_size


def marked(text: str, _table: object = None) -> str:
    """`text` as it is shown, each character still in its place; the line ends of Windows leave a blank."""
    return visible(text.replace("\r\n", " \n") if "\r" in text else text)


def plain(kind: type[Content], text: str | Content, /, **_: object) -> Content:
    """A text as it stands, in place of what Textual takes for markup: a title may hold brackets, and end in `[/]`."""
    return text if isinstance(text, Content) else kind(text)


@lru_cache(4096)
def cells(character: str, unicode_version: str = "auto") -> int:
    """How many cells a character takes on the screen, its mark in place of itself where it has one."""
    return _cells_of(visible(character), unicode_version)


_REPLACED: tuple[tuple[object, str, Any], ...] = (
    (textual.content, "_strip_control_codes", marked),
    (textual.content.Content, "from_markup", classmethod(plain)),
    (rich.text, "strip_control_codes", marked),
    (rich.cells, "get_character_cell_size", cells),
    (textual._wrap, "get_character_cell_size", cells),
)


def show_marks() -> None:
    """Lets every widget show marks, from the editor to messages."""
    for module, name, ours in _REPLACED:
        setattr(module, name, ours)
