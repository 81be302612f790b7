"""Then and now: what the log says about a concept in the order of time, and the reviews that lie between."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.demos.concept import Concept
from journal.desk import Desk
from journal.desk.concepts import Sentence, sentences_about
from journal.desk.showing import both_sentences
from journal.desk.week_rows import span_of
from journal.store import mentions, reviews
from journal.store.tables import Card, Review
from journal.words import say


@dataclass(frozen=True)
class Told:
    """A sentence of the log, and the days of its week."""

    starts: date
    ends: date
    sentence: Sentence


@dataclass(frozen=True)
class Held:
    """A wrong idea that answers came from: what is believed and what is the case, and how often it showed."""

    name: str
    says: str
    times: int


@dataclass(frozen=True)
class Studied:
    """The reviews between two sentences: their first and last day, all of them, the right ones, the wrong ideas."""

    first: date
    last: date
    reviews: int
    right: int
    held: tuple[Held, ...]


Moment = Told | Studied


def timeline(desk: Desk, concept: Concept) -> tuple[Moment, ...]:
    """Every sentence about a concept, the first one first, and between those of two weeks what was reviewed.

    The reviews of a week come after its sentences; those of a day that two weeks share, after those of the later one.
    """
    with desk.store.read() as session:
        found = mentions.of_concept(session, concept.id)
        answers = reviews.of_concept(session, concept.id)
    starts = sorted({week.starts for week, _ in found})
    days = {week.id: (week.starts, week.ends) for week, _ in found}
    between: list[list[tuple[Review, Card]]] = [[] for _ in range(len(starts) + 1)]
    for review, card in answers:
        between[bisect_right(starts, review.day)].append((review, card))
    told = [Told(*days[each.week], each) for each in sentences_about(found)]
    return tuple(_in_order(concept, starts, told, between))


def _in_order(
    concept: Concept, starts: Sequence[date], told: Sequence[Told], between: Sequence[Sequence[tuple[Review, Card]]]
) -> Iterator[Moment]:
    yield from _studied(concept, between[0])
    for first, answers in zip(starts, between[1:], strict=True):
        yield from (each for each in told if each.starts == first)
        yield from _studied(concept, answers)


def _studied(concept: Concept, answers: Sequence[tuple[Review, Card]]) -> Iterator[Studied]:
    """What some answers add up to; nothing where there are none."""
    if answers:
        days = [review.day for review, _ in answers]
        right = sum(review.right for review, _ in answers)
        yield Studied(min(days), max(days), len(answers), right, tuple(held_in(concept, answers)))


def studied_lines(studied: Studied) -> list[str]:
    """Reviews in words: when, how many and how many right; then a line for each wrong idea that showed."""
    days = span_of(studied.first, studied.last) if studied.first != studied.last else f"{studied.first:%m.%d}"
    counts = say("timeline.reviewed", n=studied.reviews, right=studied.right)
    held = [say("timeline.corrected", times=each.times, says=each.says) for each in studied.held]
    return [f"{days}  {counts}", *held]


def held_in(concept: Concept, answers: Iterable[tuple[Review, Card]]) -> Iterator[Held]:
    """The wrong ideas behind some answers about a concept, in the order in which they showed first."""
    shown = Counter((card.question, name) for review, card in answers for name in review.wrong_ideas)
    for (question_name, name), times in shown.items():
        question = concept.asked(question_name)
        idea = question.wrong(name) if question else None
        if idea is not None:
            yield Held(name, both_sentences(idea), times)
