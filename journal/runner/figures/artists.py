"""Reads what was drawn into axes of matplotlib, converted to data coordinates. Imported in the child only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import numpy as np
from matplotlib.axes import Axes as Drawn
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import LineCollection, PathCollection, PolyCollection
from matplotlib.container import BarContainer
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.text import Text as DrawnText
from matplotlib.transforms import Transform

from journal.runner.figures.scene import (
    MOST_ARTISTS,
    MOST_CELLS,
    MOST_POINTS,
    READABLE,
    Area,
    Bars,
    Dots,
    Image,
    Line,
    Points,
    Text,
)
from journal.runner.figures.styles import colour_index, dash_of, marker_of, shape_of
from journal.runner.figures.ticks import plain_label


def lines_of(drawn: Drawn) -> list[Line]:
    """The lines: plots, axhline and its kin, and the outlines of what is not filled."""
    found = chain(_plots(drawn), _segments(drawn), _outlines(drawn))
    return [each for each, _ in zip(found, range(MOST_ARTISTS), strict=False)]


def _plots(drawn: Drawn) -> Iterator[Line]:
    for line in drawn.lines:
        dash, marker = dash_of(line), marker_of(line)
        if line.get_visible() and (marker or dash != "none"):
            points = _in_data(drawn, line.get_transform(), _stepped(line))
            yield {"points": points, "colour": colour_index(line.get_color()), "dash": dash, "marker": marker}


def _stepped(line: Line2D) -> Any:
    xs, ys = line.get_data(orig=False)
    return np.column_stack(STEP_LOOKUP_MAP[line.get_drawstyle()](np.asarray(xs, float), np.asarray(ys, float)))


def _segments(drawn: Drawn) -> Iterator[Line]:
    for each in drawn.collections:
        if isinstance(each, LineCollection):
            colours = each.get_colors()
            for n, segment in enumerate(each.get_segments()):
                colour = colour_index(colours[n % len(colours)]) if len(colours) else None
                yield _line(_in_data(drawn, each.get_transform(), segment), colour)


def _outlines(drawn: Drawn) -> Iterator[Line]:
    for patch in _other_patches(drawn):
        if not patch.get_fill() or patch.get_facecolor()[3] == 0:
            for polygon in patch.get_path().to_polygons(patch.get_transform(), closed_only=False):
                yield _line(_in_data(drawn, None, polygon), colour_index(patch.get_edgecolor()))


def _line(points: Points, colour: int | None) -> Line:
    return {"points": points, "colour": colour, "dash": "solid", "marker": ""}


def _other_patches(drawn: Drawn) -> list[Any]:
    bars = {id(patch) for group in drawn.containers if isinstance(group, BarContainer) for patch in group.patches}
    return [each for each in drawn.patches if id(each) not in bars and each.get_visible()]


def dots_of(drawn: Drawn) -> list[Dots]:
    """The scatters, each divided by colour."""
    found: list[Dots] = []
    for each in drawn.collections:
        if isinstance(each, PathCollection) and each.get_visible():
            points = _in_data(drawn, each.get_offset_transform(), np.ma.filled(each.get_offsets(), np.nan))
            for colour, places in _by_colour(_colours(each), points).items():
                found.append({"points": places, "colour": colour, "marker": shape_of(each)})
    return found[:MOST_ARTISTS]


def _colours(dots: PathCollection) -> list[int | None]:
    """A colour for each dot, or one for all; numbers that are shown as colours count as classes, if they are few."""
    numbers = dots.get_array()
    if numbers is not None:
        classes = sorted(set(np.ravel(numbers).tolist()))
        if len(classes) > 10:
            return [0]
        return [classes.index(each) for each in np.ravel(numbers).tolist()]
    colours = dots.get_facecolor() if len(dots.get_facecolor()) else dots.get_edgecolor()
    return [colour_index(each) for each in colours] or [None]


def _by_colour(colours: list[int | None], things: Iterable[Any]) -> dict[int | None, list[Any]]:
    groups: dict[int | None, list[Any]] = {}
    for n, thing in enumerate(things):
        groups.setdefault(colours[n % len(colours)], []).append(thing)
    return groups


def bars_of(drawn: Drawn) -> list[Bars]:
    """The bars of bar, barh and hist, each group divided by colour."""
    found: list[Bars] = []
    for group in drawn.containers:
        if isinstance(group, BarContainer):
            across = group.orientation == "horizontal"
            corners = [np.ravel(patch.get_bbox().get_points()) for patch in group.patches[:MOST_POINTS]]
            boxes = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in map(_plain, corners)]
            colours = [colour_index(patch.get_facecolor()) for patch in group.patches]
            for colour, those in _by_colour(colours, boxes).items():
                finite = [box for box in those if None not in box]
                found.append({"boxes": finite, "colour": colour, "across": across})
    return found[:MOST_ARTISTS]


def areas_of(drawn: Drawn) -> list[Area]:
    """What is filled: fill_between, axvspan and its kin, polygons."""
    found: list[Area] = []
    for each in drawn.collections:
        if isinstance(each, PolyCollection):
            colour = colour_index(each.get_facecolor()[0]) if len(each.get_facecolor()) else None
            for path in each.get_paths():
                points = _in_data(drawn, each.get_transform(), path.vertices)
                found.append({"points": points, "colour": colour})
    for patch in _other_patches(drawn):
        if patch.get_fill() and patch.get_facecolor()[3]:
            for polygon in patch.get_path().to_polygons(patch.get_transform()):
                points = _in_data(drawn, None, polygon)
                found.append({"points": points, "colour": colour_index(patch.get_facecolor())})
    return found[:MOST_ARTISTS]


def images_of(drawn: Drawn) -> list[Image]:
    """The matrices of imshow; one of colours is shown by its brightness."""
    shown = [each for each in drawn.images if each.get_visible()]
    return [_image(each, drawn.get_aspect() == 1) for each in shown[:MOST_ARTISTS]]


def _image(image: AxesImage, square: bool) -> Image:
    data: Any = np.ma.filled(np.ma.asarray(image.get_array(), dtype=float), np.nan)
    if data.ndim == 3:
        shades, low, high = data[..., :3].mean(axis=2), 0.0, 1.0
        shades = shades / 255 if np.nanmax(shades, initial=0) > 1 else shades
        data = shades
    else:
        shades = np.ma.filled(np.ma.asarray(image.norm(data), dtype=float), np.nan)
        low, high = (float(np.ravel(each)[0]) for each in (image.norm.vmin or 0, image.norm.vmax or 0))
    left, right, bottom, top = (float(each) for each in image.get_extent())
    if image.origin == "lower":
        data, shades = data[::-1], shades[::-1]
    readable = max(data.shape) <= READABLE
    return {
        "box": (left, right, bottom, top),
        "shades": [list(_plain(row)) for row in _shrunk(np.clip(shades, 0, 1))],
        "numbers": [list(_plain(row)) for row in data] if readable else None,
        "low": low if math.isfinite(low) else 0.0,
        "high": high if math.isfinite(high) else 0.0,
        "square": square,
    }


def _shrunk(data: Any) -> Any:
    """The matrix with at most MOST_CELLS rows and columns, by leaving some out."""
    rows, columns = (np.linspace(0, size - 1, min(size, MOST_CELLS)).round().astype(int) for size in data.shape)
    return data[np.ix_(rows, columns)]


def texts_of(drawn: Drawn) -> list[Text]:
    """The texts and annotations that stand at a place of the data."""
    found: list[Text] = []
    for each in drawn.texts[: MOST_CELLS * MOST_CELLS]:
        text, place = plain_label(each.get_text()), _place(drawn, each)
        if text and place and each.get_visible():
            align: Any = each.get_horizontalalignment()
            found.append({"x": place[0], "y": place[1], "text": text, "align": align})
    return found


def _place(drawn: Drawn, text: DrawnText) -> tuple[float, float] | None:
    """Where a text stands; an annotation that is moved off its point by some pixels stands at that point."""
    coordinates = getattr(text, "anncoords", None)
    place = getattr(text, "xy", None) if coordinates not in (None, "data") else text.get_position()
    transform = text.get_transform() if coordinates is None else drawn.transData
    return _in_data(drawn, transform, np.asarray([place], float))[0] if place is not None else None


def _in_data(drawn: Drawn, transform: Transform | None, points: Any) -> Points:
    """Points as data coordinates; `transform` leads from theirs to pixels, None when they are pixels."""
    if transform != drawn.transData:
        pixels = points if transform is None else transform.transform(points)
        points = drawn.transData.inverted().transform(pixels)
    pairs = map(_plain, _thinned(np.asarray(points, float).reshape(-1, 2)))
    return [None if x is None or y is None else (x, y) for x, y in pairs]


def _thinned(points: Any) -> Any:
    """At most MOST_POINTS of the points: of each stretch the lowest and the highest, so that no peak is lost."""
    if len(points) <= MOST_POINTS:
        return points
    keep = []
    for stretch in np.array_split(np.arange(len(points)), MOST_POINTS // 2):
        heights = np.nan_to_num(points[stretch, 1])
        keep += sorted({int(stretch[heights.argmin()]), int(stretch[heights.argmax()])})
    return points[keep]


def _plain(values: Any) -> tuple[Any, ...]:
    """Numbers to eight digits; None for each that is not finite."""
    return tuple(float(f"{each:.8g}") if math.isfinite(each) else None for each in np.asarray(values, float).tolist())
