"""Bar charts as SVG, made by hand: they show any script that the reader's browser shows, and print sharp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 340, 120
_TOP, _BOTTOM, _GAP = 16, 18, 0.25


@dataclass(frozen=True)
class Bar:
    """One bar: its value, the part of it that is drawn full, and the label below."""

    value: float
    part: float
    label: str


def bars(title: str, data: Sequence[Bar], goal: float = 0) -> str:
    """A chart as an `<svg>` element: the values above the bars, a dashed line at the `goal` if there is one."""
    top = max([each.value for each in data] + [goal, 1])
    step = WIDTH / max(len(data), 1)
    places = [(each, place * step) for place, each in enumerate(data)]
    line = f'<line class="goal" x1="0" x2="{WIDTH}" y1="{_y(goal, top)}" y2="{_y(goal, top)}"/>' if goal else ""
    drawn = [*(_bar(bar, x, step, top) for bar, x in places), line, *(_texts(bar, x, step, top) for bar, x in places)]
    label = escape(title, quote=True)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}"><title>{label}</title>'
        f"{''.join(drawn)}</svg>"
    )


def _bar(bar: Bar, x: float, step: float, top: float) -> str:
    width = min(step * (1 - _GAP), 36)
    return "".join(
        f'<rect class="{name}" x="{x + (step - width) / 2:.1f}" y="{_y(value, top)}" '
        f'width="{width:.1f}" height="{_height(value, top)}"/>'
        for name, value in (("rest", bar.value), ("part", bar.part))
    )


def _texts(bar: Bar, x: float, step: float, top: float) -> str:
    middle = f"{x + step / 2:.1f}"
    value = f'<text x="{middle}" y="{_y(bar.value, top) - 3:.1f}">{round(bar.value)}</text>' if bar.value else ""
    return f'{value}<text class="label" x="{middle}" y="{HEIGHT - 4}">{escape(bar.label)}</text>'


def _height(value: float, top: float) -> float:
    return round((HEIGHT - _TOP - _BOTTOM) * value / top, 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - _BOTTOM - _height(value, top), 1)
