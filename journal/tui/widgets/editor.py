"""An editor for mixed Chinese and English text: words are Han characters or Latin runs, headings and concepts show."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.document._document import Location
from textual.widgets import TextArea

from journal.tui.chinese import word_left, word_right

HEADING = re.compile(r"#{1,6} ")
Span = tuple[int, int]


class Editor(TextArea):
    """A text area that is at home in Chinese. `marks` are the spans of concepts, by line."""

    marks: Mapping[int, Sequence[Span]] = {}

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted: a heading in bold, concepts in the accent colour."""
        line = super().get_line(line_index)
        if HEADING.match(line.plain):
            line.stylize(Style(bold=True))
        colour = Color.parse(self.app.theme_variables["accent"]).rich_color
        for start, end in self.marks.get(line_index, ()):
            line.stylize(Style(color=colour), start, end)
        return line

    def mark(self, marks: Mapping[int, Sequence[Span]]) -> None:
        """Marks the concepts, and paints anew when they have changed."""
        if marks != self.marks:
            self.marks = marks
            self._line_cache.clear()
            self.refresh()

    def find(self, words: str) -> None:
        """Puts the cursor before the first place where some words stand, in the middle of the screen."""
        start = self.text.find(words)
        if start >= 0:
            before = self.text[:start]
            self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1), center=True)

    def get_cursor_word_left_location(self) -> Location:
        """Where the word before the cursor begins; at the start of a line, the end of the line above."""
        row, column = self.cursor_location
        if column == 0:
            return (row - 1, len(self.document[row - 1])) if row else (0, 0)
        return row, word_left(self.document[row], column)

    def get_cursor_word_right_location(self) -> Location:
        """Where the word after the cursor ends; at the end of a line, the start of the line below."""
        row, column = self.cursor_location
        if column == len(self.document[row]):
            return (row + 1, 0) if row + 1 < self.document.line_count else (row, column)
        return row, word_right(self.document[row], column)

    def action_delete_word_right(self) -> None:
        """Deletes the word after the cursor, or the selection."""
        start, end = self.selection
        self._delete_via_keyboard(start, end if start != end else self.get_cursor_word_right_location())


def spans_by_line(text: str, spans: Sequence[Span]) -> dict[int, list[Span]]:
    """Spans of a text as spans of its lines; one that crosses a line break is left out."""
    found: dict[int, list[Span]] = {}
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    line = 0
    for start, end in sorted(spans):
        while line + 1 < len(starts) and starts[line + 1] <= start:
            line += 1
        if "\n" not in text[start:end]:
            found.setdefault(line, []).append((start - starts[line], end - starts[line]))
    return found
