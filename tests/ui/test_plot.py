"""How a whole scene is laid out and shown: nothing over the edge, no label upon another, the theme's colours."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from journal.runner.figures.scene import Scene
from journal.ui.plotting.canvas import Ink, shortened
from journal.ui.plotting.page import draw_scene
from journal.ui.theme import DARK, LIGHT
from journal.ui.widgets.plot import Plot
from tests.support.scenes import axes, bars, dotted, entry, image, line, of_image, picture, scale

# --- what stands around ---------------------------------------------------------------------------------------


def test_labels_of_the_y_axis_stand_right_aligned_at_their_rows() -> None:
    rows = picture(axes(y=scale(0, 10, ticks="0 5 10")), size=(20, 12)).lines()
    assert [rows[0][:4], rows[5][:4], rows[10][:4]] == ["10 ┤", " 5 ┤", " 0 ┤"]


def test_labels_that_would_touch_are_thinned_and_zero_stays() -> None:
    ticks = " ".join(f"{n / 4 - 3:.2f}" for n in range(25))
    row = picture(axes(x=scale(-3, 3, ticks=ticks)), size=(40, 8)).lines()[-1]
    assert "0" in row.split()
    assert set(row.split()) <= {str(n) for n in range(-3, 4)}


def test_decimals_that_no_kept_label_needs_are_dropped() -> None:
    row = picture(axes(x=scale(0, 1, ticks="0.0 0.5 1.0")), size=(60, 8)).lines()[-1]
    assert row.split() == ["0.0", "0.5", "1.0"]
    row = picture(axes(x=scale(0, 2, ticks="0.0 1.0 2.0")), size=(60, 8)).lines()[-1]
    assert row.split() == ["0", "1", "2"]


def test_the_legend_shares_the_line_of_the_y_label_while_there_is_room() -> None:
    parts = axes(y=scale(label="损失"), legend=[entry("train", 0), entry("验证", 1)])
    wide, narrow = (picture(parts, size=(width, 12)).lines() for width in (40, 18))
    assert wide[0].startswith("损失")
    assert all(label in wide[0] for label in ("train", "验证"))
    assert "验证" not in narrow[0]
    assert "验证" in narrow[1]


def test_the_x_label_is_centred_below_the_plot() -> None:
    row = picture(axes(x=scale(label="步数")), size=(21, 8)).lines()[-1]
    assert row.strip() == "步数"
    assert abs(len(row) - len(row.lstrip()) - 9) <= 1


def test_two_axes_stand_side_by_side_or_one_above_the_other() -> None:
    one, other = axes(title="one"), axes(title="other")
    assert re.search("one .*other", picture(one, other, size=(60, 12)).lines()[0])
    stacked = picture(one, other, size=(24, 20)).lines()
    assert ("one" in stacked[0], "other" in stacked[10]) == (True, True)


def test_four_axes_stand_two_by_two_when_there_is_no_room_for_a_row() -> None:
    rows = picture(*(axes(title=name) for name in "abcd"), size=(80, 24)).lines()
    assert rows[0].split() == ["a", "b"]
    assert rows[12].split() == ["c", "d"]


def test_plots_side_by_side_are_level() -> None:
    rows = picture(axes(title="one", x=scale(label="x")), axes(), size=(60, 12)).lines()
    assert [row.count("└") for row in rows].count(2) == 1


def test_where_there_is_little_room_labels_give_way_to_the_plot() -> None:
    parts = axes(title="title", x=scale(label="x", ticks="0 1"), lines=[line((0, 0.5), (1, 0.5))])
    rows = picture(parts, size=(20, 4)).lines()
    assert "title" not in "".join(rows)
    assert any("\u2801" <= char <= "\u28ff" for row in rows for char in row)


def test_characters_that_cannot_be_printed_never_reach_the_screen() -> None:
    rows = picture(axes(title="a\x1b[2Jb\u200bc\u202e"), size=(30, 8)).lines()
    assert rows[0].rstrip() == "a[2Jbc"


@pytest.mark.parametrize(("width", "shown"), [(6, "卷积核"), (5, "卷积…"), (4, "卷…"), (1, "…"), (0, "")])
def test_a_text_is_shortened_by_cells(width: int, shown: str) -> None:
    assert shortened("卷积核", width) == shown


# --- whatever comes -------------------------------------------------------------------------------------------

numbers = st.one_of(st.floats(-1e3, 1e3), st.floats(allow_nan=False, allow_infinity=False), st.integers(-5, 5))
words = st.text("ab 梯度1.-", max_size=12)
colours = st.none() | st.integers(0, 12)
points = st.lists(st.none() | st.tuples(numbers, numbers), max_size=8)
markers = st.sampled_from(["", "o", "^", "s", "x"])
dashes = st.sampled_from(["solid", "dashed", "dotted", "dashdot", "none"])
shades = st.integers(1, 9).flatmap(
    lambda n: st.lists(st.lists(st.none() | st.floats(0, 1), min_size=n, max_size=n), min_size=1, max_size=9)
)
scales = st.fixed_dictionaries(
    {
        "label": words,
        "low": numbers,
        "high": numbers,
        "log": st.booleans(),
        "ticks": st.lists(st.fixed_dictionaries({"value": numbers, "label": words}), max_size=12),
    }
)
any_axes = st.fixed_dictionaries(
    {
        "title": words,
        "x": scales,
        "y": scales,
        "lines": st.lists(
            st.fixed_dictionaries({"points": points, "colour": colours, "dash": dashes, "marker": markers}), max_size=4
        ),
        "dots": st.lists(
            st.fixed_dictionaries({"points": points, "colour": colours, "marker": markers}),
            max_size=3,
        ),
        "bars": st.lists(
            st.fixed_dictionaries(
                {
                    "boxes": st.lists(st.tuples(numbers, numbers, numbers, numbers), max_size=5),
                    "colour": colours,
                    "across": st.booleans(),
                }
            ),
            max_size=3,
        ),
        "areas": st.lists(st.fixed_dictionaries({"points": points, "colour": colours}), max_size=2),
        "images": st.lists(st.builds(image, shades, st.booleans()), max_size=2),
        "texts": st.lists(
            st.fixed_dictionaries(
                {"x": numbers, "y": numbers, "text": words, "align": st.sampled_from(["left", "center", "right"])}
            ),
            max_size=4,
        ),
        "legend": st.lists(
            st.builds(entry, words, st.integers(0, 9), st.sampled_from(["line", "dots", "bars"])), max_size=5
        ),
    }
)


@given(st.lists(any_axes, max_size=3), words, st.integers(0, 90), st.integers(0, 30))
def test_any_scene_fills_exactly_the_size_that_it_is_given(parts: Any, title: str, width: int, height: int) -> None:
    rows = draw_scene(cast(Scene, {"title": title, "axes": parts}), width, height).lines()
    assert len(rows) == height
    assert {cell_len(row) for row in rows} <= {width}


@given(st.lists(st.integers(-999, 999), unique=True, min_size=1, max_size=30), st.integers(20, 90))
def test_no_two_labels_of_an_axis_touch(values: list[int], width: int) -> None:
    ticks = " ".join(map(str, sorted(values)))
    parts = axes(x=scale(-999, 999, ticks=ticks))
    row = picture(parts, size=(width, 8)).lines()[-1]
    assert row.split()
    assert set(row.split()) <= set(ticks.split())
    assert all(len(gap) >= 2 for gap in re.findall(" +", row.strip()))


# --- the widget -----------------------------------------------------------------------------------------------


class Shown(App[None]):
    """A plot that fills the screen, in the app's own themes."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"muted": "#8a8a8a"}

    def compose(self) -> ComposeResult:
        yield Plot()

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name


