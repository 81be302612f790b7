"""A line to type on whose word keys move by Han character or Latin word, as those of the editor do."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import Input

from journal.core.incoming import pasted
from journal.ui.chinese import word_left, word_right


class Line(Input):
    """An input for mixed Chinese and English text."""

    BINDINGS = [
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
        Binding("alt+delete,ctrl+delete", "delete_right_word", show=False),
    ]

    def validate_value(self, value: str) -> str:
        """The line as it is taken in, whether it is typed, pasted or set."""
        return pasted(value)

    def action_cursor_left_word(self, select: bool = False) -> None:
        """To the beginning of the word before the cursor."""
        self._to(word_left(self.value, self.cursor_position), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """To the end of the word after the cursor."""
        self._to(word_right(self.value, self.cursor_position), select)

    def action_delete_left_word(self) -> None:
        """Deletes the word before the cursor, or the selection."""
        if self.selection.is_empty:
            self.delete(word_left(self.value, self.cursor_position), self.cursor_position)
        else:
            self.delete_selection()

    def action_delete_right_word(self) -> None:
        """Deletes the word after the cursor, or the selection."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, word_right(self.value, self.cursor_position))
        else:
            self.delete_selection()

    def _to(self, position: int, select: bool) -> None:
        start = self.selection.start if select else position
        self.selection = type(self.selection)(start, position)
