"""What queries give that is no row of one table: plain values, free of the database."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Waiting(NamedTuple):
    """Cards that wait on a day."""

    due: int
    new: int
    cards: int


class Day(NamedTuple):
    """The reviews of one day of study.

    `reviews` are all answers and `right` those of them that were right; `recalls` are the counted reviews of cards
    learned on an earlier day, and `recalled` those of them that were right. `new` are first reviews.
    """

    day: date
    reviews: int
    right: int
    recalls: int
    recalled: int
    new: int
    seconds: float


class Belief(NamedTuple):
    """One answer to a question for which a wrong idea was held at some time."""

    concept: str
    question: str
    day: date
    right: bool
    wrong_ideas: list[str]


class Sureness(NamedTuple):
    """The answers given with one confidence."""

    confidence: str
    answers: int
    right: int


class Asked(NamedTuple):
    """A card as the figures see it."""

    concept: str
    question: str
    suspended: bool
    stability: float | None
    difficulty: float | None
    due: date | None
    last: date | None


class Recalls(NamedTuple):
    """The counted reviews on one day of cards learned earlier: of young ones and of mature ones."""

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


class Pressed(NamedTuple):
    """How often cards of one age (`new`, `young`, `mature`) had one rating."""

    age: str
    rating: int
    answers: int


class Stretch(NamedTuple):
    """So many cards that were reviewed on day `begins` and next on day `ends` (None: not since).

    `stability` is what the first of the two reviews left, rounded to two digits.
    """

    begins: int
    ends: int | None
    stability: float
    cards: int
