"""Code as it is shown: highlighted, and never cut."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.highlight import highlight
from textual.widgets import Static

HANG = 4
"""Columns by which the rest of a broken line is indented more than its beginning."""


def code_content(code: str) -> Content:
    """Python code in the colours of the theme."""
    return highlight(code, language="python")


def hung(code: Content, width: int) -> Content:
    """Code whose lines take at most `width` cells: a longer one breaks after a comma or blank, its rest indented."""
    return Content("\n").join([part for line in code.split("\n") for part in _parts(line, width)])


def _parts(line: Content, width: int) -> list[Content]:
    indent = len(line.plain) - len(line.plain.lstrip())
    if line.cell_length > width and indent > width // 2:
        line, indent = Content.assemble(" " * (width // 2), line[indent:]), width // 2
    hang = min(indent + HANG, width // 2)
    parts: list[Content] = []
    while line.cell_length > width:
        at = _break(line.plain, width, hang if parts else indent)
        parts.append(line[:at].rstrip())
        line = Content.assemble(" " * hang, line[at:])
    return [*parts, line]


def _break(text: str, width: int, start: int) -> int:
    """Where a line that is too long breaks: behind the last blank within `width` cells, or wherever it must."""
    end = start + 1
    while end < len(text) and Content(text[: end + 1]).cell_length <= width:
        end += 1
    blank = text.rfind(" ", start + 1, end + 1)
    return blank + 1 if blank > start else end


class CodeView(Static):
    """Code that is as wide as its place: longer lines hang."""

    code = Content()

    def show(self, code: str) -> None:
        """Shows this code."""
        self.code = code_content(code)
        self.lay_out()

    def on_resize(self, event: events.Resize) -> None:
        """Wraps the lines again if the width has changed."""
        self.lay_out()

    def lay_out(self) -> None:
        """Breaks the lines at the present width."""
        width = self.content_size.width
        self.update(hung(self.code, width) if width else self.code)
