"""Second solutions of the tasks about graphs."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.concepts.solutions import solution


@solution("gat", "gat_weights")
def _node_by_node(scores: Tensor, A: Tensor) -> Tensor:
    alpha = torch.zeros_like(scores)
    for i, near in enumerate(A.bool()):
        raw = scores[i, near]
        alpha[i, near] = torch.softmax(torch.maximum(raw, raw / 5), dim=0)
    return alpha


@solution("gin-multiset", "gin")
def _with_loops(h: Tensor, A: Tensor, eps: float) -> Tensor:
    return (A + (1 + eps) * torch.eye(len(A))) @ h


@solution("link-prediction-leak", "training_adjacency")
def _by_subtraction(A: Tensor, held_out: Tensor) -> Tensor:
    removed = torch.zeros_like(A)
    for i, j in held_out.tolist():
        removed[i, j] = removed[j, i] = 1
    return A * (1 - removed)
