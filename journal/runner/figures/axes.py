"""Reads a figure of matplotlib into a scene: its axes, their scales and legends. Imported in the child only."""

from __future__ import annotations

import math
from itertools import pairwise

from matplotlib.axes import Axes as Drawn
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from journal.runner.figures.artists import areas_of, bars_of, dots_of, images_of, lines_of, texts_of
from journal.runner.figures.scene import MOST_ARTISTS, MOST_AXES, Axes, Entry, Scale, Scene
from journal.runner.figures.styles import colour_index, dash_of, marker_of, shape_of
from journal.runner.figures.ticks import plain_label, ticks_of


def scene_of(figure: Figure) -> Scene | None:
    """The figure as plain values; None when none of its axes are flat."""
    flat = [each for each in figure.axes if each.name == "rectilinear" and each.get_label() != "<colorbar>"]
    if not flat:
        return None
    scene: Scene = {"title": plain_label(figure.get_suptitle()), "axes": [_axes(each) for each in flat[:MOST_AXES]]}
    for legend in figure.legends:
        scene["axes"][0]["legend"] = [*scene["axes"][0]["legend"], *_entries(legend)][:MOST_ARTISTS]
    return scene


def _axes(drawn: Drawn) -> Axes:
    drawn.apply_aspect()
    axes: Axes = {
        "title": plain_label(drawn.get_title()),
        "x": _scale(drawn, "x"),
        "y": _scale(drawn, "y"),
        "lines": lines_of(drawn),
        "dots": dots_of(drawn),
        "bars": bars_of(drawn),
        "areas": areas_of(drawn),
        "images": images_of(drawn),
        "texts": texts_of(drawn),
        "legend": _entries(drawn.get_legend()),
    }
    for name, axis in (("x", drawn.xaxis), ("y", drawn.yaxis)):
        scale = axes["x"] if name == "x" else axes["y"]
        if drawn.axison:
            scale["ticks"] = ticks_of(axis, scale["low"], scale["high"], not scale["log"] and counts(axes, name == "x"))
    return axes


def _scale(drawn: Drawn, name: str) -> Scale:
    axis = drawn.xaxis if name == "x" else drawn.yaxis
    low, high = drawn.get_xlim() if name == "x" else drawn.get_ylim()
    log = axis.get_scale() == "log"
    return {
        "label": plain_label(axis.get_label_text()),
        "low": float(low),
        "high": float(high),
        "log": log,
        "ticks": [],
    }


def counts(axes: Axes, along_x: bool) -> bool:
    """Whether an axis counts (steps, layers, rows of a matrix), so that it has no places between whole numbers."""
    side = 0 if along_x else 1
    if axes["images"]:
        return all(edge % 1 == 0.5 for image in axes["images"] for edge in image["box"])
    if any(each["across"] != along_x for each in axes["bars"]):
        middles = [[(box[side] + box[side + 2]) / 2 for box in each["boxes"]] for each in axes["bars"]]
        return all(_whole(b - a) for each in middles for a, b in pairwise(each))
    values = [box[side + 2] for each in axes["bars"] for box in each["boxes"]]
    for each in (*axes["lines"], *axes["dots"]):
        values += [point[side] for point in each["points"] if point]
    scale = axes["x"] if along_x else axes["y"]
    edges = (scale["low"], scale["high"])  # where axhline and axvline end
    inside = [each for each in values if not any(math.isclose(each, edge, rel_tol=1e-6) for edge in edges)]
    return bool(inside) and all(map(_whole, inside))


def _whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-6


def _entries(legend: Legend | None) -> list[Entry]:
    if legend is None:
        return []
    return [
        _entry(plain_label(text.get_text()), handle)
        for text, handle in zip(legend.get_texts()[:MOST_ARTISTS], legend.legend_handles, strict=False)
    ]


def _entry(label: str, handle: object) -> Entry:
    entry: Entry = {"label": label, "kind": "line", "colour": None, "dash": "solid", "marker": ""}
    if isinstance(handle, Line2D):
        entry |= {"colour": colour_index(handle.get_color()), "dash": dash_of(handle), "marker": marker_of(handle)}
        if entry["dash"] == "none":
            entry["kind"] = "dots"
    elif isinstance(handle, Patch):
        entry |= {"kind": "bars", "colour": colour_index(handle.get_facecolor())}
    elif isinstance(handle, PathCollection) and len(handle.get_facecolor()):
        entry |= {"kind": "dots", "colour": colour_index(handle.get_facecolor()[0]), "marker": shape_of(handle)}
    return entry
