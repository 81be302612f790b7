"""The panels of the days: the heat map, and the answers and minutes of the last thirty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, entry, named, scene, short, upright
from journal.progress.statistics.effort import DAYS_AHEAD, Calendar, DayOfReviews, by_day, calendar
from journal.runner.figures.scene import Image, Scale, Scene, Tick

Days = tuple[DayOfReviews, ...]
Weeks = list[tuple[date, list[int | None]]]


def read_calendar(journal: Journal, panel_filter: PanelFilter) -> Calendar:
    """The days behind and ahead."""
    ahead = reading.coming(journal, panel_filter, DAYS_AHEAD + 1)
    return calendar(reading.days(journal, panel_filter), ahead, journal.today)


def calendar_summary(figures: Calendar) -> str:
    """On how many days since the first something was done, and the busiest one."""
    most, days = figures.busiest, figures.since_first
    return say("panels.days_means", n=figures.active, all=days, most=most.reviews, day=short(most.day))


def _weeks(figures: Calendar) -> Weeks:
    """The weeks by their Mondays, each with the counts of its days; None before the first day and after the last."""
    counts = {each.day: each.reviews for each in (*figures.done, *figures.due)}
    monday = figures.done[0].day - timedelta(days=figures.done[0].day.weekday())
    mondays = [monday + timedelta(weeks=n) for n in range((figures.due[-1].day - monday).days // 7 + 1)]
    return [(each, [counts.get(each + timedelta(days=n)) for n in range(7)]) for each in mondays]


def calendar_rows(figures: Calendar) -> Rows:
    """A line a week."""
    heading = (say("panels.week"), *say("dates.weekdays").split())
    weeks = [(monday, [_shown(count) for count in counts]) for monday, counts in _weeks(figures)]
    lines = [(monday.isoformat(), *counts) for monday, counts in weeks]
    return [heading, *(line for line in lines if any(cell not in ("", "·") for cell in line[1:]))]


def _shown(count: int | None) -> str:
    return "" if count is None else str(count) if count else "·"


def draw_calendar(figures: Calendar) -> Scene:
    """A column a week; what comes after today stands apart."""
    weeks = _weeks(figures)
    ticks: list[Tick] = [{"value": n, "label": short(monday)} for n, (monday, _) in enumerate(weeks) if n % 4 == 0]
    done = _image(weeks, lambda day: day <= figures.today)
    due = _image(weeks, lambda day: day > figures.today)
    across: Scale = {**named([""] * len(weeks)), "ticks": ticks}
    return scene(axes("", across, named(say("dates.weekdays").split(), down=True), images=[done, due]))


def _image(weeks: Weeks, held: Callable[[date], bool]) -> Image:
    """The counts of the days that are `held`, as shades of their largest."""
    columns = [
        [count if held(monday + timedelta(days=n)) else None for n, count in enumerate(counts)]
        for monday, counts in weeks
    ]
    most = max([count for column in columns for count in column if count], default=1)
    numbers: list[list[float | None]] = [list(row) for row in zip(*columns, strict=True)]
    shades = [[None if count is None else count / most for count in row] for row in numbers]
    box = (-0.5, len(weeks) - 0.5, 6.5, -0.5)
    return {"box": box, "shades": shades, "numbers": numbers, "low": 0, "high": most, "square": True}


CALENDAR = Panel(
    "days", read_calendar, lambda figures: not figures.active, calendar_summary, calendar_rows, draw_calendar
)


def read_days(journal: Journal, panel_filter: PanelFilter) -> Days:
    """The answers of the last thirty days."""
    return by_day(reading.days(journal, panel_filter), journal.today)


def days_summary(figures: Days) -> str:
    """How much was done, and how long it takes on a day that something is done."""
    active = [each for each in figures if each.right + each.wrong]
    answers, minutes = sum(each.right + each.wrong for each in active), sum(each.minutes for each in active)
    each_day = round(minutes / len(active)) if active else 0
    return say("panels.reviews_means", n=answers, days=len(active), minutes=each_day)


def days_rows(figures: Days) -> Rows:
    """A line a day on which something was done."""
    heading = (say("panels.day"), say("panels.right"), say("panels.wrong"), say("panels.minutes"))
    done = [each for each in figures if each.right + each.wrong]
    return [heading, *((each.day.isoformat(), str(each.right), str(each.wrong), f"{each.minutes:g}") for each in done)]


def draw_days(figures: Days) -> Scene:
    """Right answers below wrong ones; beside them the minutes."""
    days = dated([each.day for each in figures], 7)
    right, wrong = [each.right for each in figures], [each.wrong for each in figures]
    answers = axes(
        say("panels.answers_title"),
        days,
        counting(a + b for a, b in zip(right, wrong, strict=True)),
        bars=[upright(right, 0), upright(wrong, 3, base=right)],
        legend=[entry("panels.right", "bars", 0), entry("panels.wrong", "bars", 3)],
    )
    minutes = [each.minutes for each in figures]
    return scene(answers, axes(say("panels.minutes"), days, counting(minutes), bars=[upright(minutes, 0)]))


DAYS = Panel(
    "reviews",
    read_days,
    lambda figures: not any(each.right + each.wrong for each in figures),
    days_summary,
    days_rows,
    draw_days,
)
