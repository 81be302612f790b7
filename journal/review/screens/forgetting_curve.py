"""The forgetting curve of a card as a figure: its answers, the present day, and the date on which it comes back."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.runner.figures.scene import Axes, Dots, Entry, Line, Scale, Scene, Text, Tick

if TYPE_CHECKING:
    from journal.review.card_page import CardPage

TICKS = 6
"""Dates at the foot of the curve, at most."""
PAST, NEXT, WRONG, TODAY = 0, 1, 3, 5
"""Colours of the cycle: the curve and what was right, the date to come and its chance, what was wrong, today."""


def forgetting(page: CardPage) -> Scene:
    """The curve of a card that was reviewed, from its first review to a while after the next one."""
    first, last = page.curve[0][0], page.curve[-1][0]
    low = min(0.8, floor(10 * min(chance for _, chance in page.curve)) / 10)
    axes: Axes = {
        "title": say("cards.curve"),
        "x": _scale(0, (last - first).days, _dates(first, last)),
        "y": _scale(low, 1, [{"value": share / 10, "label": f"{10 * share}%"} for share in range(round(10 * low), 11)]),
        "lines": [*_marks(page, first, low), _line([((day - first).days, chance) for day, chance in page.curve])],
        "dots": _answers(page, first),
        "bars": [],
        "areas": [],
        "images": [],
        "texts": _date_to_come(page, first, low),
        "legend": [],
    }
    axes["legend"] = [_entry(dots) for dots in axes["dots"]]
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
    due, chance = (page.memory.due - first).days, page.why.retrievability
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
    today = [((page.day - first).days, chance) for day, chance in page.curve[-1:0:-1] if day == page.day][:1]
    groups = ((right, PAST, "o"), (wrong, WRONG, "x"), (today, TODAY, "D"))
    return [{"points": [*points], "colour": colour, "marker": marker} for points, colour, marker in groups if points]


def _entry(dots: Dots) -> Entry:
    """What the sign of some dots means."""
    names = {"o": "cards.was_right", "x": "cards.was_wrong", "D": "dates.today"}
    label = say(names[dots["marker"]])
    return {"label": label, "kind": "dots", "colour": dots["colour"], "dash": "none", "marker": dots["marker"]}


def _date_to_come(page: CardPage, first: date, low: float) -> list[Text]:
    """The date on which the card comes back, at its place."""
    if page.memory is None:
        return []
    due = page.memory.due
    return [{"x": (due - first).days, "y": low, "text": f" {due:%m.%d} ", "align": "right"}]
