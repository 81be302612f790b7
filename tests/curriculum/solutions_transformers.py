"""Second solutions of the tasks about encoder, decoder and Transformer."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("encoder-decoder", "decoder_states")
def _one_list(source: Tensor, target: Tensor, E: Tensor, D: Tensor) -> Tensor:
    states = [source.new_zeros(E.shape[0])]
    for matrix, rows in ((E, source), (D, target)):
        for row in rows:
            states.append((row + matrix.mv(states[-1])).tanh())
    return torch.stack(states[len(source) + 1 :])


@solution("cross-attention", "cross_attention")
def _by_torch(target: Tensor, memory: Tensor, Wq: Tensor, Wk: Tensor, Wv: Tensor) -> Tensor:
    return functional.scaled_dot_product_attention(target.matmul(Wq), memory.matmul(Wk), memory.matmul(Wv))


@solution("kv-cache", "cached_step")
def _last_row(q: Tensor, k: Tensor, v: Tensor, keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    keys, values = torch.vstack([keys, k]), torch.vstack([values, v])
    output = functional.scaled_dot_product_attention(q[None], keys, values)
    return output[0], keys, values


@solution("transformer-block", "block")
def _by_hand(x: Tensor, A: Tensor, B: Tensor) -> Tensor:
    weights = (x @ x.mT / x.shape[-1] ** 0.5).softmax(-1)
    y = _normed(x + weights @ x)
    return _normed(y + (y @ A).clamp(min=0) @ B)


def _normed(x: Tensor) -> Tensor:
    centred = x - x.mean(-1, keepdim=True)
    return centred / (centred.square().mean(-1, keepdim=True) + 1e-5).sqrt()
