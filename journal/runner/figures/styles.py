"""How something was drawn: its colour in the cycle, its dashes, its marker. Imported in the child only."""

from __future__ import annotations

import colorsys
from functools import cache
from typing import Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle

from journal.runner.figures.scene import Dash

DASHES: dict[str, Dash] = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dashdot"}
MARKERS = {".": "o", ",": "o", "s": "s", "^": "^", "v": "v", "D": "D", "d": "D", "x": "x", "X": "x", "+": "+", "P": "+"}
MARKERS |= {"o": "o", "*": "*"}


def colour_index(colour: Any) -> int | None:
    """The n of the "Cn" that a colour is, or is nearest in hue to; None for black, white, greys and nothing."""
    try:
        red, green, blue, alpha = to_rgba(colour)
    except ValueError:
        return None
    if alpha == 0:
        return None
    cycle = [to_rgb(f"C{n}") for n in range(10)]
    distances = [max(abs(red - r), abs(green - g), abs(blue - b)) for r, g, b in cycle]
    if min(distances) < 0.002:
        return distances.index(min(distances))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < 0.15:
        return None
    hues = [colorsys.rgb_to_hsv(*each) for each in cycle]
    return min((n for n in range(10) if hues[n][1] >= 0.15), key=lambda n: abs((hues[n][0] - hue + 0.5) % 1 - 0.5))


def dash_of(line: Line2D) -> Dash:
    """How a line is dashed."""
    return DASHES.get(str(line.get_linestyle()), "none")


def marker_of(line: Line2D) -> str:
    """The marker at the points of a line, as one of a few letters, or empty."""
    marker = line.get_marker()
    return "" if marker in (None, "", " ", "None", "none") else MARKERS.get(str(marker), "o")


def shape_of(dots: PathCollection) -> str:
    """The marker of a scatter, told by the shape of its path."""
    vertices = np.asarray(dots.get_paths()[0].vertices if dots.get_paths() else [], float)
    for letter, known in _shapes().items():
        if known.shape == vertices.shape and np.allclose(known, vertices):
            return MARKERS[letter]
    return "o"


@cache
def _shapes() -> dict[str, Any]:
    styles = {letter: MarkerStyle(letter) for letter in MARKERS}
    return {letter: style.get_transform().transform(style.get_path().vertices) for letter, style in styles.items()}
