"""A text area whose text came through the door."""

from __future__ import annotations

from dataclasses import replace

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.widgets import TextArea

from journal.core.incoming import pasted


class Area(TextArea):
    """A text area that takes in nothing that no text of ours may hold, whether it is typed or pasted."""

    def edit(self, edit: Edit) -> EditResult:
        """Changes the text."""
        text = pasted(edit.text)
        return super().edit(edit if text == edit.text else replace(edit, text=text))
