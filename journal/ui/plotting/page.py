"""Draws a whole scene: its axes side by side, or one above the other where it is narrow."""

from __future__ import annotations

from dataclasses import replace

from rich.cells import cell_len

from journal.runner.figures.scene import Scene
from journal.ui.plotting.canvas import Canvas, shortened
from journal.ui.plotting.looks import TEXT
from journal.ui.plotting.pane import Layout, draw_pane, plan

BETWEEN = 2
"""Cells between two panes side by side."""
LEAST_WIDTH = 24
LEAST_HEIGHT = 8
"""A pane that may still be read."""


Rectangle = tuple[int, int, int, int]


def draw_scene(scene: Scene, width: int, height: int) -> Canvas:
    """The scene in exactly `width` by `height` cells."""
    canvas = Canvas(width, height)
    title = shortened(scene["title"], width)
    if title:
        canvas.write((width - cell_len(title)) // 2, 0, title, TEXT)
    places = _places(len(scene["axes"]), width, height, 1 if title else 0)
    layouts = [plan(axes, *place[2:]) for axes, place in zip(scene["axes"], places, strict=True)]
    for place, layout in zip(places, _level(layouts, places), strict=True):
        canvas.paste(draw_pane(layout), *place[:2])
    return canvas


def _level(layouts: list[Layout], places: list[Rectangle]) -> list[Layout]:
    """The layouts with as many lines above and below the plots as those beside them have."""
    level = []
    for place, layout in zip(places, layouts, strict=True):
        beside = [each for each, other in zip(layouts, places, strict=True) if other[1] == place[1]]
        blank = (Canvas(0, 1),) * (max(len(each.head) for each in beside) - len(layout.head))
        level.append(replace(layout, head=layout.head + blank, label=any(each.label for each in beside)))
    return level


def _places(count: int, width: int, height: int, top: int) -> list[Rectangle]:
    """Left, top, width and height of each pane: in one row, or in as many as it takes for them to be wide enough."""
    for rows in range(1, count + 1):
        columns = -(-count // rows)
        wide, high = (width - BETWEEN * (columns - 1)) // columns, (height - top) // rows
        if wide >= LEAST_WIDTH and (high >= LEAST_HEIGHT or rows == 1):
            break
    else:
        columns, high = max(1, count), height - top
        wide = max(0, (width - BETWEEN * (columns - 1)) // columns)
    return [(n % columns * (wide + BETWEEN), top + n // columns * high, wide, high) for n in range(count)]
