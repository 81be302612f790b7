"""FSRS-6 over many cards at once, in a form that torch can differentiate.

Stability is kept as its logarithm: a review multiplies it. `trace` gives what `fsrs.Scheduler` gives, which a test
holds it to.

Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from journal.memory.fitting.packing import Packed

LEAST_STABILITY = 0.001
EASIEST, HARDEST = 1.0, 10.0
GOOD, EASY = 3, 4

WeightTensors = Sequence[Tensor]
"""The 21 weights one by one."""


class Trace(NamedTuple):
    """What FSRS holds of every packed review: before it the log probability of a right answer, after it the memory."""

    log_recall: Tensor
    log_stability: Tensor
    difficulty: Tensor


def trace(weights: Tensor, packed: Packed) -> Trace:
    """Lets FSRS with the 21 `weights` live through packed reviews. All tensors are in double precision."""
    each = weights.unbind()
    difficulty = _difficulty(each, packed)
    change = _Change(each, packed, difficulty)
    stability = weights[:4].log()[packed.steps(packed.rating)[0] - 1]
    stabilities, recalls = [stability], [torch.zeros_like(stability)]
    for step, size in enumerate(packed.sizes[1:]):
        stability, recall = change.at(step, stability[:size])
        stabilities.append(stability)
        recalls.append(recall)
    return Trace(torch.cat(recalls), torch.cat(stabilities), torch.cat(difficulty))


def _difficulty(w: WeightTensors, packed: Packed) -> list[Tensor]:
    """The difficulty after each review, step by step: it moves linearly, and back towards that of a first Easy."""
    towards = w[4] - torch.exp(w[5] * (EASY - 1)) + 1
    push = -w[6] * (packed.rating - GOOD) / 9
    slope = packed.steps((1 - w[7]) * (1 - push))
    offset = packed.steps((1 - w[7]) * 10 * push + w[7] * towards)
    first = packed.steps(packed.rating)[0]
    after = [(w[4] - torch.exp(w[5] * (first - 1)) + 1).clamp(EASIEST, HARDEST)]
    for step, size in enumerate(packed.sizes[1:], 1):
        after.append(torch.addcmul(offset[step], slope[step], after[-1][:size]).clamp(EASIEST, HARDEST))
    return after


class _Change:
    """How each review after a card's first changes its stability; all that can be computed ahead is."""

    def __init__(self, w: WeightTensors, packed: Packed, difficulty: list[Tensor]) -> None:
        self.w = w
        self.decay = -w[20]
        self.factor = 0.9 ** (1 / self.decay) - 1
        first, *sizes = packed.sizes
        rating, elapsed = packed.rating[first:], packed.elapsed[first:]
        before = torch.cat([each[:size] for each, size in zip(difficulty, sizes, strict=False)] or [elapsed])
        nothing = torch.zeros_like(w[15])
        bonus = torch.stack([nothing, w[15].log(), nothing, w[16].log()])[rating - 1]
        self.growth = torch.split(w[8] + torch.log(11 - before) + bonus, sizes)
        self.lapse = torch.split(w[11].log() - w[12] * before.log(), sizes)
        self.same_day = torch.split(w[17] * (rating - GOOD + w[18]), sizes)
        self.least = torch.split(torch.where(rating == 1, -math.inf, torch.zeros_like(elapsed)), sizes)
        self.elapsed = torch.split(elapsed, sizes)
        self.forgot = torch.split(rating == 1, sizes)
        self.is_same_day = torch.split(elapsed < 1, sizes)

    def at(self, step: int, log_stability: Tensor) -> tuple[Tensor, Tensor]:
        """The log stability after a step, and the log probability of a right answer before it."""
        w, stability = self.w, log_stability.exp()
        log_recall = self.decay * torch.log1p(self.factor * self.elapsed[step] / stability)
        forgetting = -torch.expm1(log_recall)
        gain = torch.exp(self.growth[step] - w[9] * log_stability) * torch.expm1(w[10] * forgetting)
        kept = torch.log(torch.expm1(w[13] * torch.log1p(stability)))
        lapsed = torch.minimum(self.lapse[step] + kept + w[14] * forgetting, log_stability - w[17] * w[18])
        same_day = log_stability + torch.maximum(self.same_day[step] - w[19] * log_stability, self.least[step])
        later = torch.where(self.forgot[step], lapsed, log_stability + torch.log1p(gain))
        after = torch.where(self.is_same_day[step], same_day, later)
        return after.clamp(min=math.log(LEAST_STABILITY)), log_recall
