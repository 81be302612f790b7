"""Second solutions of the tasks about words as vectors and attention."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


@solution("one-hot", "one_hot")
def _rows_of_the_identity(ids: Tensor, V: int) -> Tensor:
    return torch.eye(V)[ids]


@solution("embedding", "table_gradient")
def _use_by_use(ids: Tensor, grad: Tensor, V: int) -> Tensor:
    table = torch.zeros(V, grad.shape[1])
    for i, row in zip(ids.tolist(), grad, strict=True):
        table[i] += row
    return table


@solution("vector-similarity", "cosines")
def _divided_afterwards(a: Tensor, b: Tensor) -> Tensor:
    lengths = torch.outer(a.square().sum(1).sqrt(), b.square().sum(1).sqrt())
    return torch.where(lengths > 0, a @ b.T / lengths, 0)


@solution("attention-weights", "soft_lookup")
def _by_the_largest_score(q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    scores = (keys * q).sum(1)
    shares = (scores - scores.max()).exp()
    return (shares[:, None] * values).sum(0) / shares.sum()


@solution("scaled-dot-product", "attention")
def _by_einsum(Q: Tensor, K: Tensor, V: Tensor) -> Tensor:
    scores = torch.einsum("...md,...nd->...mn", Q / math.sqrt(Q.shape[-1]), K)
    shares = (scores - scores.logsumexp(-1, keepdim=True)).exp()
    return torch.einsum("...mn,...nv->...mv", shares, V)


@solution("euclidean-vs-dot", "distance_attention")
def _without_the_length_of_the_query(q: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    scores = keys @ q - keys.square().sum(1) / 2
    return scores.softmax(0) @ values


@solution("multi-head-attention", "split_heads")
def _by_chunks(x: Tensor, h: int) -> Tensor:
    return torch.stack(x.chunk(h, dim=2), dim=1)


@solution("multi-head-attention", "join_heads")
def _side_by_side(x: Tensor) -> Tensor:
    return torch.cat(list(x.unbind(1)), dim=-1)


@solution("attention-mask", "causal_weights")
def _row_by_row(scores: Tensor) -> Tensor:
    weights = torch.zeros_like(scores)
    for i in range(scores.shape[-1]):
        weights[..., i, : i + 1] = scores[..., i, : i + 1].softmax(-1)
    return weights


@solution("positional-encoding", "sinusoids")
def _number_by_number(T: int, d: int) -> Tensor:
    rows = [[(math.cos if j % 2 else math.sin)(pos / 10000 ** ((j - j % 2) / d)) for j in range(d)] for pos in range(T)]
    return torch.tensor(rows)


@solution("additive-attention", "additive_scores")
def _key_by_key(q: Tensor, keys: Tensor, Wq: Tensor, Wk: Tensor, v: Tensor) -> Tensor:
    return torch.stack([torch.dot(v, torch.tanh(Wq.mv(q) + Wk.mv(key))) for key in keys])
