"""The panel of the true retention."""

from __future__ import annotations

from journal.core.formatting import percent
from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import queries as store
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, entry, lying, named, scene, shares, text
from journal.progress.statistics.recall import PERIODS, Recall, recall
from journal.runner.figures.scene import Scene

RetentionFigures = tuple[Recall, ...]
AGES = {"young": -0.25, "mature": 0.25}
"""What is drawn of each period, and how far from its middle."""


def read(journal: Journal, panel_filter: PanelFilter) -> RetentionFigures:
    """The retention by period and age."""
    with journal.store.read() as session:
        return recall(store.recalls(session, panel_filter.concepts), journal.today)


def summary(figures: RetentionFigures) -> str:
    """What is remembered in all, and of what is young and mature."""
    whole = {each.age: each for each in figures if each.period == "all"}
    return say(
        "panels.retention_means",
        percent=percent(whole["all"].share),
        n=whole["all"].asked,
        young=percent(whole["young"].share),
        mature=percent(whole["mature"].share),
    )


def rows(figures: RetentionFigures) -> Rows:
    """A line a period."""
    heading = ("", say("panels.young"), say("panels.mature"), say("panels.in_all"))
    cells = {(each.period, each.age): _shown(each) for each in figures}
    lines = ((_name(period), *(cells[period, age] for age in (*AGES, "all"))) for period in PERIODS)
    return [heading, *lines]


def _name(period: str) -> str:
    return say(f"panels.period_{period}")


def _shown(each: Recall) -> str:
    return f"{percent(each.share)}  {each.right}/{each.asked}" if each.asked else "–"


def draw(figures: RetentionFigures) -> Scene:
    """Two bars a period, with their share and how many answers they stand on."""
    by_age = {age: [each for each in figures if each.age == age] for age in AGES}
    ends = [
        text(each.share + 0.02, place + shift, _shown(each))
        for age, shift in AGES.items()
        for place, each in enumerate(by_age[age])
        if each.share is not None
    ]
    bars = [
        lying([each.share or 0.0 for each in by_age[age]], colour, shift=shift, wide=0.4)
        for colour, (age, shift) in enumerate(AGES.items())
    ]
    legend = [entry("panels.young", "bars", 0), entry("panels.mature", "bars", 1)]
    names = named([_name(period) for period in PERIODS], down=True)
    return scene(axes("", {**shares(), "high": 1.25}, names, bars=bars, texts=ends, legend=legend))


PANEL = Panel("retention", read, lambda figures: not any(each.asked for each in figures), summary, rows, draw)
