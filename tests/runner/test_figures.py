"""What a figure of matplotlib becomes: plain values in data coordinates, and a sharp picture."""

from __future__ import annotations

import json
import struct
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt

from journal.runner.figures.capture import capture
from journal.runner.figures.ticks import number_labels, plain_label
from journal.runner.worker.operations import perform


@pytest.fixture(autouse=True)
def nothing_open() -> Iterator[None]:
    mpl.use("Agg")
    plt.close("all")
    yield
    plt.close("all")


def scene() -> dict[str, Any]:
    """The scene of the open figure after a journey as JSON, which knows no NaN."""
    taken, _ = capture(png=False)
    assert taken is not None
    travelled: dict[str, Any] = json.loads(json.dumps(taken, allow_nan=False))
    return travelled


def axes() -> dict[str, Any]:
    """The only axes of the scene."""
    (only,) = scene()["axes"]
    assert isinstance(only, dict)
    return only


def labels(scale: dict[str, Any]) -> list[str]:
    return [tick["label"] for tick in scale["ticks"]]


def test_without_a_figure_there_is_nothing_to_take() -> None:
    assert capture(png=True) == (None, None)


def test_figures_are_closed_when_they_have_been_taken() -> None:
    plt.figure()
    plt.figure()
    capture(png=False)
    assert plt.get_fignums() == []


def test_the_picture_is_a_png_of_seven_by_four_and_a_half_inches_at_160_dots() -> None:
    plt.plot([1, 2])
    _, png = capture(png=True)
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1120, 720)


def test_a_picture_is_only_made_when_it_is_wanted() -> None:
    plt.plot([1, 2])
    assert capture(png=False)[1] is None


def test_flat_axes_alone_have_a_scene() -> None:
    plt.subplot(projection="polar")
    taken, png = capture(png=True)
    assert taken is None
    assert png is not None


# --- lines ----------------------------------------------------------------------------------------------------


def test_lines_keep_points_order_colour_and_dash() -> None:
    plt.plot([0, 1, 2], [3, 4, 5], "--")
    plt.plot([0, 1], [1, 0], color="C3", marker="^")
    first, second = axes()["lines"]
    assert first == {"points": [[0, 3], [1, 4], [2, 5]], "colour": 0, "dash": "dashed", "marker": ""}
    assert (second["colour"], second["dash"], second["marker"]) == (3, "solid", "^")


def test_lines_across_the_axes_are_given_in_data_coordinates() -> None:
    plt.plot([2, 4], [10, 20])
    plt.xlim(0, 8)
    plt.ylim(5, 25)
    plt.axhline(15, color="C1")
    plt.axvline(3, color="k")
    _, level, upright = axes()["lines"]
    assert np.allclose(level["points"], [[0, 15], [8, 15]])
    assert np.allclose(upright["points"], [[3, 5], [3, 25]])
    assert (level["colour"], upright["colour"]) == (1, None)


def test_what_is_not_a_number_is_a_hole_in_the_line() -> None:
    plt.plot([0, 1, 2, 3], [1, np.nan, np.inf, 2])
    assert axes()["lines"][0]["points"] == [[0, 1], None, None, [3, 2]]


def test_a_long_line_is_thinned_without_losing_its_peak() -> None:
    heights = np.zeros(20_000)
    heights[12_345] = 7
    plt.plot(heights)
    points = axes()["lines"][0]["points"]
    assert len(points) <= 400
    assert [12_345, 7] in points


def test_steps_and_segments_are_lines_too() -> None:
    plt.step([0, 1], [0, 5], where="post")
    plt.vlines([2], 0, 3, color="C2")
    steps, segment = axes()["lines"]
    assert steps["points"] == [[0, 0], [1, 0], [1, 5]]
    assert (segment["points"], segment["colour"]) == ([[2, 0], [2, 3]], 2)


@pytest.mark.parametrize(("colour", "index"), [("C7", 7), ("red", 3), ("grey", None), ("#1f77b4", 0), ("white", None)])
def test_other_colours_become_the_nearest_of_the_cycle_and_greys_none(colour: str, index: int | None) -> None:
    plt.plot([1, 2], color=colour)
    assert axes()["lines"][0]["colour"] == index


# --- dots, bars, areas ----------------------------------------------------------------------------------------


