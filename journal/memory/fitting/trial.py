"""Whether new weights would have done better than those in use: tried on reviews that came later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from journal.memory.fitting.packing import Packed, pack
from journal.memory.fitting.training import fit, losses
from journal.memory.fitting.verdict import CountedReview, FitVerdict
from journal.memory.scheduling import DEFAULT_WEIGHTS, Weights

FOLDS = 5
"""Parts of the held-out time: before each, the weights are fitted again to all that came before."""
STRENGTHS = (1.0, 3.0, 10.0)
"""The strengths of the prior that are tried; with few reviews a strong one does better."""


def walk_forward(
    answers: Sequence[CountedReview], in_use: Weights, seen: int = 0, strengths: Sequence[float] = STRENGTHS
) -> FitVerdict:
    """Weights for answers in chronological order, compared with those `in_use` on recalls that neither had seen.

    The strength of the prior is the one with the least loss over all folds. The weights in use were fitted to the
    first `seen` answers, which are left out of the comparison. Raises ValueError when too few recalls are left for it.
    """
    history = pack(answers)
    folds = list(_folds(history))
    if not folds:
        raise ValueError(f"too few of {len(answers)} answers are recalls")
    held_out = torch.cat([fold for _, fold in folds])
    tried = {strength: _held_out_losses(answers, history, folds, strength) for strength in strengths}
    strength = min(tried, key=lambda each: float(tried[each].mean()))
    fresh = history.place[history.recalls][held_out] >= seen
    if not fresh.any():
        raise ValueError(f"none of {len(answers)} answers is left to compare on")
    loss, before = tried[strength][fresh], losses(torch.tensor(in_use, dtype=torch.float64), history)[held_out][fresh]
    return FitVerdict(
        weights=fit(answers, strength),
        strength=strength,
        answers=len(answers),
        held_out=len(loss),
        loss=float(loss.mean()),
        loss_before=float(before.mean()),
        error=standard_error(loss - before),
    )


def standard_error(differences: Tensor) -> float:
    """The standard error of the mean of paired differences; 0 for a single one."""
    return float(differences.std(correction=min(1, len(differences) - 1)) / len(differences) ** 0.5)


def _folds(history: Packed) -> Iterator[tuple[int, Tensor]]:
    """Each fold: the place in time at which it begins, and which of the packed recalls are in it, by time."""
    place = history.place[history.recalls]
    by_time = place.argsort()
    size = len(place) // (FOLDS + 1)
    if size:
        for fold in torch.split(by_time[len(place) - FOLDS * size :], size):
            yield int(place[fold[0]]), fold


def _held_out_losses(
    answers: Sequence[CountedReview], history: Packed, folds: Sequence[tuple[int, Tensor]], strength: float
) -> Tensor:
    """The loss of each held-out recall under weights that were fitted to the answers before its fold."""
    found, weights = [], DEFAULT_WEIGHTS
    for start, fold in folds:
        weights = fit(answers[:start], strength, near=weights)
        with torch.no_grad():
            found.append(losses(torch.tensor(weights, dtype=torch.float64), history)[fold])
    return torch.cat(found)
