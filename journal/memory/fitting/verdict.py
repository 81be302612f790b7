"""What the trainer is given and what it says: plain values, which cross between processes as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from journal.memory.scheduling import Weights

LEAST = 120
"""Recalls that the weights in use have not seen, below which nothing can be said about others."""


class CountedReview(NamedTuple):
    """A counted review or a repeat: its card, its day of study as a number of days, its rating from 1 (Again) to 4."""

    card: int
    day: int
    rating: int


@dataclass(frozen=True)
class FitVerdict:
    """New weights, and how they did on reviews that they had not seen.

    `answers` are those that the weights were fitted to, under a prior of some `strength`. On the `held_out` recalls
    the log loss of weights fitted to what came before was `loss` on average, that of the weights in use
    `loss_before`; `error` is the standard error of the paired difference.
    """

    weights: Weights
    strength: float
    answers: int
    held_out: int
    loss: float
    loss_before: float
    error: float


def is_better(loss: float, loss_before: float, error: float) -> bool:
    """Whether new weights win: by more than the standard error, since their prior was chosen on the same reviews."""
    return loss_before - loss > error


def recalls(answers: Sequence[CountedReview], seen: int = 0) -> int:
    """How many of the answers after the first `seen`, in order of time, came a day or more after the one before."""
    last: dict[int, int] = {}
    found = 0
    for place, answer in enumerate(answers):
        found += place >= seen and answer.day > last.get(answer.card, answer.day)
        last[answer.card] = answer.day
    return found
