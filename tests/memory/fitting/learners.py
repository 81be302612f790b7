"""Learners whose weights are known: they answer as FSRS-6 says that they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

import fsrs
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from journal.memory.fitting.training import SPREAD
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights

START = datetime(2024, 1, 1, tzinfo=UTC)


def someone(rng: Random, spread: float = 0.5) -> Weights:
    """The weights of someone from a population that is spread so much, as a share of the real spread."""
    drawn = (rng.gauss(mean, spread * wide) for mean, wide in zip(DEFAULT_WEIGHTS, SPREAD, strict=True))
    bounds = zip(drawn, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    stabilities, rest = DEFAULT_WEIGHTS[:4], [min(max(weight, low), high) for weight, low, high in bounds][4:]
    factor = 2 ** rng.gauss(0, 2 * spread)
    return (*(min(stability * factor, 100.0) for stability in stabilities), *rest)


def answers_of(weights: Weights, count: int, rng: Random, new_per_day: int = 8) -> list[CountedReview]:
    """What someone with these weights answers when the default schedule asks them, in chronological order."""
    return sorted(_lived(weights, count, rng, new_per_day), key=lambda answer: answer.day)[:count]


def _lived(weights: Weights, count: int, rng: Random, new_per_day: int) -> Iterator[CountedReview]:
    theirs, ours = scheduler(weights), scheduler(DEFAULT_WEIGHTS)
    days = max(30, int(count**0.6))
    for card in range(days * new_per_day):
        day = card // new_per_day
        memory = asked = fsrs.Card(card_id=card, due=at(day))
        while day < days:
            known = theirs.get_card_retrievability(memory, at(day)) if memory.last_review else 0.7
            rating = _rating(known, rng)
            yield CountedReview(card, day, int(rating))
            memory, _ = theirs.review_card(memory, rating, at(day))
            asked, _ = ours.review_card(asked, rating, at(day))
            day += max(1, round((asked.due - at(day)).days * rng.uniform(0.8, 1.3)))


def _rating(known: float, rng: Random) -> fsrs.Rating:
    if rng.random() > known:
        return fsrs.Rating.Again
    return rng.choices([fsrs.Rating.Hard, fsrs.Rating.Good, fsrs.Rating.Easy], [1, 7, 2])[0]


def scheduler(weights: Sequence[float]) -> fsrs.Scheduler:
    """The package's own scheduler on whole days."""
    return fsrs.Scheduler(weights, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def at(day: int) -> datetime:
    """The midnight of a day."""
    return START + timedelta(days=day)
