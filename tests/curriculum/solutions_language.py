"""Second solutions of the tasks about language modelling and decoding."""

from __future__ import annotations

from itertools import groupby, pairwise

import torch
from torch import Tensor

from tests.curriculum.solutions import solution

Beam = tuple[float, list[int]]


@solution("bpe", "most_frequent_pair")
def _sorted_pairs(words: list[list[str]], counts: list[int]) -> tuple[str, str]:
    total: dict[tuple[str, str], int] = {}
    for word, n in zip(words, counts, strict=True):
        for pair in pairwise(word):
            total[pair] = total.get(pair, 0) + n
    most = max(total.values())
    return sorted(pair for pair, n in total.items() if n == most)[0]


@solution("perplexity", "perplexity_of")
def _product_of_powers(losses: Tensor, tokens: Tensor) -> Tensor:
    share = tokens / tokens.sum()
    return torch.prod(losses.exp() ** share)


@solution("padding-ignore-index", "masked_mean")
def _joined(per_token: Tensor, lens: Tensor) -> Tensor:
    rows = [row[: int(length)] for row, length in zip(per_token, lens, strict=True)]
    return torch.cat(rows).mean()


@solution("sampling-temperature", "pick")
def _by_searching(logits: Tensor, T: float, u: float) -> int:
    if not T:
        return max(range(len(logits)), key=lambda i: float(logits[i]))
    left = u
    for i, p in enumerate(torch.softmax(logits / T, 0).tolist()):
        left -= p
        if left < 0:
            return i
    return len(logits) - 1


@solution("top-k-top-p", "top_p")
def _one_after_the_other(p: Tensor, top: float) -> Tensor:
    out, total = torch.zeros_like(p), 0.0
    for i in sorted(range(len(p)), key=lambda i: -float(p[i])):
        out[i] = p[i]
        total += float(p[i])
        if total >= top:
            break
    return out / total


@solution("beam-search", "beam_step")
def _by_topk(beams: list[Beam], logp: list[list[float]], width: int) -> list[Beam]:
    table = torch.tensor([[score] for score, _ in beams], dtype=torch.float64)
    table = table + torch.tensor([logp[tokens[-1]] for _, tokens in beams], dtype=torch.float64)
    best = table.flatten().topk(min(width, table.numel()))
    V = table.shape[1]
    places = zip(best.values.tolist(), best.indices.tolist(), strict=True)
    return [(score, [*beams[place // V][1], place % V]) for score, place in places]


@solution("bleu", "clipped_precision")
def _by_crossing_out(translation: list[str], reference: list[str], n: int) -> float:
    left = [reference[i : i + n] for i in range(len(reference) - n + 1)]
    given = [translation[i : i + n] for i in range(len(translation) - n + 1)]
    hits = 0
    for gram in given:
        if gram in left:
            left.remove(gram)
            hits += 1
    return hits / len(given)


@solution("skip-gram-negative-sampling", "sgns_loss")
def _as_binary_cross_entropy(u: Tensor, v: Tensor, noise: Tensor) -> Tensor:
    scores = torch.cat([v[None], noise]) @ u
    labels = torch.zeros(len(scores))
    labels[0] = 1
    return torch.nn.functional.binary_cross_entropy_with_logits(scores, labels, reduction="sum")


@solution("ctc-collapse", "ctc_collapse")
def _by_groups(path: list[str]) -> list[str]:
    return [label for label, _ in groupby(path) if label != "-"]


@solution("teacher-forcing", "decoder_inputs")
def _rolled(target: Tensor, start: int) -> Tensor:
    inputs = target.roll(1, dims=1)
    inputs[:, 0] = start
    return inputs


@solution("glove-cooccurrence", "cooccurrence")
def _all_pairs_of_places(text: list[int], window: int, V: int) -> Tensor:
    x = torch.zeros(V, V)
    for i, one in enumerate(text):
        for j, other in enumerate(text):
            if 0 < abs(i - j) <= window:
                x[one, other] += 1 / abs(i - j)
    return x
