"""The forgetting curve of a card as a figure: its answers, the present day, and the date on which it comes back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from journal.demos.figures.scene import Axes, Dots, Line, Scale, Scene, Text, Tick
from journal.words import say

if TYPE_CHECKING:
    from journal.desk.card_page import CardPage

TICKS = 6
"""Dates at the foot of the curve, at most."""
PAST, NEXT, WRONG = 0, 1, 3
"""Colours of the cycle: the curve and what was right, the date to come and its chance, what was wrong."""


def forgetting(page: CardPage) -> Scene:
    """The curve of a card that was reviewed, from its first review to a while after the next one."""
    first, last = page.curve[0][0], page.curve[-1][0]
    low = min(0.8, floor(10 * min(chance for _, chance in page.curve)) / 10)
    axes: Axes = {
        "title": say("cards.curve"),
        "x": _scale(0, (last - first).days, _dates(first, last)),
        "y": _scale(
            low, 1, [{"value": share / 10, "label": f"{10 * share} %"} for share in range(round(10 * low), 11)]
        ),
        "lines": [*_marks(page, first, low), _line([((day - first).days, chance) for day, chance in page.curve])],
        "dots": _answers(page, first),
        "bars": [],
        "areas": [],
        "images": [],
        "texts": _names(page, first, low),
        "legend": [],
    }
    return {"title": "", "axes": [axes]}


def _scale(low: float, high: float, ticks: list[Tick]) -> Scale:
    return {"label": "", "low": low, "high": high, "log": False, "ticks": ticks}


def _dates(first: date, last: date) -> list[Tick]:
    """Ticks at whole days, evenly apart."""
    days = (last - first).days
    step = max(1, -(-days // TICKS))
    form = "%Y.%m.%d" if first.year != last.year else "%m.%d"
    return [{"value": n, "label": (first + timedelta(days=n)).strftime(form)} for n in range(0, days + 1, step)]


def _line(points: list[tuple[float, float]], colour: int = PAST) -> Line:
    return {"points": [*points], "colour": colour, "dash": "solid" if colour == PAST else "dotted", "marker": ""}


def _marks(page: CardPage, first: date, low: float) -> list[Line]:
    """Where the curve meets the date on which the card comes back."""
    if page.memory is None or page.why is None:
        return []
    due, chance = (page.memory.due - first).days, page.why.chance
    return [_line([(0, chance), (due, chance)], NEXT), _line([(due, low), (due, chance)], NEXT)]


def _answers(page: CardPage, first: date) -> list[Dots]:
    """The answers that counted, each as likely as a right one was just then."""
    before = {day: chance for (day, chance), (after, _) in pairwise(page.curve) if day == after}
    right, wrong = (
        [
            ((each.day - first).days, before.get(each.day, 1.0))
            for each in page.history
            if each.memory and each.right is truth
        ]
        for truth in (True, False)
    )
    return [
        {"points": [*right], "colour": PAST, "marker": "o"},
        {"points": [*wrong], "colour": WRONG, "marker": "x"},
    ]


def _names(page: CardPage, first: date, low: float) -> list[Text]:
    """The present day and the date to come, in words beside their places."""
    if page.memory is None:
        return []
    chances = dict(page.curve)
    due = (page.memory.due - first).days
    names: list[Text] = [{"x": due, "y": low, "text": f" {page.memory.due:%m.%d} ", "align": "right"}]
    if page.day in chances and page.day != page.memory.due:
        here: Text = {"x": (page.day - first).days, "y": chances[page.day], "text": "◆", "align": "center"}
        names.append(here)
    return names
