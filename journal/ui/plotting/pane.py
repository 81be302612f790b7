"""Draws one coordinate system: the lines above it, the plot in its frame, ticks and the label of the x axis."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rich.cells import cell_len

from journal.runner.figures.scene import Axes, Tick
from journal.ui.plotting.bars import draw_bars
from journal.ui.plotting.canvas import Canvas, shortened
from journal.ui.plotting.images import draw_image, draw_numbers, image_size, numbers_fit
from journal.ui.plotting.legend import head
from journal.ui.plotting.looks import FAINT, MUTED
from journal.ui.plotting.scales import Grid, thinned
from journal.ui.plotting.strokes import draw_area, draw_dots, draw_line, draw_text

LEAST_ROWS = 3
LEAST_COLUMNS = 8
"""What the plot itself keeps; labels give way to it."""


@dataclass(frozen=True)
class Layout:
    """The size of a pane and what stands around its plot: lines above, and up to three lines below."""

    axes: Axes
    width: int
    height: int
    head: tuple[Canvas, ...]
    frame: bool
    ticks: bool
    label: bool

    @property
    def rows(self) -> int:
        """Rows of the plot itself."""
        return max(0, self.height - len(self.head) - self.frame - self.ticks - self.label)

    @property
    def gutter(self) -> int:
        """Cells to the left of the frame, for the labels of the y axis."""
        ticks = _y_ticks(Grid(self.axes, 1, self.rows))
        widest = max((cell_len(tick["label"]) + 1 for tick in ticks), default=0)
        return widest if self.width - widest > LEAST_COLUMNS else 0

    @property
    def area(self) -> tuple[int, int]:
        """Columns and rows of the plot: of an image as many as show it best."""
        columns = max(0, self.width - self.gutter - self.frame)
        images = self.axes["images"]
        return image_size(images[0], columns, self.rows) if images else (columns, self.rows)


def plan(axes: Axes, width: int, height: int) -> Layout:
    """What stands around a plot in `width` by `height` cells. Shades are explained above unless numbers do it."""
    layout = _layout(axes, width, height, ramp=False)
    if axes["images"] and not _has_numbers(axes, *layout.area):
        return _layout(axes, width, height, ramp=not axes["texts"])
    return layout


def draw_pane(layout: Layout) -> Canvas:
    """The axes in exactly the size of the layout."""
    axes, canvas = layout.axes, Canvas(layout.width, layout.height)
    columns, rows = layout.area
    plot, grid = Canvas(columns, rows), Grid(axes, columns, rows)
    if columns and rows:
        _draw_series(plot, grid)
    for n, line in enumerate(layout.head):
        canvas.paste(line, 0, n)
    canvas.paste(plot, layout.gutter + layout.frame, len(layout.head))
    _draw_y_axis(canvas, grid, layout)
    _draw_x_axis(canvas, grid, layout)
    return canvas


def _draw_series(plot: Canvas, grid: Grid) -> None:
    """Everything in the order of depth: areas, images, bars, lines, dots, texts."""
    axes = grid.axes
    for area in axes["areas"]:
        draw_area(plot, grid, area)
    for image in axes["images"]:
        draw_image(plot, grid, image)
    for bars in axes["bars"]:
        draw_bars(plot, grid, bars)
    for line in axes["lines"]:
        draw_line(plot, grid, line)
    for dots in axes["dots"]:
        draw_dots(plot, grid, dots)
    for text in axes["texts"]:
        draw_text(plot, grid, text)
    if _has_numbers(axes, plot.width, plot.height):
        draw_numbers(plot, grid, axes["images"][0])


def _has_numbers(axes: Axes, columns: int, rows: int) -> bool:
    """Whether the numbers of a matrix are shown: they have room, and nothing else is drawn upon it."""
    alone = len(axes["images"]) == 1 and not (axes["lines"] or axes["dots"] or axes["texts"])
    return alone and numbers_fit(axes["images"][0], columns, rows)


def _layout(axes: Axes, width: int, height: int, ramp: bool) -> Layout:
    """All that is wanted around the plot; where it would leave no room, the least important goes first."""
    layout = Layout(
        axes,
        width,
        height,
        head=tuple(head(axes, width, max(1, height // 3), ramp)),
        frame=not axes["images"],
        ticks=bool(axes["x"]["ticks"]),
        label=bool(axes["x"]["label"]),
    )
    for less in ({"label": False}, {"head": layout.head[:1]}, {"ticks": False}, {"head": ()}, {"frame": False}):
        if layout.rows < LEAST_ROWS:
            layout = replace(layout, **less)
    return layout


def _draw_y_axis(canvas: Canvas, grid: Grid, layout: Layout) -> None:
    top, shown = len(layout.head), _y_ticks(grid) if layout.gutter else []
    marks = {grid.row(tick["value"]) for tick in shown}
    if layout.frame:
        for row in range(grid.height):
            canvas.put(layout.gutter, top + row, "┤" if row in marks else "│", FAINT)
    for tick in shown:
        column = layout.gutter - 1 - cell_len(tick["label"])
        canvas.write(column, top + grid.row(tick["value"]), tick["label"], MUTED)


def _y_ticks(grid: Grid) -> list[Tick]:
    inside = [tick for tick in grid.axes["y"]["ticks"] if 0 <= grid.row(tick["value"]) < grid.height]
    return thinned(inside, lambda tick: (grid.row(tick["value"]),) * 2, 2 if grid.height >= 6 else 1)


def _draw_x_axis(canvas: Canvas, grid: Grid, layout: Layout) -> None:
    start, row = layout.gutter + layout.frame, len(layout.head) + grid.height
    inside = [tick for tick in grid.axes["x"]["ticks"] if 0 <= grid.column(tick["value"]) < grid.width]

    def span(tick: Tick) -> tuple[int, int]:
        width = cell_len(tick["label"])
        left = start + grid.column(tick["value"]) - (width - 1) // 2
        left = max(0, min(left, canvas.width - width))
        return left, left + width

    shown = thinned(inside, span, 2) if layout.ticks else []
    if layout.frame:
        canvas.write(layout.gutter, row, f"└{'─' * grid.width}", FAINT)
        for tick in shown:
            canvas.put(start + grid.column(tick["value"]), row, "┬", FAINT)
    for tick in shown:
        canvas.write(span(tick)[0], row + layout.frame, tick["label"], MUTED)
    if layout.label:
        label = shortened(grid.axes["x"]["label"], canvas.width)
        left = start + (grid.width - cell_len(label)) // 2
        left = max(0, min(left, canvas.width - cell_len(label)))
        canvas.write(left, row + layout.frame + layout.ticks, label, MUTED)
