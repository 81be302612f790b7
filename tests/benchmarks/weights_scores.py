"""How good predictions are: log loss, RMSE(bins) and AUC, as srs-benchmark computes them.

Source: https://github.com/open-spaced-repetition/srs-benchmark
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

import torch

from journal.memory.fitting.memory import trace
from journal.memory.fitting.packing import pack
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import Weights

SURE = 1e-9


class Prediction(NamedTuple):
    """One recall: its place in time, how likely a right answer was said to be, whether it was right, and its bin."""

    place: int
    likely: float
    right: bool
    bin: tuple[float, float, float]

    @property
    def loss(self) -> float:
        """The log loss, in nats."""
        likely = min(max(self.likely, SURE), 1 - SURE)
        return -math.log(likely if self.right else 1 - likely)


def predictions(weights: Weights, answers: Sequence[CountedReview]) -> list[Prediction]:
    """What weights predict for every recall, in chronological order."""
    packed = pack(answers)
    with torch.no_grad():
        lived = trace(torch.tensor(weights, dtype=torch.float64), packed)
    likely = dict(zip(packed.place.tolist(), lived.log_recall.exp().tolist(), strict=True))
    days: dict[int, int] = {}
    reviews: Counter[int] = Counter()
    lapses: Counter[int] = Counter()
    found = []
    for place, (card, day, rating) in enumerate(answers):
        elapsed = day - days.get(card, day)
        days[card] = day
        reviews[card] += 1
        if elapsed >= 1:
            found.append(Prediction(place, likely[place], rating > 1, _bin(elapsed, reviews[card], lapses[card])))
            lapses[card] += rating == 1
    return found


def _bin(elapsed: int, review: int, lapses: int) -> tuple[float, float, float]:
    """Recalls after about as many days, reviews and lapses are judged together."""
    return (
        round(2.48 * 3.62 ** math.floor(math.log(elapsed, 3.62)), 2),
        round(1.99 * 1.89 ** math.floor(math.log(review, 1.89))),
        round(1.65 * 1.73 ** math.floor(math.log(lapses, 1.73))) if lapses else 0,
    )


def scores(predicted: Sequence[Prediction]) -> tuple[float, float, float]:
    """Log loss, RMSE(bins) and AUC."""
    return sum(each.loss for each in predicted) / len(predicted), _rmse(predicted), _auc(predicted)


def _rmse(predicted: Sequence[Prediction]) -> float:
    bins: defaultdict[tuple[float, float, float], list[Prediction]] = defaultdict(list)
    for each in predicted:
        bins[each.bin].append(each)
    squares = (sum(each.right - each.likely for each in own) ** 2 / len(own) for own in bins.values())
    return math.sqrt(sum(squares) / len(predicted))


def _auc(predicted: Sequence[Prediction]) -> float:
    """How often a right answer was said to be likelier than a wrong one: by ranks, those of ties shared."""
    ordered = sorted(predicted, key=lambda each: each.likely)
    rank, ranks, right = 0.0, 0.0, 0
    for _, tied in groupby(ordered, key=lambda each: each.likely):
        same = list(tied)
        hits = sum(each.right for each in same)
        ranks += hits * (rank + (len(same) + 1) / 2)
        rank += len(same)
        right += hits
    return (ranks - right * (right + 1) / 2) / (right * (len(ordered) - right))


def difference(mine: Sequence[Prediction], theirs: Sequence[Prediction]) -> tuple[float, float]:
    """The mean of the paired differences of the log loss, and its standard error."""
    paired = [ours.loss - other.loss for ours, other in zip(mine, theirs, strict=True)]
    mean = sum(paired) / len(paired)
    variance = sum((each - mean) ** 2 for each in paired) / (len(paired) - 1)
    return mean, math.sqrt(variance / len(paired))
