"""Closed forms of representation learning without labels."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]


# --- contrastive -----------------------------------------------------------------------------------------------


@closed_form("infonce-simclr", "exp_loss")
def _exp_loss(w: Numbers) -> float:
    return sum(w) / w[0]


@closed_form("infonce-simclr", "collapsed")
def _collapsed(N: int, views: int) -> int:
    return views * N - 1


@closed_form("infonce-simclr", "negative")
def _negative(w: Numbers, tau: float) -> float:
    return w[0] / (tau * sum(w))


@closed_form("clip-loss", "both_find")
def _both_find(W: Sequence[Numbers]) -> float:
    return W[0][0] ** 2 / ((W[0][0] + W[0][1]) * (W[0][0] + W[1][0]))


@closed_form("clip-loss", "chosen_class")
def _chosen_class(cosine: Numbers) -> int:
    return min(range(4), key=lambda i: math.acos(cosine[i]))


@closed_form("clip-loss", "negatives")
def _negatives(N: int, gpus: int) -> int:
    return N * gpus * (N * gpus - 1)


# --- masked and self-predicting --------------------------------------------------------------------------------


def patches_seen(side: int, patch: int, ratio: float) -> int:
    """How many patches are left when the share `ratio` is removed."""
    n = (side // patch) ** 2
    return n - math.floor(n * ratio)


@closed_form("mae-masking", "seen")
def _seen(side: int, patch: int, ratio: float) -> int:
    return patches_seen(side, patch, ratio)


@closed_form("mae-masking", "scores_saved")
def _scores_saved(side: int, patch: int, ratio: float) -> int:
    n, seen = (side // patch) ** 2, patches_seen(side, patch, ratio)
    return (n - seen) * (n + seen)


@closed_form("mae-masking", "loss")
def _loss(error: Numbers, masked: Sequence[int]) -> float:
    painted = [e for e, m in zip(error, masked, strict=True) if m]
    return sum(painted) / len(painted)


@closed_form("stop-gradient-collapse", "goal")
def _goal(a: float, b: float, lr: float, k: int, stop: bool) -> float:
    return b if stop else (a + b) / 2 + (b - a) / 2 * math.pow(1 - 2 * lr, k)


@closed_form("stop-gradient-collapse", "teacher_weight")
def _teacher_weight(start: float, w: float, m: float, k: int) -> float:
    return w - (w - start) * math.pow(m, k)


@closed_form("stop-gradient-collapse", "shrunk")
def _shrunk(w: float, noise: float, lr: float, k: int) -> float:
    return w * math.pow(1 - 4 * lr * noise**2, k)
