"""Closed forms of probability and linear algebra."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import pvariance

from tests.curriculum.closed_forms import closed_form

Rows = Sequence[Sequence[int]]

# --- matrices ----------------------------------------------------------------------------------------------------


@closed_form("matrix-product", "entry")
def _entry(a: Rows, b: Rows, i: int, k: int) -> int:
    return a[i][0] * b[0][k] + a[i][1] * b[1][k]


@closed_form("matrix-product", "multiplications")
def _multiplications(m: int, n: int, p: int, first: str) -> int:
    return m * p * (n + 1) if first == "A @ B" else n * (p + m)


@closed_form("matrix-product", "entries")
def _entries(m: int, p: int, rows: int, cols: int) -> int:
    return m * p - (m - rows) * (p - cols)


@closed_form("matrix-product", "shape")
def _shape(b: int, m: int, p: int) -> tuple[int, ...]:
    return b, p, m


@closed_form("matrix-rank", "rank")
def _rank(a: int, b: int, r: int, more: int) -> int:
    return min(a, b, r + more)


@closed_form("matrix-rank", "lost")
def _lost(n: int, r: int, m: int) -> int:
    return n - min(n, r, m)


@closed_form("matrix-rank", "rank_of_features")
def _rank_of_features(columns: list[int]) -> int:
    return len(set(columns))


# --- expectation and variance ------------------------------------------------------------------------------------


@closed_form("expectation-variance", "variance")
def _variance(values: list[int], a: int) -> float:
    return a**2 * (values[0] - values[1]) ** 2 / 4


@closed_form("expectation-variance", "variance_of_pairs")
def _variance_of_pairs(s: int, t: int, c: int) -> float:
    return float(s**2 + c**2 * t**2)


@closed_form("expectation-variance", "second_moment")
def _second_moment(mean: int, sd: int) -> float:
    return float(mean**2 + sd**2)


@closed_form("expectation-variance", "variance_of_sum")
def _variance_of_sum(values: list[int], n: int) -> float:
    return n * float(pvariance(values))


@closed_form("expectation-variance", "deviation_of_mean")
def _deviation_of_mean(values: list[int], n: int) -> float:
    return math.sqrt(pvariance(values) / n)


# --- the Gaussian ------------------------------------------------------------------------------------------------


@closed_form("gaussian", "height")
def _height(sd: float) -> float:
    return 1 / (sd * math.sqrt(2 * math.pi))


@closed_form("gaussian", "fall")
def _fall(k: float) -> float:
    return k**2 / 2


@closed_form("gaussian", "deviation")
def _deviation(sd: tuple[int, int]) -> float:
    return math.hypot(*sd)


@closed_form("gaussian", "count")
def _count(n: int, low: int, high: int) -> float:
    return n * (math.erf(high / math.sqrt(2)) - math.erf(low / math.sqrt(2))) / 2


# --- inference ---------------------------------------------------------------------------------------------------


@closed_form("bayes-rule", "share_ill")
def _share_ill(ill: int, well: int, hit: float, alarm: float) -> float:
    return 1 / (1 + well * alarm / (ill * hit))


@closed_form("bayes-rule", "after_tests")
def _after_tests(prior: int, ratio: int, tests: int) -> float:
    return 1 / (1 + prior * math.pow(ratio, -tests))


@closed_form("bayes-rule", "odds")
def _odds(red: list[int], seen: list[str]) -> float:
    reds, blues = seen.count("red"), seen.count("blue")
    return float((red[0] / red[1]) ** reds * ((10 - red[0]) / (10 - red[1])) ** blues)


@closed_form("maximum-likelihood", "mle")
def _mle(heads: int, tails: int) -> float:
    return heads / (heads + tails)


@closed_form("maximum-likelihood", "most_probable")
def _most_probable(heads: int, tails: int, a: int) -> float:
    return (heads + a) / (heads + tails + 2 * a)


@closed_form("maximum-likelihood", "best_variance")
def _best_variance(gap: int) -> float:
    return gap**2 / 4


@closed_form("maximum-likelihood", "times")
def _times(heads: int, tails: int, p: float) -> float:
    return float((2 * p) ** heads * (2 - 2 * p) ** tails)


# --- entropy and softmax -----------------------------------------------------------------------------------------


def mean_length(weights: list[int], lengths: list[int]) -> float:
    """The mean code length in bits when a symbol of weight 2⁻ʷ has this length."""
    return sum(length * math.pow(2, -weight) for weight, length in zip(weights, lengths, strict=True))


@closed_form("entropy-kl", "cross")
def _cross(a: list[int], b: list[int]) -> float:
    return mean_length(a, b)


@closed_form("entropy-kl", "bits")
def _bits(a: list[int], b: list[int]) -> float:
    return mean_length(a, b) - mean_length(a, a)


@closed_form("entropy-kl", "course_of_the_entropy")
def _course_of_the_entropy(a: float, b: float) -> str:
    if (a - 0.5) * (b - 0.5) < 0:
        return "rises, then falls"
    return "rises" if abs(b - 0.5) < abs(a - 0.5) else "falls"


@closed_form("entropy-kl", "entropy_of_pair")
def _entropy_of_pair(k: int, extra: int) -> float:
    return float(k + extra)


@closed_form("softmax-temperature", "ratio")
def _ratio(odds: int, T: float) -> float:
    return float(odds ** (1 / T))


@closed_form("softmax-temperature", "first")
def _first(odds: int, T: float) -> float:
    return 1 / (1 + 2 * math.pow(odds, -1 / T))


@closed_form("softmax-temperature", "as_it_warms")
def _as_it_warms(z: list[int], i: int) -> str:
    if z[i] == max(z):
        return "falls"
    return "rises" if z[i] < sum(z) / len(z) else "rises, then falls"


@closed_form("softmax-temperature", "largest")
def _largest(z: list[int], T: float) -> float:
    return 1 / (len(z) if T > 1 else z.count(max(z)))
