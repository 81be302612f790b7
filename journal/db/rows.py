"""Query results that are not rows of one table, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple


class Day(NamedTuple):
    """The reviews of one day of study.

    `reviews` are all answers and `right` those of them that were right; `recalls` are the counted reviews of cards
    learned on an earlier day, and `recalled` those of them that were rated Hard or better. `new` are first reviews.
    """

    day: date
    reviews: int
    right: int
    recalls: int
    recalled: int
    new: int
    seconds: float


class MisconceptionAnswer(NamedTuple):
    """One answer to a question with at least one misconception.

    `diagnosable` are the misconceptions that its variant could show; None, of answers from before that was noted,
    stands for every one of them.
    """

    concept: str
    question: str
    day: date
    right: bool
    misconceptions: list[str]
    diagnosable: list[str] | None = None


class MisconceptionSummary(NamedTuple):
    """A misconception that answers came from, in short; what the numbers are is said at
    `learning.beliefs.MisconceptionHistory`.
    """

    concept: str
    question: str
    name: str
    times: int
    last: date
    resolved: bool


class ConfidenceCount(NamedTuple):
    """The answers given with one confidence."""

    confidence: str
    answers: int
    right: int


class QueuedCard(NamedTuple):
    """A card as the queue reads it. What it has of a memory is None while it is new."""

    id: int
    concept: str
    question: str
    due: date | None
    last: date | None
    stability: float | None
    repetitions: int
    step: int | None


class CardListing(NamedTuple):
    """A card with all that lists of cards show of it. What it has of a memory is None while it is new."""

    id: int
    concept: str
    question: str
    created: datetime
    suspended: bool
    stability: float | None
    difficulty: float | None
    due: date | None
    last: date | None
    repetitions: int
    lapses: int
    buried_until: date | None
    step: int | None
    week_id: int | None
    set_due: date | None


class DueCard(NamedTuple):
    """A card that is due, by its name."""

    concept: str
    question: str
    due: date


class Due(NamedTuple):
    """How many cards are due on a day, and how many before it."""

    today: int
    overdue: int


class DoneToday(NamedTuple):
    """The counted reviews of a day: first ones by concept, others, and how many of these were overdue."""

    new: Mapping[str, int]
    reviews: int
    overdue: int


NOTHING_DONE = DoneToday({}, 0, 0)
"""Of a day that has not begun."""


class CardMemory(NamedTuple):
    """A card as the figures see it."""

    concept: str
    question: str
    suspended: bool
    stability: float | None
    difficulty: float | None
    due: date | None
    last: date | None


class Recalls(NamedTuple):
    """The counted reviews on one day of cards learned earlier, and those rated Hard or better: young ones, and mature
    ones.
    """

    day: date
    young: int
    young_right: int
    mature: int
    mature_right: int


class Hour(NamedTuple):
    """The counted answers given between one full hour and the next."""

    hour: int
    answers: int
    right: int


class RatingCount(NamedTuple):
    """How often cards of one age (`new`, `young`, `mature`) had one rating."""

    age: str
    rating: int
    answers: int


class ReviewedDay(NamedTuple):
    """The answers of one day: the first to new cards, counted ones to young and to mature cards, and repeats."""

    day: date
    new: int
    young: int
    mature: int
    repeats: int


class AgeAnswers(NamedTuple):
    """The answers to cards of one age (`new`, `young`, `mature`; `repeats` for what does not count).

    `passed` were rated Hard or better.
    """

    age: str
    answers: int
    passed: int
    seconds: float


class MemorySpan(NamedTuple):
    """So many cards that were reviewed on day `begins` and next on day `ends` (None: not since).

    `stability` is what the first of the two reviews left, rounded to two digits.
    """

    begins: int
    ends: int | None
    stability: float
    cards: int
