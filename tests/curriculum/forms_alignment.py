"""Closed forms of adapting and aligning models."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]


# --- LoRA and prompts ------------------------------------------------------------------------------------------


@closed_form("lora", "trained")
def _trained(d: int, k: int, r: int) -> int:
    return r * (d + k)


@closed_form("lora", "first_gradients")
def _first_gradients(d: int, r: int) -> int:
    return d * r


@closed_form("lora", "rank")
def _rank(d: int, k: int, r: int, tasks: int) -> int:
    return min(d, k, tasks * r)


@closed_form("lora", "y")
def _y(w: int, a: int, b: int, alpha: int) -> float:
    return float(w + alpha * a * b)


@closed_form("prompt-tuning", "trained")
def _prompt_trained(d: int, n: int) -> int:
    return n * d


@closed_form("prompt-tuning", "score_count")
def _score_count(n: int, T: int) -> int:
    return n * n + 2 * n * T + T * T


@closed_form("prompt-tuning", "prefix_size")
def _prefix_size(layers: int, n: int, d: int) -> int:
    return 2 * layers * n * d


@closed_form("prompt-tuning", "prefix_scores")
def _prefix_scores(n: int, T: int) -> int:
    return n * T + T * T


# --- distillation ----------------------------------------------------------------------------------------------


@closed_form("distillation-gradient", "grad")
def _grad(a: float, b: float, T: float) -> float:
    return T * (a - b) / ((1 + a) * (1 + b))


@closed_form("distillation-gradient", "limit")
def _limit(z: Numbers, t: Numbers) -> float:
    def softmax(x: Numbers) -> list[float]:
        e = [math.exp(each / 1000) for each in x]
        return [each / sum(e) for each in e]

    return 1000 * (softmax(z)[0] - softmax(t)[0])


@closed_form("distillation-gradient", "least")
def _least(c: Sequence[int]) -> float:
    return math.log2(sum(c)) - sum(each * math.log2(each) for each in c) / sum(c)


# --- preferences -----------------------------------------------------------------------------------------------


@closed_form("reward-model", "preferred")
def _preferred(a: int, b: int) -> float:
    return a / (a + b)


@closed_form("reward-model", "a_over_c")
def _a_over_c(ab: float, bc: float) -> float:
    return 1 - 1 / (1 + ab * bc)


@closed_form("reward-model", "force")
def _force(s: Numbers, pairs: int) -> float:
    return pairs * s[1] / (s[0] + s[1])


@closed_form("dpo", "margin")
def _margin(policy: Numbers, reference: Numbers, beta: float) -> float:
    return beta * ((policy[0] - policy[1]) - (reference[0] - reference[1]))


@closed_form("dpo", "preference")
def _preference(c: int, r: int) -> float:
    return c / (c + r)


@closed_form("dpo", "first_gradient")
def _first_gradient(beta: float, pairs: int) -> float:
    return -beta * pairs / 2


# --- divergence ------------------------------------------------------------------------------------------------


def bits(a: Numbers, b: Numbers) -> float:
    """KL(p‖q) in bits of distributions whose probabilities are the powers 1/2 to the a and to the b."""
    return math.fsum((y - x) * math.exp2(-x) for x, y in zip(a, b, strict=True))


@closed_form("kl-direction", "divergence")
def _divergence(a: Numbers, b: Numbers) -> float:
    return bits(a, b)


@closed_form("kl-direction", "library")
def _library(a: Numbers, b: Numbers, rows: int, reduction: str) -> float:
    return bits(b, a) * (rows if reduction == "sum" else 1)


@closed_form("kl-direction", "mode_seeking")
def _mode_seeking(k: int, known: int, beta: float) -> float:
    return beta * math.log2(k / known)


# --- retrieval -------------------------------------------------------------------------------------------------


def relevance_by_rank(similarity: Sequence[int], relevant: Sequence[int]) -> list[int]:
    """Whether each passage is relevant, the most similar first."""
    return [flag for _, flag in sorted(zip(similarity, relevant, strict=True), reverse=True)]


@closed_form("retrieval-recall", "recall")
def _recall(similarity: Sequence[int], relevant: Sequence[int], k: int) -> float:
    return sum(relevance_by_rank(similarity, relevant)[:k]) / sum(relevant)


@closed_form("retrieval-recall", "reciprocal")
def _reciprocal(similarity: Sequence[int], relevant: Sequence[int]) -> float:
    return 1 / (1 + relevance_by_rank(similarity, relevant).index(1))


@closed_form("retrieval-recall", "pieces_of_text")
def _pieces_of_text(n: int, size: int, overlap: int) -> int:
    return 1 + math.ceil((n - size) / (size - overlap))
