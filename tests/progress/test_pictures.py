"""Scenes as pictures: what is drawn, in which font, and where it is written."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.axes import Axes as Drawn

from journal.progress import pictures
from journal.progress.pictures import draw, write
from journal.runner.figures.scene import Axes, Scale, Scene

PNG = b"\x89PNG\r\n\x1a\n"


def scale(high: float, *labels: str) -> Scale:
    ticks = [{"value": float(n), "label": label} for n, label in enumerate(labels)]
    return {"label": "", "low": -0.5, "high": high, "log": False, "ticks": ticks}  # type: ignore[typeddict-item]


def scene(**drawn: object) -> Scene:
    """One coordinate system with what is given."""
    nothing: dict[str, object] = {kind: [] for kind in ("lines", "dots", "bars", "areas", "images", "texts", "legend")}
    axes: Axes = {"title": "", "x": scale(2.5, "周一", "周二"), "y": scale(4), **nothing, **drawn}  # type: ignore[typeddict-item]
    return {"title": "", "axes": [axes]}


BARS = scene(bars=[{"boxes": [(-0.4, 0, 0.4, 3), (0.6, 0, 1.4, 1.5)], "colour": 0, "across": False}])


@pytest.fixture(autouse=True)
def fonts_found_anew() -> Iterator[None]:
    yield
    pictures._fonts.cache_clear()
    pictures._drawable.cache_clear()


@pytest.fixture
def no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a font that has Chinese characters."""
    monkeypatch.setattr(pictures, "CHINESE", ())
    pictures._fonts.cache_clear()
    pictures._drawable.cache_clear()


def axes_of(drawn_scene: Scene) -> Drawn:
    figure = draw(drawn_scene, "Title", "What it means.")
    (only,) = figure.subfigs[1].axes
    return only


def test_bars_lines_areas_and_images_are_drawn_with_their_numbers() -> None:
    bars = axes_of(BARS)
    assert [(patch.get_height(), patch.get_width()) for patch in bars.patches] == [  # type: ignore[attr-defined]
        (3, pytest.approx(0.8)),
        (1.5, pytest.approx(0.8)),
    ]
    line = {"points": [(0, 1), None, (1, 2)], "colour": 1, "dash": "dashed", "marker": ""}
    (drawn,) = axes_of(scene(lines=[line])).lines
    assert [y for y in drawn.get_ydata() if y == y] == [1, 2]  # type: ignore[union-attr]
    image = {"box": (-0.5, 1.5, 0.5, -0.5), "shades": [[0.25, None]], "numbers": None, "low": 0, "high": 1}
    (mesh,) = axes_of(scene(images=[{**image, "square": True}])).collections
    values = mesh.get_array()
    assert values is not None
    assert np.ma.getdata(values).ravel().tolist()[0] == 0.25
    assert np.ma.getmaskarray(values).ravel().tolist() == [False, True]


def test_a_picture_is_a_png_and_an_svg_of_some_size() -> None:
    files = pictures.pictures(BARS, "Days", "Two of them.")
    assert files["png"].startswith(PNG)
    width, height = struct.unpack(">II", files["png"][16:24])
    assert width > 1000
    assert height > 500
    assert b"<svg" in files["svg"]
    assert pictures.pictures(BARS, "Days", "Two of them.")["svg"] == files["svg"]


@pytest.mark.skipif(pictures.chinese_font() is None, reason="this machine has no font with Chinese characters")
def test_chinese_is_drawn_where_a_font_has_it(recwarn: pytest.WarningsRecorder) -> None:
    with mpl.rc_context({"font.family": pictures._fonts()}):
        assert [label.get_text() for label in axes_of(BARS).get_xticklabels()] == ["周一", "周二"]
    pictures.pictures(BARS, "进展", "共答题 3 次。")
    assert [str(each.message) for each in recwarn if "Glyph" in str(each.message)] == []


@pytest.mark.usefixtures("no_chinese")
def test_without_such_a_font_no_boxes_are_drawn(recwarn: pytest.WarningsRecorder) -> None:
    assert pictures.chinese_font() is None
    assert [label.get_text() for label in axes_of(BARS).get_xticklabels()] == ["??", "??"]
    pictures.pictures(BARS, "进展", "共答题 3 次。")
    assert [str(each.message) for each in recwarn if "Glyph" in str(each.message)] == []


def test_what_looks_like_tex_is_drawn_as_it_stands() -> None:
    text = {"x": 0, "y": 0, "text": "a_$1$", "align": "left"}
    (drawn,) = axes_of(scene(texts=[text])).texts
    assert re.sub(r"\\", "", drawn.get_text()) == "a_$1$"


def test_pictures_are_written_into_their_folder_only(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "figures"
    written = write(folder, "days", {"png": PNG, "svg": b"<svg/>"})
    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert {path.name: path.read_bytes() for path in written} == {"days.png": PNG, "days.svg": b"<svg/>"}