def test_a_scatter_is_divided_by_its_classes_and_keeps_its_marker() -> None:
    plt.scatter([0, 1, 2], [5, 6, 7], c=[1, 0, 1], marker="s")
    groups = {each["colour"]: each for each in axes()["dots"]}
    assert groups[0]["points"] == [[1, 6]]
    assert groups[1]["points"] == [[0, 5], [2, 7]]
    assert {each["marker"] for each in groups.values()} == {"s"}


def test_bars_are_boxes_upright_or_across() -> None:
    _, (left, right) = plt.subplots(1, 2)
    left.bar([1, 2], [3, -4], width=1, color=["C0", "C1"])
    right.barh([1], [3], height=0.5)
    upright, across = scene()["axes"]
    assert [(each["colour"], each["boxes"]) for each in upright["bars"]] == [
        (0, [[0.5, 0, 1.5, 3]]),
        (1, [[1.5, -4, 2.5, 0]]),
    ]
    assert across["bars"] == [{"boxes": [[0, 0.75, 3, 1.25]], "colour": 0, "across": True}]


def test_a_histogram_is_bars() -> None:
    plt.hist([0, 0, 0, 1], bins=2)
    assert axes()["bars"][0]["boxes"] == [[0, 0, 0.5, 3], [0.5, 0, 1, 1]]


def test_filled_areas_are_polygons_in_data_coordinates() -> None:
    plt.xlim(0, 4)
    plt.ylim(0, 4)
    plt.fill_between([1, 2], [0, 0], [3, 3], color="C2")
    plt.axvspan(3, 4, color="C1")
    between, span = axes()["areas"]
    assert {(x, y) for x, y in between["points"]} == {(1, 0), (2, 0), (1, 3), (2, 3)}
    corners = {(round(x, 6), round(y, 6)) for x, y in span["points"]}
    assert corners == {(3, 0), (4, 0), (3, 4), (4, 4)}


# --- images and texts -----------------------------------------------------------------------------------------


def test_an_image_is_shades_between_its_limits_with_its_numbers() -> None:
    plt.imshow([[0, 5], [10, 20]], vmin=0, vmax=10)
    (image,) = axes()["images"]
    assert image["shades"] == [[0, 0.5], [1, 1]]
    assert image["numbers"] == [[0, 5], [10, 20]]
    assert image["box"] == [-0.5, 1.5, 1.5, -0.5]
    assert (image["low"], image["high"], image["square"]) == (0, 10, True)


def test_the_first_row_of_an_image_is_the_upper_one_whatever_its_origin() -> None:
    plt.imshow([[0, 0], [1, 1]], origin="lower", extent=(0, 4, 0, 2))
    (image,) = axes()["images"]
    assert image["shades"] == [[1, 1], [0, 0]]
    assert image["box"] == [0, 4, 0, 2]


def test_a_large_image_is_made_smaller_and_comes_without_numbers() -> None:
    plt.imshow(np.random.default_rng(0).random((300, 90)))
    (image,) = axes()["images"]
    assert (len(image["shades"]), len(image["shades"][0])) == (64, 64)
    assert image["numbers"] is None


def test_holes_of_an_image_are_none() -> None:
    plt.imshow([[0, np.nan], [1, np.nan]])
    assert axes()["images"][0]["shades"] == [[0, None], [1, None]]


def test_texts_stand_at_their_place_in_the_data() -> None:
    plt.axis((0, 10, 0, 10))
    plt.text(2, 3, "query", ha="center")
    plt.text(0.5, 0.1, "corner", transform=plt.gca().transAxes)
    plt.annotate("peak", (4, 5), xytext=(6, 7), textcoords="offset points")
    query, corner, peak = axes()["texts"]
    assert query == {"x": 2, "y": 3, "text": "query", "align": "center"}
    assert np.allclose((corner["x"], corner["y"]), (5, 1))
    assert (peak["x"], peak["y"], peak["text"]) == (4, 5, "peak")


# --- scales, labels, legends ----------------------------------------------------------------------------------


def test_a_logarithmic_axis_says_so_and_labels_powers_plainly() -> None:
    plt.plot([1, 2, 3], [1e-3, 1e-1, 10])
    plt.yscale("log")
    scale = axes()["y"]
    assert scale["log"]
    assert labels(scale) == ["1e-3", "1e-2", "0.1", "1", "10"]


