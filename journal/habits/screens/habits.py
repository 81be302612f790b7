"""Habits: the days behind and ahead as a map, and each habit week over week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from journal.core.messages import say
from journal.habits.amounts import PHONE, sparkline
from journal.habits.heat_map import SHADES, bounds
from journal.habits.screens.heat_map import MARKS, STYLES, DayMap
from journal.ui.background import in_background
from journal.ui.base_screen import BaseScreen
from journal.ui.keys import bindings_of
from journal.ui.messages import VisitWeek

if TYPE_CHECKING:
    from journal.habits.amounts import Habit
    from journal.habits.days import Days
    from journal.habits.habits import HabitsView
    from journal.opening.journal import Journal

TITLE, CHANGE = 26, 26
"""Cells of the columns of the list."""


class HabitsScreen(BaseScreen):
    """A map of one measure by day, its legend, and the list of habits."""

    DEFAULT_CSS = """
    HabitsScreen #legend { height: auto; max-height: 2; margin-bottom: 1; color: $muted; }
    HabitsScreen #heading { height: 1; }
    HabitsScreen OptionList { height: 1fr; }
    """
    key_context = "habits"
    bar = ("habits",)
    BINDINGS: ClassVar = bindings_of("habits")
    days: Days | None = None
    legend = Content("")
    measure = 0

    def __init__(self) -> None:
        super().__init__()
        self.habits: dict[str, Habit] = {}

    def content(self) -> Iterable[Widget]:
        """The map, what its shades mean, and the list."""
        yield DayMap(longest=53)
        yield Static(id="legend")
        yield Static(id="heading")
        yield OptionList()

    def load(self, journal: Journal) -> None:
        """Reads the habits in the background, and the days, which take longer."""
        in_background(self, _read, self.show, group="load", exclusive=True)
        in_background(self, _read_days, self.show_days, group="days", exclusive=True)

    def show(self, view: HabitsView) -> None:
        """Lists the habits, the cursor where it was."""
        self.habits = {each.name: each for each in view.habits}
        options = self.query_one(OptionList)
        before = options.highlighted_option.id if options.highlighted_option else PHONE
        options.clear_options()
        options.add_options([Option(_line(each), each.name) for each in view.habits])
        names = list(self.habits)
        options.highlighted = names.index(before) if before in names else len(names) - 1
        self.query_one("#heading", Static).update(_heading(len(view.weeks)))
        options.focus()

    def show_days(self, days: Days) -> None:
        """Paints the map again."""
        self.days = days
        self.show_map()

    def show_map(self) -> None:
        """Paints the map of the measure that is chosen."""
        if self.days is None:
            return
        measure, counts = list(self.days.behind.items())[self.measure]
        late = self.days.late if measure == "words" else frozenset()
        self.query_one(DayMap).show(self.days.today, counts, self.days.due, late)
        self.legend = _legend(say(f"heatmap.{measure}"), bounds(counts), late=bool(late))
        self.explain(self.query_one(DayMap).cursor)
        what = say(f"heatmap.{measure}")
        self.title_bar.right = say("heatmap.sum", what=what, sum=sum(counts.values()))

    def explain(self, day: date | None) -> None:
        """What the shades of the map mean, or what one of its days held or brings."""
        message = self.legend if day is None or self.days is None else Content(_message(self.days, day))
        self.query_one("#legend", Static).update(message)

    @on(DayMap.Walked)
    def walked(self, event: DayMap.Walked) -> None:
        """Tells of the day under the cursor, and shows the keys of the map while one is on it."""
        self.explain(event.day)
        self.show_keys("habits" if event.day is None else "days")

    @on(DayMap.Opened)
    def opened(self, event: DayMap.Opened) -> None:
        """Opens the log that holds the day, or says that there is none."""
        from journal.weeks.weeks import find_week

        def find(journal: Journal) -> int:
            return find_week(journal, event.day.isoformat()).id

        in_background(self, find, lambda week: self.post_message(VisitWeek(week)), severity="warning")

    @property
    def highlighted(self) -> str:
        """The name of the habit under the cursor."""
        option = self.query_one(OptionList).highlighted_option
        return (option.id or "") if option is not None else ""

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        """Enter in the list."""
        self.action_mark()

    # --- actions --------------------------------------------------------------------------------------------------

    def action_measure(self) -> None:
        """The map of another measure."""
        if self.days is not None:
            self.measure = (self.measure + 1) % len(self.days.behind)
            self.show_map()

    def action_mark(self) -> None:
        """Marks the habit under the cursor, after asking how much."""
        habit = self.habits.get(self.highlighted)
        self.ask(f"{habit.title} " if habit and not habit.measured else "")

    def action_new(self) -> None:
        """Marks a habit of any name."""
        self.ask("")

    def ask(self, value: str) -> None:
        """Asks for a name and an amount, as far as they are not known."""
        from journal.ui.dialogs.ask_line import AskLine

        self.app.push_screen(AskLine(say("habits.ask"), say("habits.example"), value), self.mark)

    def mark(self, text: str | None) -> None:
        """Marks what was typed."""
        from journal.habits.habits import mark_line

        if text and text.strip():
            self.change(lambda journal: mark_line(journal, text))

    def action_undo(self) -> None:
        """Takes the last mark of the habit under the cursor back."""
        from journal.habits.habits import take_back

        name = self.highlighted
        self.change(lambda journal: take_back(journal, name))

    def change(self, how: Callable[[Journal], object]) -> None:
        """Stores a change in the background, and shows what came of it: marks are not on the map."""

        def changed(journal: Journal) -> HabitsView:
            how(journal)
            return _read(journal)

        in_background(self, changed, self.show, severity="warning")


def _read(journal: Journal) -> HabitsView:
    from journal.habits.habits import habits

    return habits(journal)


def _read_days(journal: Journal) -> Days:
    from journal.habits.days import days

    return days(journal)


def _message(days: Days, day: date) -> str:
    """What a day held, or how many cards come due on one ahead."""
    name = say("heatmap.day", day=f"{day:%m.%d}", weekday=say("dates.weekdays").split()[day.weekday()])
    if day > days.today:
        return f"{name}  {say('heatmap.coming', n=days.due.get(day, 0))}"
    held = (f"{say(f'heatmap.{what}')} {counts.get(day, 0)}" for what, counts in days.behind.items())
    return f"{name}  {' · '.join(held)}"


def _line(each: Habit) -> Content:
    from journal.habits.habits import change_text

    title = Content(each.title).truncate(TITLE - 1, ellipsis=True)
    change = Content(change_text(each))
    return Content.assemble(
        "  ",
        title,
        " " * (TITLE - title.cell_length),
        change,
        " " * max(1, CHANGE - change.cell_length),
        (sparkline(each.values), "$primary"),
    )


def _heading(weeks: int) -> Content:
    titles = (say("habits.heading"), say("habits.heading_change"))
    cells = [
        Content.assemble(each, " " * (width - Content(each).cell_length))
        for each, width in zip(titles, (TITLE, CHANGE), strict=True)
    ]
    return Content.assemble("  ", *cells, say("habits.heading_weeks", n=weeks)).stylize("$secondary")


def _legend(what: str, most: tuple[int, ...], *, late: bool) -> Content:
    shades = [
        Content.assemble((shade * 2, style), f" ≤{bound}")
        for shade, style, bound in zip(SHADES[1:], STYLES[1:], most, strict=False)
    ]
    marks = [f"{MARKS['today']} {say('heatmap.today')}", *([f"{MARKS['late']} {say('heatmap.late')}"] if late else [])]
    return Content("  ").join([Content(what), *shades, *map(Content, [*marks, say("heatmap.due")])])
