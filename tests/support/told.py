"""A trainer without a process."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Event

from journal.core.messages import UserError
from journal.memory.fitting.trainer import Trainer
from journal.memory.fitting.verdict import CountedReview, FitVerdict
from journal.memory.scheduling import Weights
from tests.support.lived import FORGETFUL

BEFORE, ERROR = 0.45, 0.005


class ScriptedTrainer(Trainer):
    """Says what a test tells it to, at once; with `held` only when it is closed, like a fit that the end stops."""

    def __init__(self, loss: float = 0.43, weights: Weights = FORGETFUL) -> None:
        super().__init__()
        self.loss, self.weights = loss, weights
        self.seen: list[int] = []
        self.held = False
        self.ended = Event()

    def fit(self, answers: Sequence[CountedReview], in_use: Weights, seen: int) -> FitVerdict:
        self.seen.append(seen)
        if self.held:
            self.ended.wait()
            raise UserError("train.stopped")
        return FitVerdict(self.weights, 1.0, len(answers), 100, self.loss, BEFORE, ERROR)

    def close(self) -> None:
        self.ended.set()
