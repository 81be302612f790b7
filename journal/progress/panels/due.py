"""The panel of what comes due."""

from __future__ import annotations

from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, entry, line, scene, upright
from journal.progress.simulating import expected
from journal.progress.statistics.ahead import Ahead, DueWeek, ahead, with_expected
from journal.runner.figures.scene import Axes, Scene


def read(journal: Journal, panel_filter: PanelFilter) -> Ahead:
    """What comes due by the schedule."""
    new = sum(card.due is None and not card.suspended for card in reading.asked(journal, panel_filter))
    return ahead(reading.due(journal, panel_filter), new, journal.today)


def more(journal: Journal, panel_filter: PanelFilter, figures: Ahead) -> Ahead:
    """The same with what is to be expected, where it can be simulated."""
    found = expected(journal, panel_filter, len(figures.weeks))
    return with_expected(figures, *found) if found else figures


def summary(figures: Ahead) -> str:
    """How much today, how much soon, and what a week will ask for."""
    first, soon = figures.days[0].due, sum(each.due for each in figures.days)
    said = say("panels.due_means", n=first, late=figures.backlog, soon=soon, new=figures.new)
    last, most = figures.weeks[-1], max(each.middle or 0 for each in figures.weeks)
    return said if last.low is None else said + say("panels.due_expected", most=most, low=last.low, high=last.high)


def rows(figures: Ahead) -> Rows:
    """The days, then the weeks."""
    heading = (say("panels.from_day"), say("panels.scheduled"), say("panels.expected"))
    days = [(each.day.isoformat(), str(each.due), _number(each.expected)) for each in figures.days]
    weeks = [(say("panels.week_of", day=each.starts.isoformat()), str(each.due), _band(each)) for each in figures.weeks]
    return [heading, *days, *weeks]


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _band(week: DueWeek) -> str:
    return "" if week.middle is None else f"{week.low} – {week.middle} – {week.high}"


def draw(figures: Ahead) -> Scene:
    """Two weeks of days beside half a year of weeks."""
    due, late = [each.due for each in figures.days], [figures.backlog, *[0] * (len(figures.days) - 1)]
    likely = [(n, float(each.expected)) for n, each in enumerate(figures.days) if each.expected is not None]
    fresh = [count - behind for count, behind in zip(due, late, strict=True)]
    days = axes(
        say("panels.due_days"),
        dated([each.day for each in figures.days], 4),
        counting([*due, *(count for _, count in likely)]),
        bars=[upright(fresh, 0, base=late), upright(late, 3)],
        lines=[line([*likely], 1)] if likely else [],
        legend=[
            *([entry("panels.overdue", "bars", 3)] if figures.backlog else []),
            *([entry("panels.expected", "line", 1)] if likely else []),
        ],
    )
    return scene(days, _weeks(figures))


def _weeks(figures: Ahead) -> Axes:
    """What is scheduled as bars, what is to be expected as an area around its middle."""
    scheduled = [each.due for each in figures.weeks]
    low, middle, high = (
        [(n, float(count)) for n, each in enumerate(figures.weeks) if (count := getattr(each, name)) is not None]
        for name in ("low", "middle", "high")
    )
    return axes(
        say("panels.due_weeks"),
        dated([each.starts for each in figures.weeks], 5),
        counting([*scheduled, *(count for _, count in high)]),
        bars=[upright(scheduled, 0)],
        areas=[{"points": [*low, *reversed(high)], "colour": 1}] if low else [],
        lines=[line([*middle], 1)] if low else [],
        legend=[entry("panels.expected", "line", 1)] if low else [],
    )


def _empty(figures: Ahead) -> bool:
    return not figures.new and not any(each.due for each in figures.weeks)


PANEL = Panel("due", read, _empty, summary, rows, draw, more, requires="cards")
