"""Column charts made of text: eighths of a cell high, with a line for a goal and labels in any script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

EIGHTHS = " ▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Column:
    """One column: its value, the part of it that is told apart (at its foot), and the label below."""

    value: float
    part: float | None = None
    label: str = ""


def columns(
    data: Sequence[Column],
    height: int,
    *,
    width: int = 2,
    gap: int = 1,
    goal: float | None = None,
    styles: tuple[str, str] = ("$primary", "$primary 40%"),
) -> Content:
    """A chart of `height` lines and one of labels. The part of a column has the first style, the rest the second."""
    top = max([each.value for each in data] + ([goal] if goal else []) + [1e-9])
    goal_line = round(goal / top * height) if goal else None
    lines = []
    for level in reversed(range(height)):
        marked = goal_line is not None and level == min(goal_line, height - 1)
        cells = [_cell(each, level, top, height, width, styles, marked) for each in data]
        between = Content.styled(" " * gap if not marked else "╌" * gap, "$muted")
        lines.append(between.join(cells))
    lines.append(_labels(data, width + gap))
    return Content("\n").join(lines)


def _cell(
    column: Column, level: int, top: float, height: int, width: int, styles: tuple[str, str], marked: bool
) -> Content:
    eighths = round(column.value / top * height * 8) - 8 * level
    if eighths <= 0:
        return Content.styled("╌" * width if marked else " " * width, "$muted")
    part = column.value if column.part is None else column.part
    style = styles[0] if round(part / top * height * 8) - 8 * level >= min(eighths, 8) else styles[1]
    return Content.styled(EIGHTHS[min(eighths, 8)] * width, style)


def _labels(data: Sequence[Column], step: int) -> Content:
    """The labels under their columns, each left out where it would touch the one before."""
    line = Content("")
    for place, column in enumerate(data):
        if column.label and line.cell_length <= place * step:
            line = Content.assemble(line, " " * (place * step - line.cell_length), column.label, " ")
    return line.stylize("$muted")
