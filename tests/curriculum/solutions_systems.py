"""Second solutions of the tasks about precision and systems."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


@solution("half-precision", "scaled_step")
def _guarded(w: Tensor, g: Tensor, S: float, lr: float) -> tuple[Tensor, float]:
    if torch.isnan(g).any() or torch.isinf(g).any():
        return w.clone(), S * 0.5
    return w.sub(g / S, alpha=lr), S


@solution("quantise-int8", "fake_quantise")
def _through_integers(x: Tensor) -> Tensor:
    largest = max(x.max().item(), -x.min().item())
    q = torch.round(x * 127 / largest).to(torch.int8)
    return q.float() * largest / 127


@solution("pruning", "prune_rows")
def _without_the_smallest(W: Tensor, keep: int) -> Tensor:
    order = (W**2).sum(dim=1).argsort()
    kept = torch.ones(len(W), dtype=torch.bool)
    kept[order[: len(W) - keep]] = False
    return W[kept]


@solution("roofline", "reachable")
def _by_times(m: int, n: int, p: int, size: int, peak: float, bandwidth: float) -> float:
    operations = 2 * m * n * p
    computing = operations / peak
    moving = size * (m * n + n * p + m * p) / bandwidth
    return operations / max(computing, moving)
