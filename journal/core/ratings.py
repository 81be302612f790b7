"""The four ratings of an answer, in the words and numbers of Anki and FSRS."""

from __future__ import annotations

from enum import IntEnum


class Rating(IntEnum):
    """How well a question was answered. AGAIN is a lapse: the answer was not known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def is_lapse(rating: int, repetitions: int) -> bool:
    """Whether a counted review of a card that had that many counted reviews before is a lapse: it was forgotten."""
    return rating == Rating.AGAIN and repetitions > 0
