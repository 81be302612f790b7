"""The four ratings of an answer, in the words and numbers of Anki and FSRS."""

from __future__ import annotations

from enum import IntEnum


class Rating(IntEnum):
    """How well a question was answered. AGAIN is a lapse: the answer was not known."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4
