"""Draws a scene with matplotlib and writes it as PNG and SVG: the same numbers as in the terminal, on paper.

Imports matplotlib, so that only what exports pictures may import this module.
"""

from __future__ import annotations

import logging
from functools import cache
from io import BytesIO
from pathlib import Path
from textwrap import fill
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes as Drawn
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from journal.core.files import write_whole
from journal.runner.figures.scene import Axes, Bars, Entry, Image, Scale, Scene, Text

logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # not every font is there in bold

FORMATS = ("png", "svg")
PAPER, INK, FAINT = "#fdfcf8", "#2a2c2e", "#c9c4b6"
COLOURS = ("#2c7562", "#c08a2b", "#475f8f", "#b03f2f", "#42752f", "#555a5e", "#6fa797", "#8a877c", "#d9b574", "#8c9cc0")
"""What the n of a scene's colour is."""
HATCHES = ("", "////", "....", "xxxx")
DASHES = {"solid": "-", "dashed": "--", "dotted": ":", "dashdot": "-."}
CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Hiragino Sans GB",
    "Heiti SC",
    "Heiti TC",
    "STHeiti",
    "SimHei",
    "Noto Serif CJK SC",
    "Songti SC",
    "SimSun",
    "AR PL UMing CN",
    "Droid Sans Fallback",
    "Arial Unicode MS",
)
"""Fonts with Chinese characters, the better ones for figures first."""
HEADING = 0.75
"""Inches that the title and the sentence take."""
SMALL = 30
"""Texts in one figure from which they are small, and cut into lines of that many characters."""
WRAPPED = 16


def chinese_font() -> str | None:
    """A font of this machine that has Chinese characters; None when there is none."""
    found = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE if name in found), None)


def pictures(scene: Scene, title: str, caption: str) -> dict[str, bytes]:
    """The scene under its title and one sentence, in each of the `FORMATS`."""
    with mpl.rc_context({"font.family": _fonts(), "svg.hashsalt": "journal", "hatch.linewidth": 0.6}):
        figure = draw(scene, title, caption)
        return {each: _rendered(figure, each) for each in FORMATS}


def _rendered(figure: Figure, suffix: str) -> bytes:
    file = BytesIO()
    metadata = {"Date": None} if suffix == "svg" else {}
    figure.savefig(file, format=suffix, dpi=160, facecolor=PAPER, metadata=metadata)
    return file.getvalue()


