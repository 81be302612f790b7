"""Scenes to draw, built from few words, and what of a drawing a test looks at."""

from __future__ import annotations

from typing import Any, cast

from journal.runner.figures.scene import Axes, Scale
from journal.ui.plotting.canvas import Canvas, Ink
from journal.ui.plotting.page import draw_scene

FRAME = 1
"""The cells that the frame takes at the left and below, when there are no labels."""


def scale(low: float = 0, high: float = 1, *, log: bool = False, label: str = "", ticks: str = "") -> Scale:
    """An axis; `ticks` are numbers divided by blanks."""
    marks = [{"value": float(each), "label": each} for each in ticks.split()]
    return cast(Scale, {"label": label, "low": low, "high": high, "log": log, "ticks": marks})


def axes(**parts: Any) -> Axes:
    """Axes from 0 to 1 with nothing but the given parts."""
    empty: dict[str, Any] = {kind: [] for kind in ("lines", "dots", "bars", "areas", "images", "texts", "legend")}
    return cast(Axes, {"title": "", "x": scale(), "y": scale(), **empty, **parts})


def line(*points: tuple[float, float] | None, colour: int | None = 0, dash: str = "solid") -> dict[str, Any]:
    return {"points": list(points), "colour": colour, "dash": dash, "marker": ""}


def entry(label: str, colour: int, kind: str = "line") -> dict[str, Any]:
    return {"label": label, "kind": kind, "colour": colour, "dash": "solid", "marker": ""}


def bars(*boxes: tuple[float, float, float, float], colour: int = 0, across: bool = False) -> dict[str, Any]:
    return {"boxes": list(boxes), "colour": colour, "across": across}


def image(shades: list[list[float | None]], numbers: bool = False) -> dict[str, Any]:
    rows, columns = len(shades), len(shades[0])
    box = (-0.5, columns - 0.5, rows - 0.5, -0.5)
    return {"box": box, "shades": shades, "numbers": shades if numbers else None, "low": 0, "high": 1, "square": True}


def picture(*parts: Axes, size: tuple[int, int]) -> Canvas:
    return draw_scene({"title": "", "axes": list(parts)}, *size)


def plotted(canvas: Canvas) -> list[str]:
    """The rows within the frame."""
    return [row[FRAME:] for row in canvas.lines()[:-FRAME]]


def dotted(canvas: Canvas, ink: str | None = None) -> set[tuple[int, int]]:
    """The cells within the frame that hold braille, of one ink if given: columns and rows."""
    return {
        (column - FRAME, row)
        for row, cells in enumerate(canvas.rows)
        for column, cell in enumerate(cells)
        if cell.dots and (ink is None or cell.ink == Ink(ink))
    }


def of_image(matrix: dict[str, Any], **parts: Any) -> Axes:
    left, right, bottom, top = matrix["box"]
    return axes(x=scale(left, right), y=scale(bottom, top), images=[matrix], **parts)
