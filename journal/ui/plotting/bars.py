"""Draws bars: upright or on their side, solid to an eighth of a cell or textured with dots."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product

from journal.runner.figures.scene import Bars
from journal.ui.plotting.canvas import GROWING, PAPER, RISING, Canvas, Ink
from journal.ui.plotting.looks import ink_of, texture_of
from journal.ui.plotting.scales import Grid, fraction

HOLES: dict[str, Callable[[int, int], bool]] = {
    "full": lambda x, y: False,
    "checked": lambda x, y: (x + y) % 2 == 1,
    "striped": lambda x, y: y % 2 == 1,
}
"""Which dots of a texture are left out."""


def draw_bars(canvas: Canvas, grid: Grid, bars: Bars) -> None:
    """A group of bars. What lies beyond the axes is cut off, also the feet that a logarithm puts at minus infinity."""
    ink, texture, across = ink_of(bars["colour"]), texture_of(grid.axes, bars), bars["across"]
    widest = _widest(grid, across)
    for left, bottom, right, top in bars["boxes"]:
        columns, rows = _span(grid, "x", left, right), _span(grid, "y", bottom, top)
        along, over = (columns, rows) if across else (rows, columns)
        cells = _even(*over, widest) if widest else _edges(*over)
        if texture == "solid":
            _solid(canvas, along, cells, ink, across)
        else:
            _textured(canvas, along, cells, ink, across, texture)


def _span(grid: Grid, name: str, start: float, end: float) -> tuple[float, float]:
    """From where to where on the canvas, in cells: from the left, or from the bottom."""
    scale, size = (grid.axes["x"], grid.width) if name == "x" else (grid.axes["y"], grid.height)
    places = [fraction(scale, value) for value in (start, end)]
    first, last = sorted(min(max(0.0, place or 0.0), 1.0) * size for place in places)
    return first, last


def _widest(grid: Grid, across: bool) -> int | None:
    """How many cells a bar may be wide so that one stays free before the next; None when any two bars touch."""
    low, high, name = (1, 3, "y") if across else (0, 2, "x")
    spans = sorted({(box[low], box[high]) for each in grid.axes["bars"] for box in each["boxes"]})
    if any(before[1] >= after[0] - 1e-6 * (after[1] - after[0]) for before, after in pairwise(spans)):
        return None
    starts = [_span(grid, name, *span)[0] for span in spans]
    pitches = [abs(after - before) for before, after in pairwise(starts)]
    return max(1, int(min(pitches, default=grid.width)) - 1)


def _edges(start: float, end: float) -> tuple[int, int]:
    """The cells between two edges, at least one: bars that touch go on touching."""
    first, last = round(start), round(end)
    return (first, last) if last > first else (int((start + end) / 2), int((start + end) / 2) + 1)


def _even(start: float, end: float, widest: int) -> tuple[int, int]:
    """As many cells for every bar of the same width, at least one."""
    width = max(1, min(widest, round(end - start - 1e-6)))
    first = round((start + end - width) / 2)
    return first, first + width


def _solid(canvas: Canvas, along: tuple[float, float], over: tuple[int, int], ink: Ink, across: bool) -> None:
    """Whole cells as ground, so that lines over them are seen; eighths at the ends, where there is something at all."""
    low, high = round(8 * along[0]), round(8 * along[1])
    high = max(high, low + 1) if along[1] > along[0] else high
    blocks = GROWING if across else RISING
    for step, place in product(range(low // 8, -(-high // 8)), range(*over)):
        start, end = max(low - 8 * step, 0), min(high - 8 * step, 8)
        column, row = (step, canvas.height - 1 - place) if across else (place, canvas.height - 1 - step)
        if start == 0 and end == 8:
            canvas.put(column, row, " ", ink, ink)
        elif start == 0 or end < 8:
            canvas.put(column, row, blocks[end], ink)
        else:
            canvas.put(column, row, blocks[start], PAPER, ink)


def _textured(
    canvas: Canvas, along: tuple[float, float], over: tuple[int, int], ink: Ink, across: bool, texture: str
) -> None:
    if across:
        xs = range(round(2 * along[0]), round(2 * along[1]))
        ys = range(4 * (canvas.height - over[1]), 4 * (canvas.height - over[0]))
    else:
        xs = range(2 * over[0], 2 * over[1])
        ys = range(4 * canvas.height - round(4 * along[1]), 4 * canvas.height - round(4 * along[0]))
    for x, y in product(xs, ys):
        if not HOLES[texture](x, y):
            canvas.dot(x, y, ink)
