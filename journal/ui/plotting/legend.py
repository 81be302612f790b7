"""The lines above a plot: title, label of the y axis, and the legend with a sample of each series."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from journal.runner.figures.scene import Axes, Entry, Image
from journal.ui.plotting.bars import HOLES
from journal.ui.plotting.canvas import Canvas, Ink, shortened
from journal.ui.plotting.images import shade_ink
from journal.ui.plotting.looks import MUTED, TEXT, dash_of, glyph_of, ink_of, texture_of
from journal.ui.plotting.strokes import dashed

SAMPLE = 4
"""Cells of a line's sample."""
RAMP = 8
"""Cells of the shades from low to high."""
BETWEEN = 3
"""Cells between two entries."""


def head(axes: Axes, width: int, most: int, ramp: bool) -> list[Canvas]:
    """The lines above a plot, at most `most`, one canvas a line; `ramp` adds what the shades of an image mean."""
    name = _words([(axes["title"], TEXT), (axes["y"]["label"], MUTED)], width)
    names = [name] if name.width else []
    entries = [_entry(axes, each, width) for each in axes["legend"]]
    entries += [_ramp(image, width) for image in axes["images"][:1] if ramp]
    first, *others = _packed([*names, *entries], width) or [[]]
    first = first[len(names) :]
    rows = [_row(names, first, width), *(_row([], row, width) for row in others)]
    return rows[:most] if names or entries else []


def _words(parts: Sequence[tuple[str, Ink]], width: int) -> Canvas:
    shown = [(shortened(text, width), ink) for text, ink in parts if text]
    line = Canvas(min(width, sum(cell_len(text) + 2 for text, _ in shown) - 2 if shown else 0), 1)
    column = 0
    for text, ink in shown:
        column = line.write(column, 0, text, ink) + 2
    return line


def _entry(axes: Axes, entry: Entry, width: int) -> Canvas:
    label = shortened(entry["label"], width - SAMPLE - 1)
    size = SAMPLE if entry["kind"] == "line" else _swatch_width(axes, entry)
    line, ink = Canvas(min(width, size + 1 + cell_len(label)), 1), ink_of(entry["colour"])
    if entry["kind"] == "line":
        for x, y in dashed(((x, 2) for x in range(2 * SAMPLE)), dash_of(axes, entry)):
            line.dot(x, y, ink)
    if entry["kind"] == "bars":
        _swatch(line, ink, texture_of(axes, entry))
    elif entry["marker"]:
        line.write(size // 2, 0, glyph_of(axes, entry), ink)
    line.write(size + 1, 0, label, TEXT)
    return line


def _swatch_width(axes: Axes, entry: Entry) -> int:
    return 2 if entry["kind"] == "bars" and texture_of(axes, entry) != "solid" else 1


def _swatch(line: Canvas, ink: Ink, texture: str) -> None:
    if texture == "solid":
        line.write(0, 0, "■", ink)
        return
    for x in range(4):
        for y in range(4):
            if not HOLES[texture](x, y):
                line.dot(x, y, ink)


def _ramp(image: Image, width: int) -> Canvas:
    low, high = f"{image['low']:.3g}", f"{image['high']:.3g}"
    cells = max(2, min(RAMP, width - len(low) - len(high) - 2))
    line = Canvas(min(width, cells + len(low) + len(high) + 2), 1)
    column = line.write(0, 0, low, MUTED) + 1
    for step in range(cells):
        line.fill(column + step, 0, shade_ink(step / (cells - 1)))
    line.write(column + cells + 1, 0, high, MUTED)
    return line


def _packed(entries: Sequence[Canvas], width: int) -> list[list[Canvas]]:
    """Entries in as few rows as have room for them."""
    rows: list[list[Canvas]] = []
    for entry in entries:
        if rows and _length([*rows[-1], entry]) <= width:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows


def _length(row: Sequence[Canvas]) -> int:
    return sum(each.width + BETWEEN for each in row) - BETWEEN if row else 0


def _row(left: Sequence[Canvas], right: Sequence[Canvas], width: int) -> Canvas:
    """One line with entries at both of its ends."""
    line = Canvas(width, 1)
    for start, entries in ((0, left), (max(0, width - _length(right)), right)):
        for each in entries:
            line.paste(each, start, 0)
            start += each.width + BETWEEN
    return line
