"""The command that draws past and coming days: heatmap."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.habits.heat_map import PLAIN, SHADES, Cell, bounds, grid, mondays_around
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.habits.days import Days, Measure

AHEAD = 4
"""Weeks to come on a map."""
LABEL = 3
"""Columns for the names of weekdays."""
MARGIN = 2 * AHEAD + LABEL + 1
"""Columns that hold no weeks behind."""
LATE, TODAY = "'", "<"
"""What stands behind a day of which words were written only later, and behind today."""


def heatmap(options: Namespace, settings: Settings) -> int:
    """Draws past and coming days as text: as many weeks as requested, or as fit into the width."""
    from journal.habits.days import WEEKS, days

    fits = max(1, min(WEEKS, (get_terminal_size().columns - MARGIN) // 2))
    weeks = options.weeks if options.weeks is not None else WEEKS if options.json else fits
    if not 1 <= weeks <= WEEKS:
        raise UserError("heatmap.no_weeks", longest=WEEKS)
    with opened(settings) as journal:
        view = days(journal, weeks)
    if options.json:
        print_json(_plain(view))
    else:
        print_lines(_drawn(view, options.of, weeks, PLAIN if options.ascii else SHADES))
    return 0


def _plain(view: Days) -> dict[str, Any]:
    known = sorted({day for counts in view.behind.values() for day in counts})
    behind = [
        {"day": day, **{name: counts.get(day, 0) for name, counts in view.behind.items()}, "late": day in view.late}
        for day in known
    ]
    return {"today": view.today, "days": behind, "due": [{"day": day, "due": n} for day, n in sorted(view.due.items())]}


def _drawn(view: Days, of: Measure, weeks: int, shades: str) -> Iterator[str]:
    """A heading, the months, a line a weekday, and what the characters mean."""
    counts = view.behind[of]
    what = say(f"heatmap.{of}")
    past, coming = mondays_around(view.today, weeks, AHEAD)
    edge = "|" if shades == PLAIN else "┊"
    yield say("heatmap.heading", what=what, sum=sum(counts.values()), n=weeks)
    yield _months(past) + edge + say("today.to_come")
    late = view.late if of == "words" else frozenset()
    names = say("dates.weekdays").split()
    for name, row in zip(names, grid(view.today, counts, view.due, [*past, *coming], late), strict=True):
        cells = [_cell(cell, view.today, shades) for cell in row]
        yield (_padded(name, LABEL) + "".join(cells[:weeks]) + edge + "".join(cells[weeks:])).rstrip()
    yield _legend(what, bounds(counts), shades, marked=bool(late))


def _cell(cell: Cell, today: date, shades: str) -> str:
    if cell.ahead:
        return _padded(cell.coming, 2)
    return shades[cell.level] + (TODAY if cell.day == today else LATE if cell.late else " ")


def _months(mondays: Sequence[date]) -> str:
    """The months' names above the first week that begins in them."""
    names = say("dates.months").split()
    line = " " * LABEL
    for place, monday in enumerate(mondays):
        if monday.day <= 7 and wcswidth(line) <= LABEL + 2 * place:
            line = _padded(line, LABEL + 2 * place) + names[monday.month - 1]
    return _padded(line, LABEL + 2 * len(mondays))


def _legend(what: str, most: Sequence[int], shades: str, *, marked: bool) -> str:
    parts = [f"{shades[0]} 0", *(f"{shade} ≤{bound}" for shade, bound in zip(shades[1:], most, strict=False))]
    marks = [f"{TODAY} {say('heatmap.today')}", *([f"{LATE} {say('heatmap.late')}"] if marked else [])]
    return "  ".join([what, *parts, *marks, say("heatmap.due")])


def _padded(text: str, width: int) -> str:
    return text + " " * (width - wcswidth(text))
