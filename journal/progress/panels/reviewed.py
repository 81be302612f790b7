"""The panels of what was reviewed: today in numbers, and over time by the age of the questions."""

from __future__ import annotations

from journal.core.formatting import percent
from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import queries as store
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, entry, lying, named, scene, short, text, upright
from journal.progress.statistics.reviewed import AGES, Age, AnswersOf, ReviewedSpan, reviewed
from journal.runner.figures.scene import Scene

STACKED: tuple[Age, ...] = ("mature", "young", "new", "repeats")
"""The ages from the lowest part of a bar to the highest."""

TodayAnswers = tuple[AnswersOf, ...]
Spans = tuple[ReviewedSpan, ...]


def read_today(journal: Journal, panel_filter: PanelFilter) -> TodayAnswers:
    """The answers of today by age."""
    with journal.store.read() as session:
        found = {each.age: each for each in store.answers_on(session, panel_filter.concepts, journal.today)}
    rows = ((age, found.get(age)) for age in AGES)
    return tuple(
        AnswersOf(age, row.answers, row.passed, round(row.seconds / 60, 1)) if row else AnswersOf(age, 0, 0, 0.0)
        for age, row in rows
    )


def today_summary(figures: TodayAnswers) -> str:
    """How many answers in how many minutes, and which share was right; that of the mature ones besides."""
    answers, passed = sum(each.answers for each in figures), sum(each.passed for each in figures)
    minutes = sum(each.minutes for each in figures)
    said = say("panels.today_means", n=answers, minutes=f"{minutes:.0f}", percent=percent(passed / answers))
    mature = next(each for each in figures if each.age == "mature")
    if not mature.answers:
        return said
    return said + say("panels.today_mature", right=mature.passed, all=mature.answers)


def today_rows(figures: TodayAnswers) -> Rows:
    """A line an age."""
    heading = ("", say("panels.answers_title"), say("panels.passed"), say("panels.minutes"))
    return [heading, *((_age(each.age), str(each.answers), str(each.passed), f"{each.minutes:g}") for each in figures)]


def _age(age: str) -> str:
    return say(f"panels.{age}")


def draw_today(figures: TodayAnswers) -> Scene:
    """A bar an age: what was rated Hard or better, and on top of it what was not."""
    passed, missed = [each.passed for each in figures], [each.answers - each.passed for each in figures]
    room = 1.2 * max([*(each.answers for each in figures), 1])
    ends = [
        text(each.answers + room / 60, place, f"{each.passed}/{each.answers}") for place, each in enumerate(figures)
    ]
    bars = [lying(passed, 0, wide=0.5), lying(missed, 3, wide=0.5, base=passed)]
    legend = [entry("panels.passed", "bars", 0), entry("panels.missed", "bars", 3)]
    names = named([_age(each.age) for each in figures], down=True)
    return scene(axes("", {**counting([room / 1.2]), "high": room}, names, bars=bars, texts=ends, legend=legend))


TODAY = Panel(
    "today",
    read_today,
    lambda figures: not any(each.answers for each in figures),
    today_summary,
    today_rows,
    draw_today,
    requires="today",
)


def read_maturity(journal: Journal, panel_filter: PanelFilter) -> Spans:
    """The answers over time by age."""
    with journal.store.read() as session:
        since = panel_filter.since(journal.today, "quarter")
        days = store.reviewed_days(session, panel_filter.concepts, since)
    first = since or min((each.day for each in days), default=journal.today)
    return reviewed(days, min(first, journal.today), journal.today)


def maturity_summary(figures: Spans) -> str:
    """How many answers of each age since when."""
    totals = {age: sum(each.of(age) for each in figures) for age in AGES}
    return say("panels.maturity_means", day=short(figures[0].starts), **totals)


def maturity_rows(figures: Spans) -> Rows:
    """A line a span with answers."""
    heading = (say("panels.from_day"), *map(_age, AGES))
    told = [each for each in figures if each.answers]
    return [heading, *((each.starts.isoformat(), *(str(each.of(age)) for age in AGES)) for each in told)]


def draw_maturity(figures: Spans) -> Scene:
    """The answers as bars on top of one another: mature ones below, then young, new and repeated ones."""
    base, bars, legend = [0.0] * len(figures), [], []
    for colour, age in enumerate(STACKED):
        counts = [float(each.of(age)) for each in figures]
        bars.append(upright(counts, colour, base=base))
        legend.append(entry(f"panels.{age}", "bars", colour))
        base = [below + count for below, count in zip(base, counts, strict=True)]
    title = say("panels.by_day") if figures[0].days == 1 else say("panels.by_days", n=figures[0].days)
    places = dated([each.starts for each in figures], max(1, len(figures) // 6))
    return scene(axes(title, places, counting(base), bars=bars, legend=legend))


MATURITY = Panel(
    "maturity",
    read_maturity,
    lambda figures: not any(each.answers for each in figures),
    maturity_summary,
    maturity_rows,
    draw_maturity,
)
