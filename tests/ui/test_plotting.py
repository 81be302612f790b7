"""How series are drawn with characters: every mark in its cell, and none told from another by colour alone."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from journal.ui.plotting.canvas import Ink
from tests.support.scenes import FRAME, axes, bars, dotted, entry, image, line, of_image, picture, plotted, scale

# --- lines ----------------------------------------------------------------------------------------------------


def test_a_line_from_corner_to_corner_ends_in_the_corner_cells() -> None:
    canvas = picture(axes(lines=[line((0, 0), (1, 1))]), size=(21, 11))
    rows = plotted(canvas)
    assert ord(rows[9][0]) & 0x40, "the lowest dot at the left"
    assert ord(rows[0][19]) & 0x08, "the highest dot at the right"
    assert {column for column, _ in dotted(canvas)} == set(range(20))
    assert all(abs(row - (9.5 - column / 2)) <= 1 for column, row in dotted(canvas))


def test_a_level_line_fills_its_row_and_no_other() -> None:
    canvas = picture(axes(lines=[line((0, 0.5), (1, 0.5))]), size=(21, 12))
    assert dotted(canvas) == {(n, 5) for n in range(20)}


def test_a_logarithmic_axis_sets_powers_at_even_distances() -> None:
    points = [line((0, value), (0, value)) for value in (1, 10, 100, 1000)]
    canvas = picture(axes(lines=points, y=scale(1, 1000, log=True)), size=(11, 32))
    rows = sorted(row for _, row in dotted(canvas))
    assert rows == [0, 10, 20, 30]


def test_what_a_logarithm_has_no_place_for_is_left_out() -> None:
    canvas = picture(axes(lines=[line((0, 0), (1, 10))], y=scale(1, 100, log=True)), size=(21, 11))
    assert len(dotted(canvas)) == 1


def test_a_hole_breaks_the_line() -> None:
    canvas = picture(axes(lines=[line((0, 0.5), (0.3, 0.5), None, (0.7, 0.5), (1, 0.5))]), size=(21, 11))
    columns = {column for column, _ in dotted(canvas)}
    assert 10 not in columns
    assert {0, 5, 15, 19} <= columns


def test_a_line_is_cut_at_the_edge_of_the_axes() -> None:
    canvas = picture(axes(lines=[line((-1e9, 0.5), (1e9, 0.5)), line((0.5, 0), (0.5, 1e300))]), size=(21, 12))
    assert {(n, 5) for n in range(20)} <= dotted(canvas)
    assert canvas.lines()[-1] == "└" + "─" * 20


@pytest.mark.parametrize("edge", [0, 1])
def test_a_line_along_the_edge_is_drawn(edge: int) -> None:
    canvas = picture(axes(lines=[line((0, edge), (1, edge)), line((edge, 0), (edge, 1))]), size=(21, 11))
    assert len(dotted(canvas)) == 20 + 10 - 1


def test_lines_that_are_told_apart_by_colour_differ_in_their_dashes_too() -> None:
    both = axes(
        lines=[line((0, 0.9), (1, 0.9), colour=0), line((0, 0.1), (1, 0.1), colour=1)],
        legend=[entry("train", 0), entry("valid", 1)],
    )
    rows = plotted(picture(both, size=(41, 12)))
    assert len(set(rows[2])) == 1
    assert "\u2800" not in rows[2]
    assert len(set(rows[-2])) > 1


def test_a_dashed_line_has_gaps() -> None:
    canvas = picture(axes(lines=[line((0, 0.5), (1, 0.5), dash="dashed")]), size=(41, 12))
    assert len(set(plotted(canvas)[5])) > 1


def test_colours_are_those_of_the_theme_in_their_order() -> None:
    series = [line((0, level), (1, level), colour=n) for n, level in enumerate((0.1, 0.3, 0.5, 0.7))]
    canvas = picture(axes(lines=series), size=(21, 21))
    for name, row in zip(("primary", "accent", "secondary", "error"), (17, 13, 9, 5), strict=True):
        assert {place[1] for place in dotted(canvas, name)} == {row}, name


# --- dots and bars --------------------------------------------------------------------------------------------


def test_dots_of_two_colours_have_two_shapes() -> None:
    groups = [{"points": [(each, 0.5)], "colour": each, "marker": "o"} for each in (0, 1)]
    rows = plotted(picture(axes(dots=groups), size=(21, 12)))
    assert (rows[5][0], rows[5][-1]) == ("●", "▲")


def test_many_dots_of_one_colour_are_fine_dots() -> None:
    cloud = [{"points": [(n / 99, n * 37 % 99 / 99) for n in range(100)], "colour": 0, "marker": "o"}]
    canvas = picture(axes(dots=cloud), size=(41, 11))
    assert "●" not in "".join(canvas.lines())
    assert len(dotted(canvas)) > 50


def test_a_bar_is_as_high_as_its_value_to_an_eighth_of_a_cell() -> None:
    canvas = picture(axes(bars=[bars((0, 0, 0.5, 0.55))]), size=(11, 11))
    grounds = [[cell.ground for cell in row[FRAME:]] for row in canvas.rows[:-1]]
    filled = {(x, y) for y, row in enumerate(grounds) for x, ground in enumerate(row) if ground == Ink("primary")}
    assert filled == {(x, y) for x in range(5) for y in range(5, 10)}
    assert plotted(canvas)[4][:5] == "▄" * 5


def test_a_bar_on_its_side_grows_to_the_right() -> None:
    canvas = picture(axes(bars=[bars((0, 0, 0.55, 1), across=True)]), size=(11, 5))
    assert plotted(canvas)[0][5] == "▌"
    assert canvas.rows[0][FRAME + 4].ground == Ink("primary")


def test_a_bar_below_zero_hangs_from_the_zero_line() -> None:
    canvas = picture(axes(y=scale(-1, 1), bars=[bars((0, -0.55, 1, 0))]), size=(5, 21))
    grounds = [row[FRAME].ground for row in canvas.rows[:-1]]
    assert [n for n, ground in enumerate(grounds) if ground] == [10, 11, 12, 13, 14, 15]
    assert (canvas.rows[15][FRAME].text, canvas.rows[15][FRAME].ink) == ("▄", Ink("background"))


def test_bars_of_the_same_width_are_drawn_equally_wide() -> None:
    boxes = [(n + 0.6, 0, n + 1.4, 1) for n in range(8)]
    canvas = picture(axes(x=scale(0.2, 8.8), bars=[bars(*boxes)]), size=(58, 4))
    runs = re.findall("█+", "".join("█" if cell.ground else " " for cell in canvas.rows[0]))
    assert len(runs) == 8
    assert len({len(run) for run in runs}) == 1


def test_bars_that_do_not_touch_have_a_gap_and_those_that_do_have_none() -> None:
    apart = [bars(*[(n - 0.45, 0, n + 0.45, 1) for n in range(9)])]
    joined = [bars(*[(n - 0.5, 0, n + 0.5, 1) for n in range(9)])]
    for width in range(30, 60):
        gaps = [
            [cell.ground is None for cell in picture(axes(x=scale(-0.5, 8.5), bars=each), size=(width, 5)).rows[0][1:]]
            for each in (apart, joined)
        ]
        assert sum(not now and after for now, after in zip(gaps[0], gaps[0][1:], strict=False)) >= 8
        assert not any(gaps[1])


def test_bars_of_two_colours_have_two_textures() -> None:
    canvas = picture(axes(bars=[bars((0, 0, 0.5, 1)), bars((0.5, 0, 1, 1), colour=1)]), size=(11, 4))
    row = plotted(canvas)[0]
    assert row[0] == " "
    assert row[9] == "⣿"


def test_a_line_is_seen_over_a_bar() -> None:
    canvas = picture(axes(bars=[bars((0, 0, 1, 1))], lines=[line((0, 0.5), (1, 0.5), colour=1)]), size=(11, 11))
    cell = canvas.rows[4][5]
    assert (cell.ink, cell.ground, bool(cell.dots)) == (Ink("accent"), Ink("primary"), True)


# --- images and texts -----------------------------------------------------------------------------------------


def test_a_matrix_has_cells_of_one_size_and_its_shades_in_order() -> None:
    canvas = picture(of_image(image([[0.0, 1.0], [0.5, 0.25]], numbers=True)), size=(20, 8))
    shares = [[cell.ground.share if cell.ground else None for cell in row] for row in canvas.rows]
    top, bottom = shares[0], shares[-1]
    assert len([row for row in shares if row == top]) == len([row for row in shares if row == bottom]) == 4
    wide = len([share for share in top if share == top[0]])
    assert len([share for share in top if share == max(filter(None, top))]) == wide == 8
    assert top[0] < bottom[wide] < bottom[0] < top[wide]  # type: ignore[operator]


def test_a_matrix_of_more_rows_than_cells_has_two_a_cell() -> None:
    rows = picture(of_image(image([[float((x + y) % 2) for x in range(8)] for y in range(8)])), size=(30, 5)).lines()
    assert any("▀" * 8 in row for row in rows)


def test_numbers_stand_in_the_cells_that_have_room_for_them() -> None:
    wide = picture(of_image(image([[0.25, 0.0], [1.0, 0.003]], numbers=True)), size=(30, 6)).lines()
    assert [row.split() for row in wide if row.strip()] == [[".25", "0"], ["1", ".00"]]
    narrow = picture(of_image(image([[0.25, 0.75]] * 12, numbers=True)), size=(30, 8)).lines()
    assert not any(".25" in row for row in narrow)


def test_a_text_on_a_bright_shade_has_the_colour_of_the_background() -> None:
    texts = [{"x": n, "y": 0, "text": str(n), "align": "center"} for n in (0, 1)]
    canvas = picture(of_image(image([[0.0, 1.0]]), texts=texts), size=(30, 6))
    inks = {cell.text: cell.ink for row in canvas.rows for cell in row if cell.text in "01" and cell.ground}
    assert inks == {"0": Ink("foreground"), "1": Ink("background")}


def test_numbers_give_way_to_what_is_drawn_upon_the_matrix() -> None:
    path = [line((0, 0), (1, 1))]
    rows = picture(of_image(image([[0.25, 0.0], [1.0, 0.5]], numbers=True), lines=path), size=(30, 6)).lines()
    assert not any(".25" in row for row in rows)


def test_shades_without_numbers_are_explained_by_what_the_first_and_last_stand_for() -> None:
    rows = picture(of_image(image([[0.25, 0.75]] * 12)), size=(30, 8)).lines()
    assert rows[0].split() == ["0", "1"]


def test_a_text_stands_at_its_place_and_chinese_takes_two_cells() -> None:
    text = {"x": 0.525, "y": 0.5, "text": "梯度", "align": "left"}
    rows = plotted(picture(axes(texts=[text]), size=(21, 12)))
    assert rows[5].index("梯") == 10
    assert cell_len(rows[5]) == 20


def test_an_area_tints_the_cells_within_it() -> None:
    area = {"points": [(0, 0), (0.5, 0), (0.5, 1), (0, 1)], "colour": 2}
    canvas = picture(axes(areas=[area]), size=(21, 6))
    assert [cell.ground == Ink("secondary", 0.3) for cell in canvas.rows[2][FRAME:]] == [True] * 10 + [False] * 10
