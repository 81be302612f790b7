"""Closed forms of the Transformers since 2018."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]


# --- decoder-only, BERT, shifted labels ------------------------------------------------------------------------


@closed_form("decoder-only", "reached")
def _reached(T: int, at: int) -> int:
    return T - at


@closed_form("decoder-only", "cross_parameters")
def _cross_parameters(d: int, L: int) -> int:
    return L * (4 * d * d + 6 * d)


@closed_form("decoder-only", "allowed_pairs")
def _allowed_pairs(prompt: int, answer: int) -> int:
    return prompt**2 + sum(range(prompt + 1, prompt + answer + 1))


def chosen_tokens(n: int, rate: float) -> int:
    """How many tokens of a text BERT is asked for."""
    return round(n * rate)


@closed_form("bert-masking", "targets")
def _targets(n: int, rate: float) -> int:
    return chosen_tokens(n, rate)


@closed_form("bert-masking", "masks")
def _masks(n: int, rate: float) -> int:
    return round(8 * chosen_tokens(n, rate) / 10)


@closed_form("bert-masking", "learned_from")
def _learned_from(tokens: int, share: float, texts: int) -> int:
    return round(texts * tokens * share)


@closed_form("next-token-shift", "label_and_token")
def _label_and_token(text: Sequence[int], i: int) -> int:
    return text[i] + text[i + 1]


@closed_form("next-token-shift", "visible_sum")
def _visible_sum(text: Sequence[int], i: int) -> int:
    return sum(text[k] for k in range(i + 1))


@closed_form("next-token-shift", "loss_count")
def _loss_count(B: int, n: int) -> int:
    return B * (n - 1)


@closed_form("next-token-shift", "piece_count")
def _piece_count(N: int, T: int, overlapping: bool) -> int:
    return N - T if overlapping else (N - 1) // T


# --- patches ---------------------------------------------------------------------------------------------------


@closed_form("vit-patches", "tokens")
def _tokens(H: int, W: int, P: int, d: int) -> tuple[int, ...]:
    return 1, 1 + (H // P) * (W // P), d


@closed_form("vit-patches", "scores")
def _scores(H: int, W: int, P: int) -> int:
    return (1 + H * W // P**2) ** 2


@closed_form("vit-patches", "weights")
def _patch_weights(P: int, d: int) -> int:
    return 3 * P * P * d


# --- positions -------------------------------------------------------------------------------------------------


@closed_form("rope", "score")
def _score(m: int, n: int, deg: int, length: float) -> float:
    return length * math.cos(math.radians(deg * (m - n)))


@closed_form("rope", "times_as_fast")
def _times_as_fast(d: int, base: float) -> float:
    return math.exp(2 * math.log(base) / d)


@closed_form("rope", "different_scores")
def _different_scores(T: int, apart: int) -> int:
    return 2 * T - 1 if apart else T


@closed_form("alibi", "bias")
def _bias(H: int, h: int, i: int, j: int) -> float:
    return (j - i) * math.exp2(-8 * h / H)


@closed_form("alibi", "head_start")
def _head_start(k: int, near: int, far: int) -> float:
    return (far - near) * 0.5**k


@closed_form("alibi", "row_sum")
def _row_sum(T: int, k: int) -> float:
    return -T * (T - 1) / 2 * 0.5**k


# --- norms and feed-forward ------------------------------------------------------------------------------------


@closed_form("rmsnorm", "first")
def _first(x: Numbers) -> float:
    return 2 * x[0] / math.hypot(*x)


@closed_form("rmsnorm", "mean")
def _mean(x: Numbers) -> float:
    return sum(x) / (2 * math.hypot(*x))


@closed_form("rmsnorm", "norm_parameters")
def _norm_parameters(d: int, L: int, kind: str) -> int:
    return (2 * L + 1) * d * (2 if kind == "LayerNorm" else 1)


@closed_form("pre-post-norm", "first")
def _stream_first(center: int, spread: Numbers, kind: str) -> float:
    deviation = math.hypot(*spread) / 2
    return round(center + spread[0] if kind == "pre" else spread[0] / deviation, 3)


@closed_form("pre-post-norm", "stream_variance")
def _stream_variance(L: int, s: float) -> float:
    return 1 + L * s


@closed_form("pre-post-norm", "skip_gradient")
def _skip_gradient(L: int, s: float, c: float) -> float:
    return c * math.exp(-L / 2 * math.log1p(s))


@closed_form("pre-post-norm", "share_of_branch")
def _share_of_branch(k: int, s: float) -> float:
    return s / (1 + k * s)


@closed_form("swiglu", "hidden_sum")
def _hidden_sum(gate: Numbers, value: Numbers) -> float:
    return math.fsum(g * v for g, v in zip(gate, value, strict=True) if g > 0)


@closed_form("swiglu", "width")
def _width(d: int, f: int) -> int:
    return 2 * f * d // 3


@closed_form("swiglu", "weights")
def _swiglu_weights(d: int, h: int) -> int:
    return 3 * d * h


# --- attention that costs less ---------------------------------------------------------------------------------


@closed_form("gqa-kv-bytes", "cache_bytes")
def _cache_bytes(L: int, G: int, d: int, T: int, dtype: str) -> int:
    return 2 * L * G * d * T * {"float16": 2, "float32": 4}[dtype]


@closed_form("gqa-kv-bytes", "key_head")
def _key_head(H: int, G: int, h: int) -> int:
    return h * G // H


@closed_form("gqa-kv-bytes", "weights")
def _gqa_weights(H: int, G: int, d: int) -> int:
    return 2 * H * d * d * (H + G)


@closed_form("gqa-kv-bytes", "score_count")
def _score_count(H: int, T: int) -> int:
    return H * T * T


@closed_form("flash-attention", "result")
def _result(e: Numbers, v: Numbers) -> float:
    return sum(a * b for a, b in zip(e, v, strict=True)) / sum(e)


@closed_form("flash-attention", "norm_at_the_end")
def _norm_at_the_end(e: Numbers) -> float:
    return sum(e) / max(e)


@closed_form("flash-attention", "scores_saved")
def _scores_saved(T: int, B: int, heads: int) -> int:
    return heads * (T - B) * (T + B)


# --- experts, scaling, tying -----------------------------------------------------------------------------------


@closed_form("moe-routing", "mixed")
def _mixed(odds: Numbers, y: Numbers) -> float:
    (first, a), (second, b) = sorted(zip(odds, y, strict=True), reverse=True)[:2]
    return (first * a + second * b) / (first + second)


@closed_form("moe-routing", "active")
def _active(d: int, E: int, k: int, L: int) -> int:
    return L * d * (E + 8 * k * d)


@closed_form("moe-routing", "dropped")
def _dropped(chosen: Sequence[int], capacity: int) -> int:
    return sum(max(0, chosen.count(expert) - capacity) for expert in range(3))


@closed_form("scaling-laws", "training")
def _training(N: int, D: int) -> int:
    return 6 * N * D


@closed_form("scaling-laws", "best_tokens")
def _best_tokens(factor: int, N: int, tokens_each: int) -> float:
    return float(tokens_each * N * math.isqrt(factor))


@closed_form("scaling-laws", "loss")
def _loss(alpha: float, factor: int, floor: float, A: float) -> float:
    root = math.isqrt(factor)
    return floor + A / (math.isqrt(root) if alpha == 0.25 else root)


@closed_form("scaling-laws", "use_share")
def _use_share(N: int, tokens_each: int, answers: int) -> float:
    return answers / (3 * tokens_each * N)


@closed_form("weight-tying", "trained")
def _trained(V: int, d: int, tie: str) -> int:
    return V * d if tie == "assign" else 2 * V * d


@closed_form("weight-tying", "moved_rows")
def _moved_rows(V: int, used: int, tie: bool) -> int:
    return V if tie else V + used


@closed_form("weight-tying", "entry_gradient")
def _entry_gradient(g: int, x: list[int], tie: list[bool]) -> float:
    return float(g + sum(each * tied for each, tied in zip(x, tie, strict=True)))
