"""A heat map of days: what was done in the weeks behind, what comes due in the weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from journal.core.messages import say
from journal.habits.heat_map import SHADES, Cell, grid, mondays_around
from journal.ui.keys import bindings_of

STYLES = ("$panel", "$primary 60%", "$primary 75%", "$primary 90%", "$primary")
AHEAD = ("$muted", "$accent 60%", "$accent 75%", "$accent 90%", "$accent")
MARKS = {"today": "<", "late": "'"}
"""What stands behind today, and behind a day of which words were written only later."""


class HeatMap(Widget):
    """Two cells a day in columns of weeks: a shade for a day behind, the number of cards for one ahead.

    Every level has a character of its own, so that nothing hangs on a colour alone.
    """

    DEFAULT_CSS = "HeatMap { height: 8; }"
    cursor: date | None = None
    """The day that stands out."""

    def __init__(self, *, weeks_ahead: int = 4, longest: int = 52) -> None:
        super().__init__()
        self.weeks_ahead = weeks_ahead
        self.longest = longest
        self.today: date | None = None
        self.past: Mapping[date, int] = {}
        self.future: Mapping[date, int] = {}
        self.late: Set[date] = frozenset()

    def show(
        self, today: date, past: Mapping[date, int], future: Mapping[date, int], late: Set[date] = frozenset()
    ) -> None:
        """Shows counts of days up to `today`, and of days to come; `late` are days that were filled only later."""
        self.today, self.past, self.future, self.late = today, past, future, late
        self.refresh()

    @property
    def weeks_behind(self) -> int:
        """How many weeks fit to the left of the weeks ahead."""
        return max(4, min(self.longest, (self.size.width - 6) // 2 - self.weeks_ahead))

    def render(self) -> Content:
        """A line of months, then one line a weekday."""
        if self.today is None:
            return Content("")
        behind, ahead = mondays_around(self.today, self.weeks_behind, self.weeks_ahead)
        lines = [self._months(behind)]
        rows = grid(self.today, self.past, self.future, [*behind, *ahead], self.late)
        for weekday, (name, row) in enumerate(zip(say("dates.weekdays").split(), rows, strict=True)):
            shown = name if weekday % 2 == 0 else ""
            label = Content.styled(shown + " " * (3 - Content(shown).cell_length), "$muted")
            cells = [self._cell(cell) for cell in row]
            lines.append(Content.assemble(label, *cells[: len(behind)], ("┊", "$muted"), *cells[len(behind) :]))
        return Content("\n").join(lines)

    def _months(self, mondays: Sequence[date]) -> Content:
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

    def _cell(self, cell: Cell) -> Content:
        shown = self._shown(cell)
        return shown.stylize("reverse $foreground") if cell.day == self.cursor else shown

    def _shown(self, cell: Cell) -> Content:
        if cell.ahead:
            return Content.styled((cell.coming or "·") + " ", AHEAD[cell.level] if cell.count else STYLES[0])
        shade = SHADES[cell.level]
        if cell.day == self.today:
            return Content.assemble((shade, STYLES[cell.level]), (MARKS["today"], "bold $foreground"))
        mark = (MARKS["late"], "$accent") if cell.late else (shade if cell.level else " ", STYLES[cell.level])
        return Content.assemble((shade, STYLES[cell.level]), mark)


class DayMap(HeatMap, can_focus=True):
    """A heat map whose days one can walk over: up and down by a day, left and right by a week."""

    BINDINGS: ClassVar = [
        *bindings_of("days"),
        *((key, f"walk({days})", "") for key, days in (("up", -1), ("down", 1), ("left", -7), ("right", 7))),
    ]

    @dataclass
    class Walked(Message):
        """The cursor stands on a day; None when it has left the map."""

        day: date | None

    @dataclass
    class Opened(Message):
        """A day is to be opened."""

        day: date

    def on_focus(self) -> None:
        """Begins on today."""
        self.walk_to(self.today)

    def on_blur(self) -> None:
        """Shows no cursor any more."""
        self.walk_to(None)

    def action_walk(self, days: int) -> None:
        """Moves the cursor by that many days, as far as the map goes."""
        if self.today is None or self.cursor is None:
            return
        behind, ahead = mondays_around(self.today, self.weeks_behind, self.weeks_ahead)
        day = self.cursor + timedelta(days)
        if behind[0] <= day < ahead[-1] + timedelta(weeks=1):
            self.walk_to(day)

    def walk_to(self, day: date | None) -> None:
        """Moves the cursor to a day, and announces it."""
        self.cursor = day
        self.refresh()
        self.post_message(self.Walked(day))

    def action_open(self) -> None:
        """Opens the day under the cursor."""
        if self.cursor is not None:
            self.post_message(self.Opened(self.cursor))


def scale() -> Content:
    """What the shades of the days behind mean; a day ahead holds the number of its cards."""
    less, more, ahead = (say(f"panels.{name}") for name in ("less", "more", "to_come"))
    shades = [(shade * 2, style) for shade, style in zip(SHADES, STYLES, strict=True)]
    return Content.assemble((f"   {less} ", "$muted"), *shades, (f" {more}      9 ", "$muted"), (ahead, "$muted"))
