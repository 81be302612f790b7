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
    """One answer to a question for which a wrong idea was held at some time.

    `could` are the wrong ideas that its variant could show; None, of answers from before that was noted, stands for
    every one of them.
    """

    concept: str
    question: str
    day: date
    right: bool
    wrong_ideas: list[str]
    could: list[str] | None = None


class Sureness(NamedTuple):
    """The answers given with one confidence."""

    confidence: str
    answers: int
    right: int
