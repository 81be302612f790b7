"""The panel of wrong ideas: those still held, and those given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from journal.demos.figures.scene import Scene
from journal.desk import Desk
from journal.desk.panels.panel import Narrowed, Panel, Rows
from journal.desk.panels.scenes import axes, counting, entry, lying, named, scene
from journal.desk.showing import both_sentences
from journal.learning.beliefs import held_first
from journal.store import progress
from journal.store.rows import Shown
from journal.words import language, say

MOST_DRAWN = 12


@dataclass(frozen=True)
class Idea:
    """A wrong idea that answers came from `times` times, `last` on a day: what is believed, what is the case."""

    concept: str
    title: str
    name: str
    says: str
    times: int
    last: date
    cured: bool


Ideas = tuple[Idea, ...]


def read(desk: Desk, narrowed: Narrowed) -> Ideas:
    """Those that the library still knows, the held ones first, then the latest first."""
    with desk.store.read() as session:
        found = progress.shown(session, narrowed.concepts)
    return tuple(idea for each in sorted(found, key=held_first) if (idea := _idea(desk, each)))


def _idea(desk: Desk, held: Shown) -> Idea | None:
    concept = desk.library.concepts.get(held.concept)
    question = concept.asked(held.question) if concept else None
    idea = question.wrong(held.name) if question else None
    if concept is None or idea is None:
        return None
    return Idea(
        concept.id, concept.title.to(language()), held.name, both_sentences(idea), held.times, held.last, held.cured
    )


def means(figures: Ideas) -> str:
    """How many are held, and how many were given up."""
    cured = sum(each.cured for each in figures)
    return say("panels.ideas_means", n=len(figures) - cured, cured=cured)


def rows(figures: Ideas) -> Rows:
    """A line an idea."""
    heading = ("", say("panels.concept"), say("panels.times"), say("panels.last"), say("panels.refuted"))
    return [
        heading,
        *((_mark(each), each.title, str(each.times), each.last.isoformat(), each.says) for each in figures),
    ]


def _mark(each: Idea) -> str:
    return say("panels.cured") if each.cured else say("panels.held")


def draw(figures: Ideas) -> Scene:
    """How often each was behind an answer, the cured ones apart."""
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


PANEL = Panel("ideas", read, lambda figures: not figures, means, rows, draw)
