"""Second solutions of the tasks about graphs."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


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


# --- graphs as matrices -------------------------------------------------------------------------------------------


@solution("graph-adjacency", "laplacian")
def _edge_by_edge(edges: Tensor, n: int) -> Tensor:
    L = torch.zeros(n, n)
    for u, v in edges.tolist():
        difference = torch.zeros(n)
        difference[u], difference[v] = 1, -1
        L += torch.outer(difference, difference)
    return L


@solution("gcn-layer", "gcn")
def _scaled_twice(A: Tensor, X: Tensor, W: Tensor) -> Tensor:
    scale = (A.sum(1) + 1).rsqrt()[:, None]
    scaled = scale * (X @ W)
    return scale * (A @ scaled + scaled)


@solution("gnn-oversmoothing", "smooth")
def _mean_of_rows(A: Tensor, X: Tensor, K: int) -> Tensor:
    for _ in range(K):
        X = torch.stack([torch.cat([X[i : i + 1], X[A[i] > 0]]).mean(0) for i in range(len(X))])
    return X


@solution("gnn-symmetry", "renumber")
def _by_a_permutation_matrix(A: Tensor, X: Tensor, order: Tensor) -> tuple[Tensor, Tensor]:
    P = torch.eye(len(order))[order]
    return P @ A @ P.T, P @ X


@solution("rnn-as-chain-graph", "states_by_messages")
def _rolled(x: Tensor, w: float) -> Tensor:
    h = torch.zeros_like(x)
    for _ in x:
        h = x + w * torch.cat([torch.zeros(1), h[:-1]])
    return h


# --- agents -------------------------------------------------------------------------------------------------------


@solution("mas-consensus", "consensus")
def _by_differences(x: Tensor, A: Tensor, eps: float) -> Tensor:
    return x + eps * (A * (x[None, :] - x[:, None])).sum(1)


@solution("consensus-speed", "connectivity")
def _by_general_eigenvalues(A: Tensor) -> Tensor:
    values: Tensor = torch.linalg.eigvals(A.sum(1).diag_embed() - A).real
    return values.sort().values[1]


@solution("mas-leader", "follow")
def _agent_by_agent(x: Tensor, A: Tensor, stubborn: Tensor) -> Tensor:
    return torch.stack([x[i] if stubborn[i] else x[A[i] > 0].mean() for i in range(len(x))])


@solution("mas-game", "equilibria")
def _by_regret(first: list[list[int]], second: list[list[int]]) -> list[tuple[int, int]]:
    columns = [list(column) for column in zip(*first, strict=True)]
    return [
        (a, b)
        for a, row in enumerate(second)
        for b in range(len(row))
        if first[a][b] >= max(columns[b]) and second[a][b] >= max(row)
    ]
