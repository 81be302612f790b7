"""A heat map of days: what was done in the weeks behind, what comes due in the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from textual.content import Content
from textual.widget import Widget

from journal.words import say

LEVELS = ("$surface", "$primary 25%", "$primary 50%", "$primary 75%", "$primary")
AHEAD = ("$surface", "$accent 30%", "$accent 50%", "$accent 75%", "$accent")


class HeatMap(Widget):
    """Two cells a day in columns of weeks, drawn as coloured blanks: no character whose width terminals dispute."""

    DEFAULT_CSS = "HeatMap { height: 8; }"

    def __init__(self, *, weeks_ahead: int = 4, longest: int = 52) -> None:
        super().__init__()
        self.weeks_ahead = weeks_ahead
        self.longest = longest
        self.today: date | None = None
        self.past: Mapping[date, int] = {}
        self.future: Mapping[date, int] = {}

    def show(self, today: date, past: Mapping[date, int], future: Mapping[date, int]) -> None:
        """Shows counts of days up to `today`, and of days to come."""
        self.today, self.past, self.future = today, past, future
        self.refresh()

    @property
    def weeks_behind(self) -> int:
        """How many weeks fit to the left of the weeks ahead."""
        return max(4, min(self.longest, (self.size.width - 6) // 2 - self.weeks_ahead))

    def render(self) -> Content:
        """A line of months, then one line a weekday."""
        if self.today is None:
            return Content("")
        monday = self.today - timedelta(days=self.today.weekday())
        behind = [monday - timedelta(weeks=n) for n in reversed(range(self.weeks_behind))]
        ahead = [monday + timedelta(weeks=n + 1) for n in range(self.weeks_ahead)]
        lines = [self._months(behind)]
        names = say("dates.weekdays").split()
        for weekday in range(7):
            cells = [self._cell(first + timedelta(days=weekday)) for first in behind]
            coming = [self._cell(first + timedelta(days=weekday)) for first in ahead]
            name = names[weekday] if weekday % 2 == 0 else ""
            label = Content.styled(name + " " * (3 - Content(name).cell_length), "$muted")
            lines.append(Content.assemble(label, *cells, ("┊", "$muted"), *coming))
        return Content("\n").join(lines)

    def _months(self, mondays: list[date]) -> Content:
        """The months' names above the first week that begins in them."""
        names = say("dates.months").split()
        line = "   "
        for index, monday in enumerate(mondays):
            place = 3 + 2 * index
            if monday.day <= 7 and Content(line).cell_length <= place:
                line += " " * (place - Content(line).cell_length) + names[monday.month - 1]
        edge = 3 + 2 * len(mondays)
        line += " " * (edge - Content(line).cell_length)
        return Content.assemble((line, "$muted"), (f"┊{say('today.to_come')}", "$muted"))

    def _cell(self, day: date) -> Content:
        assert self.today is not None
        if day > self.today:
            return Content.styled("  ", f"on {AHEAD[_level(self.future.get(day, 0), self.future)]}")
        style = f"on {LEVELS[_level(self.past.get(day, 0), self.past)]}"
        return Content.styled("··" if day == self.today else "  ", style)


def scale() -> Content:
    """What the shades mean, those of the days behind and those of the days ahead."""
    behind, coming = (
        Content.assemble(*(Content.styled("  ", f"on {level}") for level in levels)) for levels in (LEVELS, AHEAD)
    )
    less, more, ahead = (say(f"panels.{name}") for name in ("less", "more", "to_come"))
    return Content.assemble(
        ("   ", ""), (f"{less} ", "$muted"), behind, (f" {more}      ", "$muted"), coming, (f" {ahead}", "$muted")
    )


def _level(count: int, counts: Mapping[date, int]) -> int:
    """0 for nothing, else 1 to 4 by quarters of the largest count."""
    most = max(counts.values(), default=0)
    return -(-4 * count // most) if count and most else 0
