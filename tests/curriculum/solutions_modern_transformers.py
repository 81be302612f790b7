"""Second solutions of the tasks about Transformers since 2018."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("decoder-only", "prefix_mask")
def _by_comparison(T: int, prompt: int) -> Tensor:
    i, j = torch.arange(T)[:, None], torch.arange(T)
    return (j <= i) | ((i < prompt) & (j < prompt))


@solution("bert-masking", "mask_tokens")
def _by_where(ids: Tensor, chosen: Tensor, mask_id: int) -> tuple[Tensor, Tensor]:
    return torch.where(chosen, mask_id, ids), torch.where(chosen, ids, -100)


@solution("next-token-shift", "inputs_and_labels")
def _while_there_is_a_label(text: list[int], T: int) -> list[tuple[list[int], list[int]]]:
    pieces = []
    while len(text) > T:
        pieces.append((text[:T], text[1 : T + 1]))
        text = text[T:]
    return pieces


@solution("vit-patches", "patchify")
def _by_unfold(image: Tensor, P: int) -> Tensor:
    return functional.unfold(image[None], kernel_size=P, stride=P)[0].mT


@solution("rope", "apply_rope")
def _as_complex_numbers(x: Tensor, theta: Tensor) -> Tensor:
    pairs = torch.view_as_complex(x.reshape(len(x), -1, 2))
    angle = torch.outer(torch.arange(len(x)).to(x.dtype), theta)
    return torch.view_as_real(pairs * torch.exp(1j * angle)).flatten(1)


@solution("alibi", "alibi_bias")
def _head_by_head(H: int, T: int) -> Tensor:
    rows = [[[(j - i) * 2.0 ** (-8 * h / H) for j in range(T)] for i in range(T)] for h in range(1, H + 1)]
    return torch.tensor(rows)


@solution("rmsnorm", "rms_norm")
def _by_the_norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    mean_square = x.square().sum(-1) / x.shape[-1]
    return x * torch.rsqrt(mean_square + eps)[..., None] * weight


@solution("pre-post-norm", "pre_norm_block")
def _one_branch_after_the_other(x: Tensor, A: Tensor, B: Tensor) -> Tensor:
    for W in (A, B):
        std = (x.var(-1, correction=0, keepdim=True) + 1e-5).sqrt()
        x = x + torch.tanh((x - x.mean(-1, keepdim=True)) / std @ W)
    return x


@solution("swiglu", "swiglu")
def _by_einsum(x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
    z = torch.einsum("nd,dh->nh", x, gate)
    return torch.einsum("nh,nd,dh,hk->nk", z * z.sigmoid(), x, up, down)


@solution("gqa-kv-bytes", "grouped_attention")
def _group_by_group(queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    groups = queries.chunk(len(keys))
    pairs = zip(groups, keys, values, strict=True)
    return torch.cat(
        [
            functional.scaled_dot_product_attention(q, k.expand(len(q), -1, -1), v.expand(len(q), -1, -1))
            for q, k, v in pairs
        ]
    )


@solution("flash-attention", "online_softmax")
def _in_two_passes(s: Tensor, block: int) -> tuple[Tensor, Tensor]:
    maxima = [part.max() for part in s.split(block)]
    sums = [(part - m).exp().sum() for part, m in zip(s.split(block), maxima, strict=True)]
    top = torch.stack(maxima).max()
    return top, (torch.stack(sums) * (torch.stack(maxima) - top).exp()).sum()


@solution("moe-routing", "moe")
def _with_a_mask(x: Tensor, router: Tensor, outputs: Tensor, k: int) -> Tensor:
    scores = router @ x
    shut = scores < scores.sort().values[-k]
    return outputs.mT @ scores.masked_fill(shut, -torch.inf).softmax(0)
