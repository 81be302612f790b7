"""The panel of the concepts: how well each is known, and which can be learned next."""

from __future__ import annotations

from dataclasses import dataclass

from journal.core.formatting import percent
from journal.core.messages import language, say
from journal.db.rows import CardMemory
from journal.library.concept import Outline
from journal.memory.of_cards import known_of
from journal.opening.journal import Journal
from journal.progress import reading
from journal.progress.panel import Panel, PanelFilter, Rows
from journal.progress.scenes import axes, named, scene
from journal.progress.statistics.concepts import KnownConcept, OnMap, concept_map
from journal.review.candidates import needs_of, support_of
from journal.review.choosing import SUPPORTS
from journal.review.queries import queue
from journal.runner.figures.scene import Image, Scene


@dataclass(frozen=True)
class Topic:
    """A topic with its concepts in the order of learning."""

    id: str
    title: str
    concepts: tuple[OnMap, ...]


Topics = tuple[Topic, ...]


def read(journal: Journal, panel_filter: PanelFilter) -> Topics:
    """The concepts by topic; which are ready depends on all of them."""
    held = [each for each in on_map(journal) if panel_filter.concepts is None or each.id in panel_filter.concepts]
    titles = journal.library.topics
    return tuple(
        Topic(
            topic,
            titles[topic].to(language()) if topic in titles else topic,
            tuple(each for each in held if each.topic == topic),
        )
        for topic in dict.fromkeys(each.topic for each in held)
    )


def on_map(journal: Journal) -> tuple[OnMap, ...]:
    """Every concept in the order of learning: how well it is known, and whether it can be learned next."""
    own: dict[str, list[CardMemory]] = {}
    for card in reading.asked(journal):
        own.setdefault(card.concept, []).append(card)
    with journal.store.read() as session:
        support = support_of(journal, queue.of_concepts(session, own))
    return concept_map(
        [
            KnownConcept(
                each.id,
                each.title.to(language()),
                each.topic,
                needs_of(journal, each.id),
                each.id in own,
                _known(journal, each, own.get(each.id, [])),
                support.get(each.id, 0.0) >= SUPPORTS,
            )
            for each in journal.library.outlines_in_order
        ]
    )


def _known(journal: Journal, concept: Outline, cards: list[CardMemory]) -> float | None:
    """How well a concept is known; None while nothing was asked of it."""
    return known_of(concept, cards, journal.today, journal.weights) if any(card.due for card in cards) else None


def every(figures: Topics) -> list[OnMap]:
    """The concepts of all topics."""
    return [each for topic in figures for each in topic.concepts]


def summary(figures: Topics) -> str:
    """How many are begun, how well they are known, and how many are ready."""
    concepts = every(figures)
    shares = [each.known for each in concepts if each.known is not None]
    mean = sum(shares) / len(shares) if shares else None
    ready = sum(each.ready for each in concepts)
    said = say("panels.concepts_means", n=len(shares), all=len(concepts), percent=percent(mean))
    return said + say("panels.concepts_ready", n=ready) if ready else said


def rows(figures: Topics) -> Rows:
    """A line a concept."""
    heading = (say("panels.topic"), say("panels.concept"), say("panels.known"), "")
    return [
        heading,
        *((topic.title, each.title, percent(each.known), state(each)) for topic in figures for each in topic.concepts),
    ]


def state(each: OnMap) -> str:
    """What is to be said of a concept besides how well it is known."""
    return say("panels.ready") if each.ready else ""


def draw(figures: Topics) -> Scene:
    """A row a topic, a cell a concept; one that can be learned next has a plus."""
    widest = max(len(topic.concepts) for topic in figures)
    shades = [[_shade(topic, n) for n in range(widest)] for topic in figures]
    box = (-0.5, widest - 0.5, len(figures) - 0.5, -0.5)
    image: Image = {"box": box, "shades": shades, "numbers": shades, "low": 0, "high": 1, "square": False}
    texts = [
        {"x": n, "y": row, "text": _label(each), "align": "center"}
        for row, topic in enumerate(figures)
        for n, each in enumerate(topic.concepts)
    ]
    across, down = named([""] * widest), named([topic.title for topic in figures], down=True)
    return scene(axes("", across, down, images=[image], texts=texts))


def _shade(topic: Topic, place: int) -> float | None:
    return (topic.concepts[place].known or 0.0) if place < len(topic.concepts) else None


def _label(each: OnMap) -> str:
    return f"{'+ ' if each.ready else ''}{each.title}\n{'' if each.known is None else percent(each.known)}".strip()


PANEL = Panel("concepts", read, lambda figures: not figures, summary, rows, draw, requires="cards")
