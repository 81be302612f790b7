"""The rating that an answer deserves. The learner may overrule it; both are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from journal.core.ratings import Rating

Confidence = Literal["guess", "unsure", "sure"]
CONFIDENCES: tuple[Confidence, ...] = ("guess", "unsure", "sure")

ENOUGH = 20
"""Earlier answers without which nothing is called quick or slow."""
QUICK, SLOW = 0.25, 0.90
"""The shares of earlier answers that were quicker, below and above which an answer is quick and slow."""
PAUSE = 5
"""Times the median, beyond which the learner was away."""


@dataclass(frozen=True)
class Rated:
    """A rating, and the key of the sentence that says why."""

    rating: Rating
    reason: str

    @property
    def tomorrow(self) -> bool:
        """Whether the card must come back the next day: its answer was wrong, and the learner sure of it."""
        return self.reason == "rating.wrong_sure"


def rate(
    right: bool,
    confidence: Confidence,
    seconds: float,
    earlier: Sequence[float],
    last_right: bool | None,
    *,
    worked: bool = False,
) -> Rated:
    """The rating of one answer; one that stood on the screen, in a `worked` example, is Hard at best.

    `seconds` is the time that it took, `earlier` this learner's times for questions of the same kind, `last_right`
    whether the card's previous review was right (None for its first).
    """
    if not right:
        return Rated(Rating.AGAIN, "rating.wrong_sure" if confidence == "sure" else "rating.wrong")
    if worked:
        return Rated(Rating.HARD, "rating.worked")
    if confidence == "guess":
        return Rated(Rating.HARD, "rating.guess")
    quicker = share_quicker(seconds, earlier)
    if confidence == "unsure" and quicker is not None and quicker > SLOW:
        return Rated(Rating.HARD, "rating.unsure_slow")
    if confidence == "sure" and quicker is not None and quicker < QUICK and last_right:
        return Rated(Rating.EASY, "rating.sure_quick")
    return Rated(Rating.GOOD, f"rating.{confidence}")


MANY_TRIES = 3
"""Attempts from which on a right solution was hard."""
MANY_HINTS = 2
"""Hints with which a solution was not one's own."""


def rate_task(right: bool, tries: int, hints: int, seconds: float, earlier: Sequence[float]) -> Rated:
    """The rating of a task that is over: solved at the attempt `tries`, with that many hints, or given up.

    Right at once and quick for this learner is Easy, right within two attempts Good, later or with a hint Hard. With
    two hints or more it is Again, as when it is given up. `earlier` are the learner's times for other tasks.
    """
    if not right:
        return Rated(Rating.AGAIN, "rating.task_given_up")
    if hints >= MANY_HINTS:
        return Rated(Rating.AGAIN, "rating.task_hints")
    if hints:
        return Rated(Rating.HARD, "rating.task_hint")
    if tries >= MANY_TRIES:
        return Rated(Rating.HARD, "rating.task_tries")
    quicker = share_quicker(seconds, earlier)
    if tries == 1 and quicker is not None and quicker < QUICK:
        return Rated(Rating.EASY, "rating.task_quick")
    return Rated(Rating.GOOD, "rating.task_first" if tries == 1 else "rating.task_second")


def share_quicker(seconds: float, earlier: Sequence[float]) -> float | None:
    """The share of earlier answers that were quicker than `seconds`; None where that says nothing."""
    if len(earlier) < ENOUGH or seconds > PAUSE * median(earlier):
        return None
    return sum(each < seconds for each in earlier) / len(earlier)
