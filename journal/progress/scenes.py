"""Parts of scenes: scales with round ticks, bars and lines from values, legends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from journal.core.messages import say
from journal.runner.figures.scene import Axes, Bars, Entry, Line, Points, Scale, Scene, Text, Tick

MOST_TICKS = 5


def scene(*axes: Axes) -> Scene:
    """Some axes as one picture, without a title: who shows it says what it is."""
    return {"title": "", "axes": list(axes)}


def axes(title: str, x: Scale, y: Scale, **drawn: Any) -> Axes:
    """A coordinate system and what is drawn in it, by kind."""
    nothing: Any = {kind: [] for kind in ("lines", "dots", "bars", "areas", "images", "texts", "legend")}
    return {"title": title, "x": x, "y": y, **{**nothing, **drawn}}  # type: ignore[typeddict-item]


def counting(values: Iterable[float], label: str = "") -> Scale:
    """From 0 to a round number that no value exceeds."""
    step, top = _step(max([*values, 1]))
    ticks: list[Tick] = [{"value": step * n, "label": f"{step * n:g}"} for n in range(round(top / step) + 1)]
    return {"label": label, "low": 0, "high": top, "log": False, "ticks": ticks}


def _step(largest: float) -> tuple[float, float]:
    """A round step, and the multiple of it that holds the largest value."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * MOST_TICKS >= largest:
                return step, step * max(1, -(-largest // step))
        size *= 10


def shares(label: str = "") -> Scale:
    """From none to all, with room behind for what is written at the end of a bar."""
    ticks: list[Tick] = [{"value": n / 4, "label": f"{25 * n}%"} for n in range(5)]
    return {"label": label, "low": 0, "high": 1, "log": False, "ticks": ticks}


def named(names: Sequence[str], label: str = "", *, down: bool = False) -> Scale:
    """A place for each name: 0, 1, 2 …; from above to below when it goes `down`."""
    ticks: list[Tick] = [{"value": place, "label": name} for place, name in enumerate(names) if name]
    low, high = -0.5, len(names) - 0.5
    return {"label": label, "low": high if down else low, "high": low if down else high, "log": False, "ticks": ticks}


def dated(days: Sequence[date], every: int, label: str = "") -> Scale:
    """A place for each day: 0, 1, 2 …; every that many have a tick."""
    return named([short(day) if n % every == 0 else "" for n, day in enumerate(days)], label)


def short(day: date) -> str:
    """A day as a tick names it."""
    return f"{day:%m.%d}"


def upright(values: Sequence[float], colour: int, *, base: Sequence[float] = (), wide: float = 0.8) -> Bars:
    """A bar at every place, on top of `base`."""
    feet = base or [0.0] * len(values)
    boxes = [
        (place - wide / 2, foot, place + wide / 2, foot + value)
        for place, (value, foot) in enumerate(zip(values, feet, strict=True))
        if value
    ]
    return {"boxes": boxes, "colour": colour, "across": False}


def lying(
    values: Sequence[float], colour: int, *, shift: float = 0.0, wide: float = 0.8, base: Sequence[float] = ()
) -> Bars:
    """A bar to the right from every place, which is moved by `shift`, from the end of `base`."""
    feet = base or [0.0] * len(values)
    boxes = [
        (foot, place + shift - wide / 2, foot + value, place + shift + wide / 2)
        for place, (value, foot) in enumerate(zip(values, feet, strict=True))
        if value
    ]
    return {"boxes": boxes, "colour": colour, "across": True}


def line(points: Points, colour: int, dash: Any = "solid") -> Line:
    """A line without markers."""
    return {"points": points, "colour": colour, "dash": dash, "marker": ""}


def text(x: float, y: float, words: str) -> Text:
    """A text that begins at a place."""
    return {"x": x, "y": y, "text": words, "align": "left"}


def entry(key: str, kind: Any, colour: int, dash: Any = "solid") -> Entry:
    """A line of the legend, by the key of its words."""
    return {"label": say(key), "kind": kind, "colour": colour, "dash": dash, "marker": ""}
