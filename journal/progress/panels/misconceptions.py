"""The panel of misconceptions: unresolved and resolved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journal.core.messages import language, say
from journal.db import totals
from journal.db.rows import MisconceptionSummary
from journal.opening.journal import Journal
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, counting, entry, lying, named, scene
from journal.review.display import both_sentences
from journal.review.misconceptions import unresolved_first
from journal.runner.figures.scene import Scene

MOST_DRAWN = 12


@dataclass(frozen=True)
class PanelMisconception:
    """A misconception that answers came from `times` times, `last` on a day: what is believed, what is the case."""

    concept: str
    title: str
    name: str
    says: str
    times: int
    last: date
    cured: bool


PanelMisconceptions = tuple[PanelMisconception, ...]


def read(journal: Journal, panel_filter: PanelFilter) -> PanelMisconceptions:
    """Those still in the library, unresolved first, then the latest first."""
    with journal.store.read() as session:
        found = totals.misconception_summaries(session, panel_filter.concepts)
    return tuple(
        misconception for each in sorted(found, key=unresolved_first) if (misconception := _idea(journal, each))
    )


def _idea(journal: Journal, held: MisconceptionSummary) -> PanelMisconception | None:
    concept = journal.library.concepts.get(held.concept)
    question = concept.asked(held.question) if concept else None
    misconception = question.wrong(held.name) if question else None
    if concept is None or misconception is None:
        return None
    return PanelMisconception(
        concept.id,
        concept.title.to(language()),
        held.name,
        both_sentences(misconception),
        held.times,
        held.last,
        held.resolved,
    )


def summary(figures: PanelMisconceptions) -> str:
    """How many are unresolved, and how many resolved."""
    cured = sum(each.cured for each in figures)
    return say("panels.ideas_means", n=len(figures) - cured, cured=cured)


def rows(figures: PanelMisconceptions) -> Rows:
    """A line an idea."""
    heading = ("", say("panels.concept"), say("panels.times"), say("panels.last"), say("panels.refuted"))
    return [
        heading,
        *((_mark(each), each.title, str(each.times), each.last.isoformat(), each.says) for each in figures),
    ]


def _mark(each: PanelMisconception) -> str:
    return say("panels.cured") if each.cured else say("panels.held")


def draw(figures: PanelMisconceptions) -> Scene:
    """How often each was behind an answer, resolved ones separately."""
    shown = figures[:MOST_DRAWN]
    held = [0 if each.cured else each.times for each in shown]
    cured = [each.times if each.cured else 0 for each in shown]
    return scene(
        axes(
            "",
            counting([*held, *cured], say("panels.times")),
            named([each.title for each in shown], down=True),
            bars=[lying(held, 3), lying(cured, 0)],
            legend=[entry("panels.held", "bars", 3), entry("panels.cured", "bars", 0)],
        )
    )


PANEL = Panel("ideas", read, lambda figures: not figures, summary, rows, draw)
