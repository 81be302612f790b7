"""A figure as plain values: what the child hands over and the screen draws. All of it is JSON, without NaN.

Coordinates are data coordinates, whatever the artist was drawn with; a hole in a line is a point of None. A colour is
the n of matplotlib's "Cn", or None for black and greys.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

MOST_POINTS = 400
"""Points of a line or a scatter, and bars of a group."""
MOST_ARTISTS = 60
"""Lines, groups of dots or bars, areas, images, and entries of a legend, each."""
MOST_CELLS = 64
"""Rows and columns of an image."""
READABLE = 16
"""Rows and columns of an image whose numbers may be shown."""
MOST_AXES = 4
MOST_TICKS = 40
LONGEST_LABEL = 80
"""Characters of any text."""

Dash = Literal["solid", "dashed", "dotted", "dashdot", "none"]
Label = Annotated[str, LONGEST_LABEL]
Points = Annotated[list[tuple[float, float] | None], MOST_POINTS]
Row = Annotated[list[float | None], MOST_CELLS]


class Tick(TypedDict):
    """A place on an axis and its label in plain text."""

    value: float
    label: Label


class Scale(TypedDict):
    """One axis: `low` is left or bottom, and is the larger one where the axis is upside down."""

    label: Label
    low: float
    high: float
    log: bool
    ticks: Annotated[list[Tick], MOST_TICKS]


class Line(TypedDict):
    """A polyline; `marker` is matplotlib's letter for what stands at its points, or empty."""

    points: Points
    colour: int | None
    dash: Dash
    marker: Label


class Dots(TypedDict):
    """Points of one colour that nothing joins."""

    points: Points
    colour: int | None
    marker: Label


class Bars(TypedDict):
    """Bars of one colour as left, bottom, right, top; `across` when they lie on their side."""

    boxes: Annotated[list[tuple[float, float, float, float]], MOST_POINTS]
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
    shades: Annotated[list[Row], MOST_CELLS]
    numbers: Annotated[list[Row], READABLE] | None
    low: float
    high: float
    square: bool


class Text(TypedDict):
    """A text that begins, is centred or ends at a place."""

    x: float
    y: float
    text: Label
    align: Literal["left", "center", "right"]


class Entry(TypedDict):
    """A line of the legend and what its sample looks like."""

    label: Label
    kind: Literal["line", "dots", "bars"]
    colour: int | None
    dash: Dash
    marker: Label


class Axes(TypedDict):
    """One coordinate system and all that is drawn in it, each kind in the order it was drawn in."""

    title: Label
    x: Scale
    y: Scale
    lines: Annotated[list[Line], MOST_ARTISTS]
    dots: Annotated[list[Dots], MOST_ARTISTS]
    bars: Annotated[list[Bars], MOST_ARTISTS]
    areas: Annotated[list[Area], MOST_ARTISTS]
    images: Annotated[list[Image], MOST_ARTISTS]
    texts: Annotated[list[Text], MOST_CELLS * MOST_CELLS]
    legend: Annotated[list[Entry], MOST_ARTISTS]


class Scene(TypedDict):
    """A figure: its title and its coordinate systems in reading order."""

    title: Label
    axes: Annotated[list[Axes], MOST_AXES]
