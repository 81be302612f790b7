"""The purpose of a review session: today's reviews, upcoming ones, an exam, or overdue ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import Literal


@dataclass(frozen=True)
class Plan:
    """One kind of review session.

    `daily` asks what is due and what is new, within the limits of the day. `ahead` asks what comes due within `days`,
    `catch_up` another share of what is overdue, `concept` what is due or new of the concept `about`: these count as any
    review does. `cram` asks everything on the review list that `about` names, the least remembered first, and leaves
    the schedule as it is.
    """

    kind: Literal["daily", "ahead", "catch_up", "concept", "cram"]
    days: int = 0
    about: str = ""

    @property
    def counts(self) -> bool:
        """Whether the answers change what FSRS holds of the cards."""
        return self.kind != "cram"


DAILY = Plan("daily")
CATCH_UP = Plan("catch_up")

USUAL_DAYS = 56
"""The days of study that say how much a usual day is."""
SHARE = 0.5
"""What a day takes of a backlog, in usual days."""
SMALLEST_SHARE = 10
"""Cards of a backlog that a day takes at least."""


def share_of_backlog(reviews: Sequence[int]) -> int | None:
    """How many overdue cards a day takes besides its own, so that a holiday is followed by no wall of cards.

    `reviews` are the numbers of cards asked on the last days of study. None, which is all of them, before there are
    any.
    """
    if not reviews:
        return None
    return max(SMALLEST_SHARE, ceil(SHARE * median(reviews[-USUAL_DAYS:])))


@dataclass(frozen=True)
class Backlog:
    """The cards that wait on a day: due `today` and `overdue`, and the `share` of those that the day takes (None: all).

    `caught_up` is how many overdue cards were answered on the day already.
    """

    today: int
    overdue: int
    share: int | None = None
    caught_up: int = 0

    @property
    def room(self) -> int:
        """How many overdue cards the day still takes; below 0 when some took the place of its own."""
        return self.overdue if self.share is None else min(self.overdue, self.share - self.caught_up)

    @property
    def is_dealt_out(self) -> bool:
        """Whether some of what is overdue is left to another day; new questions wait until then."""
        return self.room < self.overdue

    def new(self, usual: int) -> int:
        """How many of the `usual` new cards the day takes: those that are overdue take their place.

        While the whole backlog fits into the day a quarter of them stays: whoever studies on weekends only is always
        late for some.
        """
        return 0 if self.is_dealt_out else max(usual - self.overdue - self.caught_up, ceil(usual / 4))

    @property
    def reviews(self) -> int:
        """How many cards the day still asks."""
        return max(0, self.today + self.room)
