"""Draws lines, dots, areas and texts on the grid of some axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

from rich.cells import cell_len

from journal.runner.figures.scene import Area, Dots, Line, Points, Text
from journal.ui.plotting.canvas import Canvas, Ink
from journal.ui.plotting.images import write_over
from journal.ui.plotting.looks import GLYPHS, dash_of, glyph_of, ink_of
from journal.ui.plotting.scales import TINY, Grid

CROWD = 0.5
"""Points of a line for each column from which they have no markers."""
THRONG = 0.1
"""Dots of one colour for each cell from which they are fine dots instead of signs."""
Position = tuple[float, float]


def draw_line(canvas: Canvas, grid: Grid, line: Line) -> None:
    """A polyline of braille dots, and its markers where they are not too dense."""
    ink = ink_of(line["colour"])
    for x, y in dashed(dots_along(_places(grid, line["points"]), canvas), dash_of(grid.axes, line)):
        canvas.dot(x, y, ink)
    if line["marker"] and (line["dash"] == "none" or not _crowded(line["points"], canvas)):
        _signs(canvas, grid, line["points"], GLYPHS.get(line["marker"], "●"), ink)


def draw_dots(canvas: Canvas, grid: Grid, dots: Dots) -> None:
    """Points as signs, which differ as the colours do; as single braille dots when there are many of one colour."""
    ink, alone = ink_of(dots["colour"]), len({each["colour"] for each in grid.axes["dots"]}) == 1
    if alone and len(dots["points"]) > THRONG * canvas.width * canvas.height:
        for place in filter(None, _places(grid, dots["points"])):
            canvas.dot(round(place[0]), round(place[1]), ink)
    else:
        _signs(canvas, grid, dots["points"], glyph_of(grid.axes, dots), ink)


def _crowded(points: Points, canvas: Canvas) -> bool:
    return len(points) > CROWD * canvas.width


def _signs(canvas: Canvas, grid: Grid, points: Points, glyph: str, ink: Ink) -> None:
    for x, y in filter(None, _places(grid, points)):
        canvas.write(round(x) // 2, round(y) // 4, glyph, ink)


def draw_area(canvas: Canvas, grid: Grid, area: Area) -> None:
    """A polygon as tinted ground: the cells whose middle lies inside by the even-odd rule."""
    corners = [place for place in _places(grid, area["points"]) if place]
    ground = Ink(ink_of(area["colour"]).name, 0.3)
    for row in range(canvas.height):
        crossings = sorted(_crossings(corners, 4 * row + 1.5))
        for left, right in zip(crossings[::2], crossings[1::2], strict=False):
            first, last = max(0, math.ceil((left - 0.5) / 2)), min(canvas.width - 1, math.floor((right - 0.5) / 2))
            for column in range(first, last + 1):
                canvas.fill(column, row, ground)


def _crossings(corners: Sequence[Position], y: float) -> Iterator[float]:
    """Where the sides of a closed polygon cross a height."""
    for (x0, y0), (x1, y1) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (y0 <= y) != (y1 <= y):
            yield x0 + (y - y0) / (y1 - y0) * (x1 - x0)


def draw_text(canvas: Canvas, grid: Grid, text: Text) -> None:
    """A text at its place, kept inside."""
    cell = grid.cell(text["x"], text["y"])
    if cell is None or canvas.at(*cell) is None:
        return
    width = cell_len(text["text"])
    shift = {"left": 0, "center": width // 2}.get(text["align"], width)
    write_over(canvas, max(0, min(cell[0] - shift, canvas.width - width)), cell[1], text["text"])


# --- from points to dots --------------------------------------------------------------------------------------


def _places(grid: Grid, points: Points) -> list[Position | None]:
    return [grid.dot(*point) if point else None for point in points]


def dots_along(places: Sequence[Position | None], canvas: Canvas) -> Iterator[tuple[int, int]]:
    """The dots of a polyline in order, each once, within the canvas; None breaks it. A lone point is one dot."""
    last: tuple[int, int] | None = None
    for n, place in enumerate(places):
        if place is None:
            continue
        before = places[n - 1] if n else None
        part = clipped(before or place, place, 2 * canvas.width - 1, 4 * canvas.height - 1)
        for dot in _segment(*part) if part else ():
            if dot != last:
                yield dot
            last = dot


def _segment(start: Position, end: Position) -> Iterator[tuple[int, int]]:
    steps = max(1, round(max(abs(end[0] - start[0]), abs(end[1] - start[1]))))
    for n in range(steps + 1):
        share = n / steps
        yield round(start[0] + share * (end[0] - start[0])), round(start[1] + share * (end[1] - start[1]))


def clipped(start: Position, end: Position, right: int, bottom: int) -> tuple[Position, Position] | None:
    """The part of a segment within 0…right, 0…bottom and half a dot around, or None: Liang and Barsky's algorithm."""
    low, high = 0.0, 1.0
    for a, b, limit in ((start[0], end[0], right), (start[1], end[1], bottom)):
        for distance, step in ((a + 0.5, a - b), (limit + 0.5 - TINY / 2 - a, b - a)):
            if step == 0 and distance < 0:
                return None
            if step < 0:
                low = max(low, -distance / -step)
            elif step > 0:
                high = min(high, distance / step)
    if low > high:
        return None
    across, down = end[0] - start[0], end[1] - start[1]
    return (start[0] + low * across, start[1] + low * down), (start[0] + high * across, start[1] + high * down)


def dashed(dots: Iterable[tuple[int, int]], dash: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Those dots that a pattern of drawn and left out lengths keeps."""
    pattern = cycle([n % 2 == 0 for n, length in enumerate(dash) for _ in range(length)])
    return (dot for dot, kept in zip(dots, pattern, strict=False) if kept)
