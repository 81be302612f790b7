"""Closed forms of language modelling and decoding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]


# --- tokens ----------------------------------------------------------------------------------------------------


@closed_form("bpe", "first_merge")
def _first_merge(words: Sequence[str], n: Sequence[int]) -> int:
    def occurrences(pair: str) -> int:
        return sum(
            times * sum(word[i : i + 2] == pair for i in range(len(word))) for word, times in zip(words, n, strict=True)
        )

    return max(occurrences(a + b) for a in "abc" for b in "abc")


@closed_form("bpe", "tokens_left")
def _tokens_left(text: Sequence[str], pair: str) -> int:
    return len("".join(text).replace(pair, "·"))


@closed_form("bpe", "first_tokens")
def _first_tokens(text: Sequence[str]) -> int:
    return sum({"a": 1, "b": 1, "é": 2}.get(letter, 3) for letter in text)


# --- perplexity and padding ------------------------------------------------------------------------------------


@closed_form("perplexity", "ppl")
def _ppl(a: Numbers) -> float:
    return math.sqrt(a[0] * a[1])


@closed_form("perplexity", "together")
def _together(logs: Numbers, n: Numbers) -> float:
    return math.exp2((n[0] * logs[0] + n[1] * logs[1]) / sum(n))


@closed_form("perplexity", "smoothed")
def _smoothed(row: Numbers, s: int, j: int) -> float:
    return (row[j] + s) / (sum(row) + 4 * s)


@closed_form("padding-ignore-index", "mean_loss")
def _mean_loss(lens: Numbers, loss: Numbers) -> float:
    return (lens[0] * loss[0] + lens[1] * loss[1]) / sum(lens)


@closed_form("padding-ignore-index", "first_column")
def _first_column(labels: Sequence[int], V: int, reduction: str) -> float:
    real = len(labels) - labels.count(-100)
    return (real / V - labels.count(0)) / (real if reduction == "mean" else 1)


@closed_form("padding-ignore-index", "silent")
def _silent(labels: Sequence[int], V: int) -> int:
    return V * labels.count(-100)


# --- decoding --------------------------------------------------------------------------------------------------


@closed_form("sampling-temperature", "repeat")
def _repeat(c: Numbers) -> float:
    return sum(x * x * y * y for x in c for y in c) / 10**4


@closed_form("sampling-temperature", "text_odds")
def _text_odds(ratio: int, T: float, n: int) -> float:
    return math.exp(n * math.log(ratio) / T)


@closed_form("sampling-temperature", "greedy_text")
def _greedy_text(table: Sequence[Sequence[int]]) -> float:
    first = max(range(3), key=table[0].__getitem__)
    return table[0][first] * max(table[first]) / 100


def tokens_for(c: Sequence[int], top: float) -> int:
    """How many of the likeliest tokens are needed for the share `top` of the probability."""
    shares = sorted(c, reverse=True)
    return next(i for i in range(1, len(c) + 1) if sum(shares[:i]) >= sum(c) * top - 1e-6)


@closed_form("top-k-top-p", "kept")
def _kept(c: Sequence[int], top: float) -> int:
    return tokens_for(c, top)


@closed_form("top-k-top-p", "best_after")
def _best_after(c: Sequence[int], top: float) -> float:
    return max(c) / sum(sorted(c)[-tokens_for(c, top) :])


@closed_form("top-k-top-p", "top_k_share")
def _top_k_share(c: Sequence[int], k: int) -> float:
    return max(c) / sum(sorted(c)[-k:])


@closed_form("beam-search", "found")
def _found(first: Numbers, best: Numbers) -> float:
    return first[1] * best[1] / 200


@closed_form("beam-search", "scored")
def _scored(V: int, width: int, T: int) -> int:
    return V + (T - 1) * V * width


@closed_form("beam-search", "winner")
def _winner(s: Numbers, n: Numbers, alpha: float) -> int:
    return min(range(3), key=lambda i: math.log(s[i]) - alpha * math.log(n[i]))


# --- BLEU ------------------------------------------------------------------------------------------------------


@closed_form("bleu", "hits")
def _hits(reference: Sequence[str], translation: Sequence[str], n: int) -> int:
    def grams(words: Sequence[str]) -> list[tuple[str, ...]]:
        return [tuple(words[i : i + n]) for i in range(len(words) - n + 1)]

    known, given = grams(reference), grams(translation)
    return sum(min(known.count(gram), given.count(gram)) for gram in set(given))


@closed_form("bleu", "geometric_mean")
def _geometric_mean(p: Numbers) -> float:
    return math.sqrt(p[0] * p[1]) / 100


@closed_form("bleu", "log_penalty")
def _log_penalty(r: int, h: int) -> float:
    return 0.0 if h > r else (h - r) / h


# --- word vectors ----------------------------------------------------------------------------------------------


@closed_form("skip-gram-negative-sampling", "pairs")
def _pairs(n: int, window: int) -> int:
    return 2 * window * n - window * (window + 1)


@closed_form("skip-gram-negative-sampling", "exp_loss")
def _exp_loss(odds: float, noise: Numbers) -> float:
    return (1 + 1 / odds) * math.prod(1 + each for each in noise)


@closed_form("skip-gram-negative-sampling", "moved_numbers")
def _moved_numbers(k: int, d: int) -> int:
    return (k + 2) * d


@closed_form("skip-gram-negative-sampling", "noise_share")
def _noise_share(count: Sequence[int]) -> float:
    cubes = [math.isqrt(math.isqrt(each)) ** 3 for each in count]
    return float(cubes[0] / sum(cubes))


@closed_form("glove-cooccurrence", "term")
def _term(x: int, x_max: int, gap: float) -> float:
    return gap * gap if x > x_max else gap * gap / 8


@closed_form("glove-cooccurrence", "ratio_of_ratios")
def _ratio_of_ratios(ice: Numbers, steam: Numbers) -> float:
    return ice[0] * steam[1] / (steam[0] * ice[1])


@closed_form("glove-cooccurrence", "count")
def _count(near: Numbers) -> float:
    return math.fsum(1 / distance for distance in near)


# --- CTC and teacher forcing -----------------------------------------------------------------------------------


@closed_form("ctc-collapse", "letters")
def _letters(path: Sequence[str]) -> int:
    return sum(label != "-" for label, _ in groupby(path))


@closed_form("ctc-collapse", "probability")
def _probability(a: float, b: float) -> float:
    return a * a + 2 * a * (1 - a - b)


@closed_form("ctc-collapse", "frames_needed")
def _frames_needed(word: Sequence[int]) -> int:
    return len(word) + sum(word[i] == word[i - 1] for i in range(1, len(word)))


@closed_form("teacher-forcing", "fed")
def _fed(target: Sequence[int], step: int, forcing: bool) -> int:
    return sum(target[:3]) if forcing else 6 * step


@closed_form("teacher-forcing", "last_output")
def _last_output(target: Sequence[int], step: int, forcing: bool) -> int:
    return target[2] + step if forcing else 4 * step


@closed_form("teacher-forcing", "all_right")
def _all_right(p: Numbers) -> float:
    return p[0] * p[1] * p[2]


@closed_form("teacher-forcing", "wrong_second")
def _wrong_second(e: float, after: float) -> float:
    return e * (1 - e + after)
