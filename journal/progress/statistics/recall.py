"""How much of what was asked was right: the true retention by period and age, and the answers by confidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from journal.db.rows import ConfidenceCount, Recalls
from journal.review.misconceptions import calibration

PERIODS: dict[str, Callable[[date], date]] = {
    "today": lambda today: today,
    "yesterday": lambda today: today - timedelta(days=1),
    "week": lambda today: today - timedelta(days=6),
    "month": lambda today: today - timedelta(days=29),
    "year": lambda today: today - timedelta(days=364),
    "all": lambda today: date.min,
}
"""The first day of each period; all but yesterday end today."""


@dataclass(frozen=True)
class Recall:
    """Of one period and age (`young`, `mature`, `all`): how many questions were asked, how many right, which share."""

    period: str
    age: str
    asked: int
    right: int
    share: float | None


def recall(days: Iterable[Recalls], today: date) -> tuple[Recall, ...]:
    """The retention of every period, young, mature and in all."""
    every = list(days)
    return tuple(each for period, first in PERIODS.items() for each in _ages(period, every, first(today), today))


def _ages(period: str, days: list[Recalls], first: date, today: date) -> tuple[Recall, ...]:
    last = first if period == "yesterday" else today
    inside = [each for each in days if first <= each.day <= last]
    young = sum(each.young for each in inside), sum(each.young_right for each in inside)
    mature = sum(each.mature for each in inside), sum(each.mature_right for each in inside)
    both = young[0] + mature[0], young[1] + mature[1]
    return _recall(period, "young", *young), _recall(period, "mature", *mature), _recall(period, "all", *both)


def _recall(period: str, age: str, asked: int, right: int) -> Recall:
    return Recall(period, age, asked, right, right / asked if asked else None)


@dataclass(frozen=True)
class ConfidenceShare:
    """The counted answers given with one confidence, and the `share` of them that was right."""

    confidence: str
    answers: int
    right: int
    share: float | None


def confidence_shares(rows: Iterable[ConfidenceCount]) -> tuple[ConfidenceShare, ...]:
    """Calibration by confidence, the surest first."""
    return tuple(
        ConfidenceShare(each.confidence, each.answers, each.right, each.share) for each in reversed(calibration(rows))
    )
