"""What each series looks like. Colours do not stand alone: lines differ by dashes, dots by shape, bars by texture."""

from __future__ import annotations

from collections.abc import Sequence

from journal.runner.figures.scene import Axes, Bars, Dash, Dots, Entry, Line
from journal.ui.plotting.canvas import Ink

MUTED, FAINT, TEXT = Ink("muted"), Ink("muted", 0.55), Ink("foreground")
INKS = (
    Ink("primary"),
    Ink("accent"),
    Ink("secondary"),
    Ink("error"),
    Ink("success"),
    Ink("foreground", 0.75),
    Ink("primary", 0.6),
    Ink("muted"),
    Ink("accent", 0.6),
    Ink("secondary", 0.6),
)
DASHES: dict[Dash, tuple[int, ...]] = {
    "solid": (1,),
    "dashed": (3, 2),
    "dotted": (1, 2),
    "dashdot": (5, 2, 1, 2),
    "none": (0, 1),
}
"""Dots drawn and left out, in turn."""
ORDER: tuple[Dash, ...] = ("solid", "dashed", "dotted", "dashdot")
FEW = 3
"""Colours of lines up to which they differ by dashes without a legend; a bundle of more is no use to tell apart."""
GLYPHS = {"o": "●", "^": "▲", "s": "■", "D": "◆", "v": "▼", "x": "×", "+": "+", "*": "*"}
SHAPES = ("o", "^", "s", "D", "v")
TEXTURES = ("solid", "full", "checked", "striped")


def ink_of(colour: int | None) -> Ink:
    """The ink of a colour of the cycle; black and greys are text."""
    return TEXT if colour is None else INKS[colour % len(INKS)]


def dash_of(axes: Axes, line: Line | Entry) -> tuple[int, ...]:
    """The dashes of a line: its own, or for a solid one those that its colour has among the lines to be told apart."""
    if line["dash"] != "solid":
        return DASHES[line["dash"]]
    lines: Sequence[Line | Entry] = [each for each in axes["legend"] if each["kind"] == "line"]
    if not lines:
        lines = axes["lines"] if len(_ranked(axes["lines"])) <= FEW else []
    taken = {each["dash"] for each in lines} - {"solid"}
    free = [dash for dash in ORDER if dash not in taken]
    colours = _ranked([each for each in lines if each["dash"] == "solid"])
    rank = colours.index(line["colour"]) if line["colour"] in colours else 0
    return DASHES[free[rank % len(free)]]


def glyph_of(axes: Axes, dots: Dots | Entry) -> str:
    """The sign of a group of dots: its own shape, or for round ones that of its colour among the dots."""
    colours = sorted({each["colour"] for each in axes["dots"]}, key=lambda colour: -1 if colour is None else colour)
    if dots["marker"] != "o" or dots["colour"] not in colours:
        return GLYPHS.get(dots["marker"], "●")
    return GLYPHS[SHAPES[colours.index(dots["colour"]) % len(SHAPES)]]


def texture_of(axes: Axes, bars: Bars | Entry) -> str:
    """The texture of a group of bars: that of its colour among the bars."""
    colours = _ranked(axes["bars"])
    rank = colours.index(bars["colour"]) if bars["colour"] in colours else 0
    return TEXTURES[rank % len(TEXTURES)]


def _ranked(series: Sequence[Bars | Line | Entry]) -> list[int | None]:
    return list(dict.fromkeys(each["colour"] for each in series))
