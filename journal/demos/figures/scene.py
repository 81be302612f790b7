"""A figure as plain values: what the child hands over and the screen draws. All of it is JSON, without NaN.

Coordinates are data coordinates, whatever the artist was drawn with; a hole in a line is a point of None. A colour is
the n of matplotlib's "Cn", or None for black and greys.
"""

from __future__ import annotations

from typing import Literal, TypedDict

Dash = Literal["solid", "dashed", "dotted", "dashdot", "none"]
Points = list[tuple[float, float] | None]


class Tick(TypedDict):
    """A place on an axis and its label in plain text."""

    value: float
    label: str


class Scale(TypedDict):
    """One axis: `low` is left or bottom, and is the larger one where the axis is upside down."""

    label: str
    low: float
    high: float
    log: bool
    ticks: list[Tick]


class Line(TypedDict):
    """A polyline; `marker` is matplotlib's letter for what stands at its points, or empty."""

    points: Points
    colour: int | None
    dash: Dash
    marker: str


class Dots(TypedDict):
    """Points of one colour that nothing joins."""

    points: Points
    colour: int | None
    marker: str


class Bars(TypedDict):
    """Bars of one colour as left, bottom, right, top; `across` when they lie on their side."""

    boxes: list[tuple[float, float, float, float]]
    colour: int | None
    across: bool


class Area(TypedDict):
    """A filled polygon."""

    points: Points
    colour: int | None


class Image(TypedDict):
    """A matrix as shades from 0 to 1 (None for a hole) within left, right, bottom, top; the first row is the top one.

    `low` and `high` are the values that shades 0 and 1 stand for. `numbers` are the values themselves, for a matrix
    small enough to be read. `square` when its cells are as high as wide.
    """

    box: tuple[float, float, float, float]
    shades: list[list[float | None]]
    numbers: list[list[float | None]] | None
    low: float
    high: float
    square: bool


class Text(TypedDict):
    """A text that begins, is centred or ends at a place."""

    x: float
    y: float
    text: str
    align: Literal["left", "center", "right"]


class Entry(TypedDict):
    """A line of the legend and what its sample looks like."""

    label: str
    kind: Literal["line", "dots", "bars"]
    colour: int | None
    dash: Dash
    marker: str


class Axes(TypedDict):
    """One coordinate system and all that is drawn in it, each kind in the order it was drawn in."""

    title: str
    x: Scale
    y: Scale
    lines: list[Line]
    dots: list[Dots]
    bars: list[Bars]
    areas: list[Area]
    images: list[Image]
    texts: list[Text]
    legend: list[Entry]


class Scene(TypedDict):
    """A figure: its title and its coordinate systems in reading order."""

    title: str
    axes: list[Axes]
