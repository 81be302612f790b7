"""The panels of memory: how much is known over time, and what FSRS holds of the questions today."""

from __future__ import annotations

from journal.core.formatting import percent
from journal.core.messages import say
from journal.opening.journal import Journal
from journal.progress import queries as store
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, dated, entry, line, named, scene, short, upright
from journal.progress.statistics.memory import Histogram, KnownOn, histograms, knowledge, step_of
from journal.runner.figures.scene import Axes, Scene, Tick

Knowledge = tuple[KnownOn, ...]
Histograms = tuple[Histogram, ...]
MONTH = 28
"""Days that the knowledge of today is compared with."""


def read_knowledge(journal: Journal, panel_filter: PanelFilter) -> Knowledge:
    """The knowledge over time since the first review."""
    with journal.store.read() as session:
        first = store.first_day(session, panel_filter.concepts)
        if first is None:
            return ()
        stretches = store.memory_spans(session, panel_filter.concepts, first, step_of(first, journal.today))
    return knowledge(stretches, first, journal.today, journal.weights)


def knowledge_summary(figures: Knowledge) -> str:
    """How much would be right today, and how much a month ago."""
    now = figures[-1]
    before = next((each for each in reversed(figures) if (now.day - each.day).days >= MONTH), figures[0])
    return say(
        "panels.knowledge_means", n=round(now.known), begun=now.begun, before=round(before.known), day=short(before.day)
    )


def knowledge_rows(figures: Knowledge) -> Rows:
    """A line a day."""
    heading = (say("panels.day"), say("panels.known"), say("panels.begun"))
    return [heading, *((each.day.isoformat(), f"{each.known:g}", str(each.begun)) for each in figures)]


def draw_knowledge(figures: Knowledge) -> Scene:
    """What would be right below what was begun."""
    known, begun = ([(n, float(getattr(each, name))) for n, each in enumerate(figures)] for name in ("known", "begun"))
    return scene(
        axes(
            "",
            dated([each.day for each in figures], max(1, len(figures) // 6)),
            counting(each.begun for each in figures),
            lines=[line([*known], 0), line([*begun], 7, "dotted")],
            legend=[entry("panels.known", "line", 0), entry("panels.begun", "line", 7, "dotted")],
        )
    )


KNOWLEDGE = Panel(
    "knowledge", read_knowledge, lambda figures: not figures, knowledge_summary, knowledge_rows, draw_knowledge
)


def read_memory(journal: Journal, panel_filter: PanelFilter) -> Histograms:
    """Stability, difficulty and retrievability of today."""
    return histograms(reading.memories(reading.asked(journal, panel_filter)), journal.today, journal.weights)


def memory_summary(figures: Histograms) -> str:
    """The typical value of each."""
    medians = {each.name: each.median or 0.0 for each in figures}
    return say(
        "panels.memory_means",
        days=f"{medians['stability']:.3g}",
        difficulty=f"{medians['difficulty']:.1f}",
        percent=percent(medians["retrievability"]),
    )


def memory_rows(figures: Histograms) -> Rows:
    """A line a bin."""
    heading = ("", say("panels.from_to"), say("panels.questions"))
    lines = (
        (_title(each), _span(each, n), str(bin_.questions)) for each in figures for n, bin_ in enumerate(each.bins)
    )
    return [heading, *lines]


def _title(each: Histogram) -> str:
    return say(f"panels.{each.name}")


def _span(each: Histogram, place: int) -> str:
    low, high = (_edge(each, edge) for edge in (each.bins[place].low, each.bins[place].high))
    if each.name == "stability" and place == len(each.bins) - 1:
        return f"≥ {low}"
    return f"{low} – {high}"


def _edge(each: Histogram, value: float) -> str:
    return percent(value) if each.name == "retrievability" else f"{value:g}"


def draw_memory(figures: Histograms) -> Scene:
    """Three histograms side by side."""
    return scene(*map(_histogram, figures))


def _histogram(each: Histogram) -> Axes:
    counts = [bin_.questions for bin_ in each.bins]
    every = 3 if len(counts) % 3 == 0 else 5
    edges = [*(bin_.low for bin_ in each.bins), each.bins[-1].high]
    ticks: list[Tick] = [
        {"value": n - 0.5, "label": _edge(each, edge)} for n, edge in enumerate(edges) if n % every == 0
    ]
    return axes(
        _title(each),
        {**named([""] * len(counts)), "ticks": ticks},
        counting(counts),
        bars=[upright(counts, 0, wide=1.0)],
    )


MEMORY = Panel(
    "memory", read_memory, lambda figures: figures[0].median is None, memory_summary, memory_rows, draw_memory
)
