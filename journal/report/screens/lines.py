"""The report of a week as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from journal.core.messages import say

if TYPE_CHECKING:
    from journal.report.report import Report, ReportLine, ReportSection

NAMES, FIGURES = 22, 11
"""Cells of the column of names, and of each column of figures."""


def report_content(report: Report) -> Content:
    """All of a report but its log: the figures beside those of last week, then part by part."""
    from journal.report.report import facts, sections

    message = Content.styled(" · ".join(facts(report)), "$muted")
    return Content("\n\n").join([_table(report), message, *map(_part, sections(report))])


def _table(report: Report) -> Content:
    from journal.report.report import habit_rows

    heads = ("", say("report.this_week"), say("report.last_week"), say("report.difference"))
    rows = [_row(heads).stylize("$muted"), *map(_row, habit_rows(report.habits))]
    return Content("\n").join(rows)


def _row(cells: tuple[str, str, str, str]) -> Content:
    """A name on the left, three figures on the right of their columns."""
    name, *figures = map(Content, cells)
    gaps = [" " * max(1, FIGURES - each.cell_length) for each in figures]
    between = [part for pair in zip(gaps, figures, strict=True) for part in pair]
    return Content.assemble(name, " " * (NAMES - name.cell_length), *between)


def _part(part: ReportSection) -> Content:
    heading = Content.styled(part.heading, "bold $secondary")
    lines = [_flowing(part)] if part.flows else list(_lines(part))
    return Content("\n").join([heading, *lines])


def _flowing(part: ReportSection) -> Content:
    return Content(" · ".join(line.text for line in part.lines))


def _lines(part: ReportSection) -> Iterator[Content]:
    for line in part.lines:
        mark, style = {None: ("·", "$muted"), False: ("☐", "$primary"), True: ("✓", "$success")}[line.done]
        text = Content(line.text)
        yield Content.assemble((mark, style), " ", _struck(text) if line.done else text, (_note(line), "$muted"))


def _struck(text: Content) -> Content:
    return text.stylize("$muted").stylize("strike")


def _note(line: ReportLine) -> str:
    return f"  {line.note}" if line.note else ""
