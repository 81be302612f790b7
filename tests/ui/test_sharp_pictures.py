"""Sharp pictures are shown where the terminal is known to show them, and drawn figures everywhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from journal.runner.runs import Run
from journal.ui.sharp_pictures import is_known, picture_widget
from journal.ui.widgets.figure import Figure
from journal.ui.widgets.plot import Plot

RUN = Run("", False, "", {}, None, 1.0, (), {"title": "", "axes": []}, b"a picture")


@pytest.mark.parametrize(
    "environ",
    [{"TERM": "xterm-kitty"}, {"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, {"TERM": "foot"}],
)
def test_a_terminal_that_names_itself_is_known(environ: dict[str, str]) -> None:
    assert is_known(environ)


@pytest.mark.parametrize(
    "environ",
    [{}, {"TERM": "xterm-256color"}, {"TERM": "linux"}, {"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}],
)
def test_any_other_terminal_is_never_asked_for_pictures(environ: dict[str, str]) -> None:
    assert not is_known(environ)
    assert picture_widget(environ) is None


class Page(App[None]):
    """A screen with one figure; `picture` as the app has it."""

    def __init__(self, picture: type[Static] | None) -> None:
        super().__init__()
        self.picture = picture

    def compose(self) -> ComposeResult:
        yield Figure()


class Picture(Static):
    """Stands in for the widget that shows a picture."""

    def __init__(self, file: object, classes: str) -> None:
        super().__init__("picture", classes=classes)
        self.file = file


async def test_a_picture_takes_the_place_of_the_drawing_where_it_can_be_shown() -> None:
    app = Page(Picture)
    async with app.run_test() as pilot:
        app.query_one(Figure).show(RUN)
        await pilot.pause()
        assert app.query_one(Picture).file.read() == b"a picture"  # type: ignore[attr-defined]
        assert not app.query_one(Plot).display


async def test_without_pictures_the_figure_is_drawn() -> None:
    app = Page(None)
    async with app.run_test() as pilot:
        app.query_one(Figure).show(RUN)
        await pilot.pause()
        assert app.query_one(Figure).display
        assert app.query_one(Plot).display


async def test_a_run_that_drew_nothing_hides_the_figure_of_the_last_one() -> None:
    app = Page(Picture)
    async with app.run_test() as pilot:
        app.query_one(Figure).show(RUN)
        await pilot.pause()
        app.query_one(Figure).show(replace(RUN, scene=None, png=None))
        await pilot.pause()
        assert not app.query_one(Figure).display
        assert not app.query(Picture)
