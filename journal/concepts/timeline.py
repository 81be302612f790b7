"""The timeline of a concept: its sentences in the log and the reviews between them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from journal.concepts.concepts import Sentence, sentences_about
from journal.core.messages import say
from journal.db import mentions, reviews
from journal.db.tables import Card, Review
from journal.library.concept import Concept
from journal.opening.journal import Journal
from journal.review.display import both_sentences
from journal.weeks.week_rows import date_range


@dataclass(frozen=True)
class LogSentence:
    """A sentence of the log, and the days of its week."""

    starts: date
    ends: date
    sentence: Sentence


@dataclass(frozen=True)
class MisconceptionCount:
    """A misconception that answers came from: what is believed and what is the case, and how often it showed."""

    name: str
    correction: str
    times: int


@dataclass(frozen=True)
class ReviewedBetween:
    """The reviews between two sentences: first and last day, total, right answers, misconceptions."""

    first: date
    last: date
    reviews: int
    right: int
    misconceptions: tuple[MisconceptionCount, ...]


TimelineEvent = LogSentence | ReviewedBetween


def timeline(journal: Journal, concept: Concept) -> tuple[TimelineEvent, ...]:
    """Every sentence about a concept, oldest first, and between those of two weeks what was reviewed.

    The reviews of a week come after its sentences; those of a day that two weeks share, after those of the later one.
    """
    with journal.store.read() as session:
        found = mentions.of_concept(session, concept.id)
        answers = reviews.of_concept(session, concept.id)
    starts = sorted({week.starts for week, _ in found})
    days = {week.id: (week.starts, week.ends) for week, _ in found}
    between: list[list[tuple[Review, Card]]] = [[] for _ in range(len(starts) + 1)]
    for review, card in answers:
        between[bisect_right(starts, review.day)].append((review, card))
    message = [LogSentence(*days[each.week], each) for each in sentences_about(found)]
    return tuple(_in_order(concept, starts, message, between))


def _in_order(
    concept: Concept,
    starts: Sequence[date],
    message: Sequence[LogSentence],
    between: Sequence[Sequence[tuple[Review, Card]]],
) -> Iterator[TimelineEvent]:
    yield from _reviewed_between(concept, between[0])
    for first, answers in zip(starts, between[1:], strict=True):
        yield from (each for each in message if each.starts == first)
        yield from _reviewed_between(concept, answers)


def _reviewed_between(concept: Concept, answers: Sequence[tuple[Review, Card]]) -> Iterator[ReviewedBetween]:
    """What some answers add up to; nothing where there are none."""
    if answers:
        days = [review.day for review, _ in answers]
        right = sum(review.right for review, _ in answers)
        yield ReviewedBetween(min(days), max(days), len(answers), right, tuple(misconceptions_in(concept, answers)))


def reviewed_lines(studied: ReviewedBetween) -> list[str]:
    """Reviews in words: when, how many and how many right; then a line for each misconception that showed."""
    days = date_range(studied.first, studied.last) if studied.first != studied.last else f"{studied.first:%m.%d}"
    counts = say("timeline.reviewed", n=studied.reviews, right=studied.right)
    held = [say("timeline.corrected", times=each.times, says=each.correction) for each in studied.misconceptions]
    return [f"{days}  {counts}", *held]


def misconceptions_in(concept: Concept, answers: Iterable[tuple[Review, Card]]) -> Iterator[MisconceptionCount]:
    """The misconceptions behind some answers about a concept, in order of first occurrence."""
    shown = Counter((card.question, name) for review, card in answers for name in review.wrong_ideas)
    for (question_name, name), times in shown.items():
        question = concept.asked(question_name)
        misconception = question.wrong(name) if question else None
        if misconception is not None:
            yield MisconceptionCount(name, both_sentences(misconception), times)