LEVEL: Scene = {"title": "", "axes": [axes(lines=[line((0, 0.5), (1, 0.5))])]}


def colours_of(plot: Plot) -> set[str]:
    """The colours in which the widget prints braille."""
    segments = [segment for y in range(plot.size.height) for segment in plot.render_line(y)]
    used = [each.style.color for each in segments if each.style and each.style.color and max(each.text) > "\u2800"]
    return {each.name for each in used if each.name != plot.color_of(Ink("muted", 0.55)).rich_color.name}


async def test_the_plot_is_drawn_anew_for_each_size() -> None:
    app = Shown()
    async with app.run_test(size=(60, 15)) as pilot:
        plot = app.query_one(Plot)
        plot.show(LEVEL)
        await pilot.pause()
        assert (plot.canvas.width, plot.canvas.height) == (60, 15)
        await pilot.resize_terminal(90, 30)
        await pilot.pause()
        assert (plot.canvas.width, plot.canvas.height) == (90, 30)
        assert len(dotted(plot.canvas)) == 89


async def test_the_plot_has_the_colours_of_the_theme_and_follows_it() -> None:
    app = Shown()
    async with app.run_test(size=(60, 15)) as pilot:
        plot = app.query_one(Plot)
        plot.show(LEVEL)
        await pilot.pause()
        assert colours_of(plot) == {DARK.primary}
        app.theme = LIGHT.name
        await pilot.pause()
        assert colours_of(plot) == {LIGHT.primary}


@pytest.mark.parametrize("theme", ["ansi-dark", "textual-light", "nord"])
async def test_every_theme_can_draw_everything(theme: str) -> None:
    app = Shown()
    async with app.run_test(size=(60, 15)) as pilot:
        app.theme = theme
        full = of_image(image([[0.0, 1.0], [0.5, None]], numbers=True), lines=[line((0, 0), (1, 1), colour=6)])
        app.query_one(Plot).show({"title": "图", "axes": [full, axes(bars=[bars((0, -1, 1, 0.3))])]})
        await pilot.pause()
        assert any("1" in app.query_one(Plot).render_line(y).text for y in range(15))


@pytest.mark.parametrize("scene", [{}, {"title": 3, "axes": []}, {"title": "", "axes": [{}]}, {"title": "", "axes": 7}])
async def test_a_malformed_scene_is_shown_as_nothing(scene: dict[str, Any]) -> None:
    app = Shown()
    async with app.run_test(size=(60, 15)) as pilot:
        plot = app.query_one(Plot)
        plot.show(LEVEL)
        plot.show(scene)
        await pilot.pause()
        assert not "".join(plot.render_line(y).text for y in range(15)).strip()


def test_what_paints_never_loads_what_draws() -> None:
    script = "import sys, journal.ui.widgets.plot; print(*{'matplotlib', 'numpy', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