def test_an_axis_that_counts_has_no_ticks_between_whole_numbers() -> None:
    plt.plot([0, 1, 2], [0.5, 0.25, 0.125])
    plt.axhline(0.2)
    assert labels(axes()["x"]) == ["0", "1", "2"]


def test_categories_keep_their_names() -> None:
    plt.bar(["猫", "dog"], [1, 2])
    assert axes()["x"]["ticks"] == [{"value": 0, "label": "猫"}, {"value": 1, "label": "dog"}]


def test_titles_and_labels_are_taken() -> None:
    plt.plot([1, 2])
    plt.title("loss")
    plt.xlabel(r"$\alpha_1$")
    plt.ylabel("学习率")
    taken = axes()
    assert (taken["title"], taken["x"]["label"], taken["y"]["label"]) == ("loss", "α_1", "学习率")


def test_axes_come_in_order_and_a_colour_bar_is_none() -> None:
    figure, (left, right) = plt.subplots(1, 2)
    left.set_title("left")
    right.set_title("right")
    figure.colorbar(right.imshow([[1, 2]]))
    taken, png = capture(png=True)
    assert taken is not None
    assert png is not None
    assert [each["title"] for each in taken["axes"]] == ["left", "right"]


def test_the_legend_knows_how_each_entry_looks() -> None:
    plt.plot([1, 2], "C1:", label="valid")
    plt.bar([0], [1], label="kept")
    plt.scatter([0], [0], color="C2", label="point")
    plt.legend()
    entries = {each["label"]: each for each in axes()["legend"]}
    assert entries["valid"] == {"label": "valid", "kind": "line", "colour": 1, "dash": "dotted", "marker": ""}
    assert (entries["kept"]["kind"], entries["kept"]["colour"]) == ("bars", 0)
    assert (entries["point"]["kind"], entries["point"]["colour"], entries["point"]["marker"]) == ("dots", 2, "o")


@pytest.mark.parametrize(
    ("tex", "plain"),
    [
        (r"$\mathdefault{10^{-3}}$", "1e-3"),
        (r"$\partial L / \partial w$", "∂ L / ∂ w"),
        (r"$\Delta t$", "Δ t"),
        ("−0.5", "-0.5"),
        ("costs 5 $", "costs 5 $"),
        ("梯度 (norm)", "梯度 (norm)"),
        ("two\nlines", "two lines"),
    ],
)
def test_labels_lose_their_tex(tex: str, plain: str) -> None:
    assert plain_label(tex) == plain


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 0.25, 0.5], ["0.00", "0.25", "0.50"]),
        ([-2, 0, 2], ["-2", "0", "2"]),
        ([0, 2e6, 4e6], ["0", "2e6", "4e6"]),
        ([0.01, 0.1, 1], ["0.01", "0.1", "1"]),
        ([1e-5, 1e-3, 0.1], ["1e-5", "1e-3", "0.1"]),
        ([], []),
    ],
)
def test_numbers_have_the_decimals_that_their_steps_need(values: list[float], expected: list[str]) -> None:
    assert number_labels(values) == expected


CONCEPT = '''"""Doubling

Twice as much."""

import matplotlib.pyplot as plt

from journal.authoring import question, whole

ZH = """加倍

两倍。"""


def demo(n=whole(2, 9)):
    return [2 * each for each in range(n)]


@question("How much is the last?", "最后一个是多少？")
def last(out):
    return out[-1]


@last.wrong("That is half of it.", "这只是一半。")
def half(n):
    return n - 1


def figure(out):
    plt.plot(out)
'''


def test_a_run_brings_the_scene_of_its_figure(tmp_path: Path) -> None:
    path = tmp_path / "doubling.py"
    path.write_text(CONCEPT, encoding="utf-8")
    request = {"op": "run", "path": str(path), "content": b64encode(path.read_bytes()), "demo": "demo", "seed": 1}
    request |= {"params": {"n": 3}, "code": None}
    result = perform({**request, "figure": True, "png": False})["ok"]
    assert result["error"] is None
    assert result["scene"]["axes"][0]["lines"][0]["points"] == [(0, 0), (1, 2), (2, 4)]
