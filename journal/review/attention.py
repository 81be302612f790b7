"""What a learner did before an answer: when the first key was pressed, how long they were away, what they opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict


class Noted(TypedDict, total=False):
    """What a review stores of it; see `db.tables.Review`."""

    first_key: float | None
    away: float
    opened: list[str]


@dataclass
class Attention:
    """A question that has been on the screen since the time `shown`; all times are seconds of one clock.

    Away is who looked at another screen of the app, or left the terminal for another window where it tells of that.
    """

    shown: float
    first: float | None = None
    left: float | None = None
    away: float = 0.0

    def press(self, now: float) -> None:
        """A key of the answer was pressed."""
        self.first = now if self.first is None else self.first

    def leave(self, now: float) -> None:
        """The question is out of sight."""
        self.left = now if self.left is None else self.left

    def come_back(self, now: float) -> None:
        """The question is in sight again."""
        if self.left is not None:
            self.away, self.left = self.away + now - self.left, None

    def noted(self, opened: Iterable[str]) -> Noted:
        """What is stored with the answer; `opened` is what of the concept was opened meanwhile."""
        first = None if self.first is None else round(self.first - self.shown, 1)
        return {"first_key": first, "away": round(self.away, 1), "opened": sorted(set(opened))}
