"""Workload against retention: what the months to come would take and bring at one desired retention and another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.db.rows import Day

CHOICES = (0.75, 0.80, 0.85, 0.90, 0.95)
"""The retentions that are compared, besides the one that is set."""
DAYS_BEHIND, DAYS_AHEAD = 28, 182


@dataclass(frozen=True)
class Choice:
    """A retention, whether it is the one that is set, and what half a year with it is to bring.

    That is the `minutes` and the questions `asked` on an average day, the questions that would be right at the end
    (`known`) and the share of recalls that is right on the way; None while nothing was simulated.
    """

    retention: float
    is_set: bool
    minutes: float | None = None
    asked: float | None = None
    known: float | None = None
    recalled: float | None = None


@dataclass(frozen=True)
class RetentionChoices:
    """The retentions in order; `minutes` is what a day took on average of late, and `questions` how many there are."""

    minutes: float
    questions: int
    choices: tuple[Choice, ...]

    @property
    def current(self) -> Choice:
        """The one that is set."""
        return next(each for each in self.choices if each.is_set)

    @property
    def lower(self) -> Choice | None:
        """The next lower one."""
        return next((each for each in reversed(self.choices) if each.retention < self.current.retention), None)


def retention_choices(days: Sequence[Day], today: date, questions: int, retention: float) -> RetentionChoices:
    """What can be chosen from, with the minutes of the last weeks."""
    first = today - timedelta(days=DAYS_BEHIND - 1)
    seconds = sum(each.seconds for each in days if first <= each.day <= today)
    offered = sorted({*CHOICES, retention})
    return RetentionChoices(
        round(seconds / 60 / DAYS_BEHIND, 1), questions, tuple(Choice(each, each == retention) for each in offered)
    )
