"""A figure of a demo, drawn with characters in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any, cast

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from journal.runner.figures.scene import Scene
from journal.ui.plotting.canvas import PAPER, Canvas, Cell, Ink
from journal.ui.plotting.page import draw_scene

EMPTY: Scene = {"title": "", "axes": []}


class Plot(Widget):
    """Shows a scene, drawn again for whatever size it has."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self.scene = EMPTY
        self.canvas = Canvas(0, 0)
        self.styles_of: dict[tuple[Ink | None, Ink | None], Style] = {}

    def show(self, scene: Mapping[str, Any]) -> None:
        """Shows a `Scene`. One that is malformed, as code that is not ours may send, is shown as nothing."""
        self.scene = cast(Scene, scene)
        self.draw()

    def on_resize(self) -> None:
        """Draws for the new size."""
        self.draw()

    def draw(self) -> None:
        """Draws the scene on the canvas."""
        try:
            self.canvas = draw_scene(self.scene, *self.size)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            self.canvas = Canvas(*self.size)
        self.refresh()

    def notify_style_update(self) -> None:
        """Forgets the colours of the theme before."""
        super().notify_style_update()
        self.styles_of.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the canvas."""
        if y >= self.canvas.height:
            return Strip.blank(self.size.width, self.style_of(None, None))
        runs = groupby(self.canvas.rows[y], lambda cell: self.style_of(*_inks(cell)))
        return Strip([Segment("".join(cell.shown for cell in cells), style) for style, cells in runs])

    def style_of(self, ink: Ink | None, ground: Ink | None) -> Style:
        """Two inks as a style of the present theme."""
        key = ink, ground
        if key not in self.styles_of:
            paper = self.background_colors[1]
            fore, back = self.color_of(ink) if ink else None, self.color_of(ground) if ground else paper
            if ink == PAPER and paper.ansi is not None:  # the default background is no colour to print with
                self.styles_of[key] = Style(color=back.rich_color, bgcolor=paper.rich_color, reverse=True)
            else:
                self.styles_of[key] = Style(color=fore.rich_color if fore else None, bgcolor=back.rich_color)
        return self.styles_of[key]

    def color_of(self, ink: Ink) -> Color:
        """An ink in the present theme. Mixtures of a terminal's own colours, which nobody knows, are greys."""
        paper = self.background_colors[1]
        if ink == PAPER:
            return paper
        colour = Color.parse(self.app.theme_variables[ink.name])
        if ink.share >= 1 and colour.ansi is not None:
            return colour
        if paper.ansi is not None:
            paper = Color(0, 0, 0) if self.app.current_theme.dark else Color(255, 255, 255)
        return paper.blend(paper.inverse if colour.ansi is not None else colour.with_alpha(1), ink.share * colour.a)


def _inks(cell: Cell) -> tuple[Ink | None, Ink | None]:
    """What a cell is printed with; on ground of its own colour a character takes that of the background."""
    return (PAPER if cell.ink and cell.ink == cell.ground else cell.ink), cell.ground
