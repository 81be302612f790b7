"""Fits the weights of FSRS-6 to one learner's answers.

What is minimised is the log loss of recall, the latest reviews counting most, plus a Gaussian prior around the weights
of everyone. One person's few reviews say little about most of the 21 weights; the prior lets those stay.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from torch import Tensor

from journal.memory.fitting.memory import trace
from journal.memory.fitting.packing import Packed, pack
from journal.memory.fitting.verdict import CountedReview
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights

SPREAD = (
    *(6.43, 9.66, 17.58, 27.85, 0.57, 0.28, 0.60, 0.12, 0.39, 0.18, 0.33),
    *(0.30, 0.09, 0.16, 0.57, 0.25, 1.03, 0.31, 0.32, 0.14, 0.27),
)
"""How far each weight is spread over the population, as a standard deviation.

Source: https://github.com/open-spaced-repetition/fsrs-optimizer, DEFAULT_PARAMS_STDDEV_TENSOR of version 6.5.0 (BSD)
"""

LONGEST = 32
"""Reviews of a card that are learned from: longer histories cost much time and teach no more."""
ROUNDS = 100
"""Steps of L-BFGS at most."""
ENOUGH = 1e-5
"""A step that changes the mean loss by less than this is the last: later ones cost half the time and tell no more."""
PLACES = 4
"""Decimals that weights are rounded to."""

_EVERYONE = torch.tensor(DEFAULT_WEIGHTS, dtype=torch.float64)
_LOW = torch.tensor(LOWER_BOUNDS_PARAMETERS, dtype=torch.float64)
_HIGH = torch.tensor(UPPER_BOUNDS_PARAMETERS, dtype=torch.float64)
_SPREAD = torch.tensor(SPREAD, dtype=torch.float64)
_LOG_SPREAD = (0.5 + (0.25 + (_SPREAD / _EVERYONE)[:4].square()).sqrt()).log().sqrt()
"""The spread of the logarithm of a log-normal number whose spread and median are known."""
_INSIDE = 1e-4
"""How far inside its bounds, as a share of their distance, a weight begins."""
_SURE = -1e-9
"""The log probability of a right answer is never nearer to 0, so that a wrong one costs no infinite loss."""


def fit(answers: Sequence[CountedReview], strength: float, near: Weights = DEFAULT_WEIGHTS) -> Weights:
    """The weights that fit answers, given in chronological order, under a prior of this strength.

    A `strength` of 1 is the population as it is spread; the defaults come back where nothing is to be learned. The
    search begins at the weights `near`.
    """
    packed = pack(answers, LONGEST)
    place = packed.place[packed.recalls]
    if not len(place):
        return DEFAULT_WEIGHTS
    recency = recency_of(place)
    free = _freed(torch.tensor(near, dtype=torch.float64)).requires_grad_()
    optimizer = torch.optim.LBFGS([free], max_iter=ROUNDS, tolerance_change=ENOUGH, line_search_fn="strong_wolfe")

    def objective() -> Tensor:
        optimizer.zero_grad()
        weights = _bounded(free)
        prior = strength / 2 * surprise(weights).square().sum()
        loss = ((recency * losses(weights, packed)).sum() + prior) / len(place)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(objective)  # type: ignore[no-untyped-call]
    return tuple(round(weight, PLACES) for weight in _bounded(free).tolist())


def losses(weights: Tensor, packed: Packed) -> Tensor:
    """The log loss of each recall, in nats, in the order in which they are packed."""
    recalled = trace(weights, packed).log_recall[packed.recalls].clamp(max=_SURE)
    return -torch.where(packed.right, recalled, torch.log(-torch.expm1(recalled)))


def surprise(weights: Tensor) -> Tensor:
    """How far each weight is from that of everyone, in standard deviations of the population.

    The four initial stabilities are positive and spread over orders of magnitude: they are taken as log-normal, with
    the default as median, so that a long tail of others does not leave a beginner's few answers without a prior.
    """
    stability = (weights[:4] / _EVERYONE[:4]).log() / _LOG_SPREAD
    return torch.cat([stability, ((weights - _EVERYONE) / _SPREAD)[4:]])


def recency_of(place: Tensor) -> Tensor:
    """How much each review counts, by its place in time: from a quarter for the first to 1 for the last.

    Source: https://github.com/open-spaced-repetition/fsrs-optimizer, `recency_weight`
    """
    rank = place.argsort().argsort() / max(len(place) - 1, 1)
    return 0.25 + 0.75 * rank**3


def _freed(weights: Tensor) -> Tensor:
    """Weights as numbers without bounds, which the optimizer may move as it likes."""
    share = ((weights - _LOW) / (_HIGH - _LOW)).clamp(_INSIDE, 1 - _INSIDE)
    return share.logit()


def _bounded(free: Tensor) -> Tensor:
    """The weights that free numbers stand for."""
    return _LOW + (_HIGH - _LOW) * free.sigmoid()
