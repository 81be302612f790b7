"""An editor for mixed Chinese and English text: words are Han characters or Latin runs, headings and concepts show.

A row is painted again only when it looks different. What Textual remembers of its rows is thrown away with every key,
so that a long paragraph costs its length times the rows on the screen; here a row is known by all that it is painted
from.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from rich.color import Color as RichColor
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.color import Color
from textual.document._document import EditResult, Location
from textual.document._edit import Edit
from textual.strip import Strip

from journal.ui.chinese import word_left, word_right
from journal.ui.widgets.area import Area

HEADING = re.compile(r" {0,3}#{1,6} ")
QUOTE = re.compile(r" {0,3}>")
COMMENT = re.compile(r"<!--.*?-->")
EMPHASIS = (
    (re.compile(r"(?<![*\w])\*\*(?=\S)[^*\n]+(?<=\S)\*\*"), Style(bold=True)),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])[^*\n]+(?<=[^\s*])\*(?!\*)"), Style(italic=True)),
    (re.compile(r"~~(?=\S)[^~\n]+(?<=\S)~~"), Style(strike=True)),
)
"""How the marks of Markdown that run along a line are shown: with their marks, in the style that they ask for."""
CODE = re.compile(r"`[^`\n]+`")
ROWS = 512
"""How many rows are remembered as they were painted."""
Span = tuple[int, int]


class Editor(Area):
    """A text area with Chinese support. `marks` are the spans of concepts, `typos` those of typos, by line."""

    marks: Mapping[int, Sequence[Span]] = {}
    typos: Mapping[int, Sequence[Span]] = {}

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.match_cursor_bracket = False
        self.rows: LRUCache[Hashable, Strip] = LRUCache(ROWS)

    def get_line(self, line_index: int) -> Text:
        """One line as it is painted: Markdown lightly shown, concepts in the accent colour, typos underlined."""
        line = super().get_line(line_index)
        self._show_markdown(line)
        for start, end in self.marks.get(line_index, ()):
            line.stylize(Style(color=self._colour("accent")), start, end)
        for start, end in self.typos.get(line_index, ()):
            line.stylize(Style(color=self._colour("warning"), underline=True), start, end)
        return line

    def _show_markdown(self, line: Text) -> None:
        """Headings and emphasis as they are meant, quotes, code and comments quieter; every mark stays in its place."""
        quiet = Style(dim=True)
        if HEADING.match(line.plain):
            line.stylize(Style(bold=True))
        elif QUOTE.match(line.plain):
            line.stylize(quiet)
        for pattern, style in (*EMPHASIS, (CODE, Style(color=self._colour("secondary"))), (COMMENT, quiet)):
            for found in pattern.finditer(line.plain):
                line.stylize(style, *found.span())

    def _colour(self, name: str) -> RichColor:
        """A colour of the theme."""
        return Color.parse(self.app.theme_variables[name]).rich_color

    def render_line(self, y: int) -> Strip:
        """One row of the screen, from what is known of it where it looks as it did."""
        place = self.place_of(y)
        if place is None or (self.document.line_count == 1 and not self.document[0]):
            return super().render_line(y)
        look = self.look_of(*place)
        row = self.rows.get(look)
        if row is None:
            row = self.rows[look] = self._render_line(y)
        return row

    def place_of(self, y: int) -> tuple[int, int] | None:
        """The line that is painted in a row of the screen, and which row of it; None below the text."""
        places = self.wrapped_document._offset_to_line_info
        row = y + self.scroll_offset.y
        return places[row] if row < len(places) else None

    def look_of(self, line: int, row: int) -> Hashable:
        """All that one row of a line is painted from."""
        start, end = sorted(self.selection)
        selected = (
            (line - start[0], start[1], line - end[0], end[1]) if start != end and start[0] <= line <= end[0] else None
        )
        caret = (self.cursor_location[1], self._draw_cursor) if self.cursor_location[0] == line else None
        breaks, width = tuple(self.wrapped_document.get_offsets(line)), self.scrollable_content_region.width
        marks = tuple(self.marks.get(line, ())), tuple(self.typos.get(line, ()))
        return self.document[line], row, breaks, width, marks, caret, selected, self.app.theme

    def mark(self, marks: Mapping[int, Sequence[Span]]) -> None:
        """Marks the concepts, and paints again when they have changed."""
        if marks != self.marks:
            self.marks = marks
            self.refresh()

    def underline(self, typos: Mapping[int, Sequence[Span]]) -> None:
        """Underlines the typos, and paints again when they have changed."""
        if typos != self.typos:
            self.typos = typos
            self.refresh()

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wraps the whole text, after its width or its breaks changed, and paints every row again."""
        super()._rewrap_and_refresh_virtual_size()
        self.refresh()

    def _recompute_cursor_offset(self) -> None:
        """Finds the cell of the cursor. An undo that shortens the text asks for it before it has moved the cursor."""
        within = self.clamp_visitable(self.cursor_location)
        self._cursor_offset = self.wrapped_document.location_to_offset(within)

    def edit(self, edit: Edit) -> EditResult:
        """Changes the text; marks stay at their words, and a line that wraps below the last row comes into view."""
        size = self.virtual_size
        result = super().edit(edit)
        changed = edit.top, edit.bottom, result.end_location
        self.marks, self.typos = moved(self.marks, *changed), moved(self.typos, *changed)
        if self.virtual_size != size:
            self.call_after_refresh(self.scroll_cursor_visible)
        return result

    def undo(self) -> None:
        """Undoes the last edits; the cursor comes into view once the size of the text is known."""
        super().undo()
        self.call_after_refresh(self.scroll_cursor_visible)

    def redo(self) -> None:
        """Does the edits that were undone last once more; the cursor comes into view."""
        super().redo()
        self.call_after_refresh(self.scroll_cursor_visible)

    def find(self, words: str) -> None:
        """Puts the cursor before the first place where some words stand, in the middle of the screen."""
        start = self.text.find(words)
        if start >= 0:
            self.move_cursor(self.location_of(start), center=True)

    def location_of(self, place: int) -> Location:
        """Row and column of a place in the text."""
        before = self.text[:place]
        return before.count("\n"), len(before) - before.rfind("\n") - 1

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


def moved(
    spans: Mapping[int, Sequence[Span]], start: Location, old_end: Location, new_end: Location
) -> dict[int, list[Span]]:
    """Where spans stand once what went from `start` to `old_end` goes to `new_end`; those that it cut are left out."""
    found: dict[int, list[Span]] = {}
    for line, places in spans.items():
        for first, last in places:
            if (line, last) <= start:
                found.setdefault(line, []).append((first, last))
            elif (line, first) >= old_end:
                right = new_end[1] - old_end[1] if line == old_end[0] else 0
                found.setdefault(line + new_end[0] - old_end[0], []).append((first + right, last + right))
    return found


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