def write(folder: Path, name: str, files: dict[str, bytes]) -> list[Path]:
    """Writes the pictures into a folder, which is made when it is not there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / f"{name}.{suffix}": content for suffix, content in files.items()}
    for path, content in paths.items():
        write_whole(path, content)
    return list(paths)


@cache
def _fonts() -> list[str]:
    return ["DejaVu Sans", *filter(None, [chinese_font()])]


@cache
def _drawable() -> set[int]:
    """The characters that the fonts have."""
    paths = [font_manager.findfont(name) for name in _fonts()]
    return {code for path in paths for code in FT2Font(path).get_charmap()}


def _plain(text: str) -> str:
    """The text without what no font has, and without what matplotlib would take for TeX."""
    shown = "".join(each if each == "\n" or ord(each) in _drawable() else "?" for each in text)
    return shown.replace("$", r"\$")


def draw(scene: Scene, title: str, caption: str) -> Figure:
    """The scene as a figure of matplotlib."""
    count = len(scene["axes"])
    figure = Figure(figsize=_size(scene), facecolor=PAPER, layout="constrained")
    parts: Any = figure.subfigures(2, 1, height_ratios=(HEADING, figure.get_figheight() - HEADING), hspace=0)
    heading, below = parts
    heading.text(0.015, 0.68, _plain(title), size=13, weight="bold", color=INK, va="center")
    heading.text(0.015, 0.24, _plain(caption), size=9, color="#6b6a62", va="center")
    for subfigure in (heading, below):
        subfigure.set_facecolor(PAPER)
    grid = below.subplots(1, count, squeeze=False)[0]
    for each, drawn in zip(scene["axes"], grid, strict=True):
        _axes(drawn, each)
    return figure


def _size(scene: Scene) -> tuple[float, float]:
    """Width and height in inches."""
    first = scene["axes"][0]
    if first["images"] and first["images"][0]["square"]:
        return 10.0, 3.7
    if first["images"]:
        return 13.0, 1.2 + 0.6 * len(first["images"][0]["shades"])
    return (9.5, 4.8) if len(scene["axes"]) < 3 else (11.0, 4.6)


def _axes(drawn: Drawn, axes: Axes) -> None:
    drawn.set_facecolor(PAPER)
    drawn.set_title(_plain(axes["title"]), size=10, color=INK, loc="left")
    for number, image in enumerate(axes["images"]):
        _image(drawn, image, COLOURS[number])
    for area in axes["areas"]:
        xs, ys = zip(*(point for point in area["points"] if point), strict=True)
        drawn.fill(xs, ys, color=_colour(area["colour"]), alpha=0.22, linewidth=0)
    for number, bars in enumerate(axes["bars"]):
        _bars(drawn, bars, HATCHES[number % len(HATCHES)])
    for line in axes["lines"]:
        points = [point or (float("nan"), float("nan")) for point in line["points"]]
        drawn.plot(
            [x for x, _ in points],
            [y for _, y in points],
            color=_colour(line["colour"]),
            linestyle=DASHES.get(line["dash"], ""),
            linewidth=1.8,
        )
    for text in axes["texts"]:
        _text(drawn, text, axes)
    _scale(drawn, axes["x"], "x")
    _scale(drawn, axes["y"], "y")
    _frame(drawn, axes)


def _bars(drawn: Drawn, bars: Bars, hatch: str) -> None:
    style: dict[str, Any] = {"color": _colour(bars["colour"]), "edgecolor": PAPER, "linewidth": 0.4, "hatch": hatch}
    for left, bottom, right, top in bars["boxes"]:
        drawn.bar(left, top - bottom, width=right - left, bottom=bottom, align="edge", **style)


def _image(drawn: Drawn, image: Image, colour: str) -> None:
    left, right, bottom, top = image["box"]
    rows = [[float("nan") if shade is None else shade for shade in row] for row in image["shades"]]
    shades = LinearSegmentedColormap.from_list("shades", ["#ece8dc", colour])
    height, width = abs(top - bottom) / len(rows), (right - left) / len(rows[0])
    xs, ys = [left + n * width for n in range(len(rows[0]) + 1)], [top + n * height for n in range(len(rows) + 1)]
    drawn.pcolormesh(xs, ys, rows, cmap=shades, vmin=0, vmax=1, edgecolors=PAPER, linewidth=1.5)
    if image["square"]:
        drawn.set_aspect("equal")


def _text(drawn: Drawn, text: Text, axes: Axes) -> None:
    many = len(axes["texts"]) > SMALL
    words = "\n".join(fill(each, WRAPPED) for each in text["text"].split("\n")) if many else text["text"]
    dark = many and _shade_at(axes, text) > 0.55
    drawn.text(
        text["x"],
        text["y"],
        _plain(words),
        ha=text["align"],
        va="center",
        size=6.5 if many else 8.5,
        color=PAPER if dark else INK,
    )


def _shade_at(axes: Axes, text: Text) -> float:
    shades = axes["images"][0]["shades"] if axes["images"] else [[0.0]]
    row, column = round(text["y"]), round(text["x"])
    return (shades[row][column] or 0.0) if row < len(shades) and column < len(shades[row]) else 0.0


def _scale(drawn: Drawn, scale: Scale, name: str) -> None:
    axis = drawn.xaxis if name == "x" else drawn.yaxis
    (drawn.set_xlim if name == "x" else drawn.set_ylim)(scale["low"], scale["high"])
    axis.set_ticks([tick["value"] for tick in scale["ticks"]], [_plain(tick["label"]) for tick in scale["ticks"]])
    axis.set_label_text(_plain(scale["label"]), size=9, color=INK)
    axis.set_tick_params(labelsize=8.5, labelcolor=INK, color=FAINT, length=0 if not scale["ticks"] else 3)


def _frame(drawn: Drawn, axes: Axes) -> None:
    for side in ("top", "right", *(("left", "bottom") if axes["images"] else ())):
        drawn.spines[side].set_visible(False)
    for spine in drawn.spines.values():
        spine.set_color(FAINT)
    if not axes["images"]:
        across = any(bars["across"] for bars in axes["bars"])
        drawn.grid(axis="x" if across else "y", color=FAINT, linewidth=0.5, alpha=0.6)
        drawn.set_axisbelow(True)
    if axes["legend"]:
        drawn.legend(
            handles=[_sample(axes, each) for each in axes["legend"]],
            loc=4,  # its lower right corner
            bbox_to_anchor=(1.0, 1.0),
            ncols=len(axes["legend"]),
            frameon=False,
            fontsize=8.5,
            labelcolor=INK,
        )


def _sample(axes: Axes, entry: Entry) -> Patch | Line2D:
    colour, label = _colour(entry["colour"]), _plain(entry["label"])
    if entry["kind"] == "bars":
        colours = [bars["colour"] for bars in axes["bars"]]
        hatch = HATCHES[colours.index(entry["colour"]) % len(HATCHES)] if entry["colour"] in colours else ""
        return Patch(facecolor=colour, edgecolor=PAPER, hatch=hatch, label=label)
    return Line2D([], [], color=colour, ls=DASHES.get(entry["dash"], ""), linewidth=1.8, label=label)


def _colour(number: int | None) -> str:
    return INK if number is None else COLOURS[number % len(COLOURS)]
