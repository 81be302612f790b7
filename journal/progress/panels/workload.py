"""The panel that helps to choose a retention: what each would take, and what it would bring."""

from __future__ import annotations

from dataclasses import replace

from journal.core.formatting import percent
from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, entry, line, named, scene, upright
from journal.progress.simulating import retention_effects
from journal.progress.statistics.workload import DAYS_AHEAD, Choice, RetentionChoices, retention_choices
from journal.runner.figures.scene import Axes, Scene


def read(journal: Journal, panel_filter: PanelFilter) -> RetentionChoices:
    """What can be chosen, and what a day takes now."""
    questions = sum(not card.suspended for card in reading.asked(journal, panel_filter))
    days = reading.days(journal, panel_filter)
    return retention_choices(days, journal.today, questions, journal.settings.retention)


def more(journal: Journal, panel_filter: PanelFilter, figures: RetentionChoices) -> RetentionChoices:
    """The same with what each retention is to bring, where it can be simulated."""
    found = retention_effects(journal, panel_filter, DAYS_AHEAD, [each.retention for each in figures.choices])
    if found is None:
        return figures
    told = (replace(each, **brings._asdict()) for each, brings in zip(figures.choices, found, strict=True))
    return replace(figures, choices=tuple(told))


def summary(figures: RetentionChoices) -> str:
    """What the retention that is set is to bring, and what the next lower one would."""
    now, lower = figures.current, figures.lower
    if now.minutes is None:
        return say("panels.workload_now", retention=percent(now.retention), minutes=f"{figures.minutes:g}")
    said = say("panels.workload_means", all=figures.questions, **_told(now))
    return said + say("panels.workload_lower", **_told(lower)) if lower else said


def _told(choice: Choice) -> dict[str, str]:
    return {
        "retention": percent(choice.retention),
        "minutes": f"{choice.minutes or 0:g}",
        "known": f"{choice.known or 0:.0f}",
    }


def choice_line(choice: Choice) -> str:
    """One retention in a line."""
    mark = " ✓" if choice.is_set else ""
    if choice.minutes is None:
        return f"{percent(choice.retention)}{mark}"
    return f"{percent(choice.retention)}{mark}  {say('panels.workload_line', **_told(choice))}"


def rows(figures: RetentionChoices) -> Rows:
    """A line a retention."""
    words = ("retention_wanted", "minutes_a_day", "asked_a_day", "known_then", "recalled")
    return [tuple(say(f"panels.{word}") for word in words), *map(_row, figures.choices)]


def _row(each: Choice) -> tuple[str, ...]:
    mark = " ✓" if each.is_set else ""
    minutes, asked = ("" if value is None else f"{value:g}" for value in (each.minutes, each.asked))
    known = "" if each.known is None else f"{each.known:.0f}"
    return f"{percent(each.retention)}{mark}", minutes, asked, known, percent(each.recalled, "")


def draw(figures: RetentionChoices) -> Scene:
    """The minutes of a day by retention, with those of now as a line; beside them what would be right at the end."""
    last = len(figures.choices) - 0.5
    now = [line([(-0.5, figures.minutes), (last, figures.minutes)], 7, "dashed")]
    minutes = _bars(figures, "minutes", figures.minutes)
    minutes |= {"lines": now, "legend": [entry("panels.minutes_now", "line", 7, "dashed")]}
    return scene(minutes, _bars(figures, "known", 1))


def _bars(figures: RetentionChoices, name: str, least: float) -> Axes:
    """A bar a retention; that of the one which is set has another colour."""
    values = [getattr(each, name) or 0.0 for each in figures.choices]
    own = [value if each.is_set else 0.0 for each, value in zip(figures.choices, values, strict=True)]
    others = [value - held for value, held in zip(values, own, strict=True)]
    names = named([percent(each.retention) for each in figures.choices], say("panels.retention_wanted"))
    title = say("panels.minutes_a_day" if name == "minutes" else "panels.known_then")
    return axes(title, names, counting([*values, least]), bars=[upright(others, 0), upright(own, 1)])


PANEL = Panel("workload", read, lambda figures: not figures.questions, summary, rows, draw, more, requires="cards")
