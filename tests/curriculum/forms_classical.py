"""Closed forms of classical machine learning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]
Points = Sequence[Sequence[int]]


def dot(a: Numbers, b: Numbers) -> float:
    """The sum of the products."""
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def sigmoid(z: float) -> float:
    """1 / (1 + e^−z)."""
    return 1 / (1 + math.exp(-z))


# --- linear regression and losses --------------------------------------------------------------------------------


@closed_form("linear-regression", "slope")
def _slope(y: list[int]) -> float:
    return (y[2] - y[0]) / 2


@closed_form("linear-regression", "bias")
def _bias(y: list[int]) -> float:
    return sum(y) / 3


@closed_form("linear-regression", "w_after")
def _w_after(x: list[int], y: list[int], lr: float) -> float:
    return 2 * lr * dot(x, y) / 3


@closed_form("linear-regression", "shared_weight")
def _shared_weight(a: int, k: int) -> float:
    return a / k


@closed_form("linear-regression", "factor")
def _factor(x: list[int], lr: float) -> float:
    return 1 - lr * dot(x, x)


@closed_form("mse-vs-mae", "constant")
def _constant(y: list[int], far: int, loss: str) -> float:
    values = [*y, far]
    return sum(values) / 5 if loss == "square" else float(median(values))


@closed_form("mse-vs-mae", "times")
def _times(errors: list[int], far: int) -> float:
    return (sum(errors) + far) / 2


@closed_form("mse-vs-mae", "huber_pull")
def _huber_pull(errors: list[int], far: int, delta: int) -> float:
    return float(sum(min(error, delta) for error in [*errors, far]))


@closed_form("mse-vs-mae", "best_quantile")
def _best_quantile(y: list[int], q: float) -> int:
    return sorted(y)[int(9 * q)]


# --- two classes -------------------------------------------------------------------------------------------------


@closed_form("logistic-regression", "probability")
def _probability(w: int, b: int, base: int, x: int) -> float:
    return sigmoid((w * x + b) * math.log(base))


@closed_form("logistic-regression", "odds_ratio")
def _odds_ratio(w: int, base: int) -> float:
    return math.pow(base, w)


@closed_form("logistic-regression", "crossing")
def _crossing(w: int, b: int) -> float:
    return -b / w


@closed_form("logistic-regression", "w_after")
def _w_after_log_loss(x: list[int], y: list[int], lr: float) -> float:
    return lr * (dot(x, y) - sum(x) / 2) / 4


@closed_form("bce-with-logits", "exp_of_loss")
def _exp_of_loss(odds: int, sign: int, y: int) -> float:
    return 1.0 + odds if (sign > 0) != bool(y) else 1 + 1 / odds


@closed_form("bce-with-logits", "loss_of_perfect")
def _loss_of_perfect(positives: int, negatives: int) -> float:
    return positives * math.log1p(math.exp(-1)) + negatives * math.log(2)


@closed_form("bce-with-logits", "weighted_bits")
def _weighted_bits(bits: list[int], y: list[int], weight: int) -> float:
    return sum(bits) / 4 + (weight - 1) * dot(bits, y) / 4


@closed_form("bce-with-logits", "grad")
def _grad(odds: int, sign: int, y: int, n: int) -> float:
    return (sigmoid(sign * math.log(odds)) - y) / n


@closed_form("bce-with-logits", "safe")
def _safe(z: list[int], y: list[int]) -> float:
    return sum(max(score, 0) - score * label for score, label in zip(z, y, strict=True)) / 3


def learned(points: Points, labels: list[int]) -> tuple[list[float], int]:
    """The perceptron's weights after one pass from 0, and the number of its mistakes."""
    moves: list[tuple[int, Sequence[int]]] = []
    for x, y in zip(points, labels, strict=True):
        if sum(sign * dot(x, moved) for sign, moved in moves) * y <= 0:
            moves.append((y, x))
    return [sum(sign * moved[axis] for sign, moved in moves) for axis in (0, 1)], len(moves)


@closed_form("perceptron", "first_weight")
def _first_weight(points: Points, labels: list[int]) -> int:
    return int(learned(points, labels)[0][0])


@closed_form("perceptron", "updates")
def _updates(points: Points, labels: list[int]) -> int:
    return learned(points, labels)[1]


@closed_form("perceptron", "needed")
def _needed(x: list[int], y: int, start: list[int]) -> int:
    return math.floor(-y * dot(x, start) / dot(x, x)) + 1


def hinge(s: Numbers, y: Numbers) -> list[float]:
    """The hinge loss of each score."""
    return [max(0.0, 1 - label * score) for score, label in zip(s, y, strict=True)]


@closed_form("svm-margin", "loss")
def _loss(s: list[float], y: list[int]) -> float:
    return math.fsum(hinge(s, y))


@closed_form("svm-margin", "idle")
def _idle(s: list[float], y: list[int]) -> int:
    return hinge(s, y).count(0)


@closed_form("svm-margin", "border")
def _border(neg: list[int], pos: list[int]) -> float:
    return (max(neg) + min(pos)) / 2


@closed_form("svm-margin", "weight")
def _weight(neg: list[int], pos: list[int]) -> float:
    return 2 / (min(pos) - max(neg))


@closed_form("svm-margin", "shift")
def _shift(pos: list[int], which: int, by: int) -> float:
    moved = [place + by * (i == which) for i, place in enumerate(pos)]
    return (min(moved) - min(pos)) / 2


# --- neighbours and clusters -------------------------------------------------------------------------------------


@closed_form("knn", "votes")
def _votes(xs: list[int], labels: list[int], new: int, k: int) -> int:
    ranked = sorted(zip(xs, labels, strict=True), key=lambda pair: abs(pair[0] - new))
    return sum(label for _, label in ranked[:k])


PLACES = (0.0, 1.0, 2.1, 3.3, 4.6, 6.0, 7.5)


@closed_form("knn", "mistakes")
def _mistakes(labels: list[int], k: int) -> int:
    wrong = 0
    for i, place in enumerate(PLACES):
        ranked = sorted((j for j in range(7) if j != i), key=lambda j: abs(PLACES[j] - place))
        wrong += (sum(labels[j] for j in ranked[:k]) > k / 2) != bool(labels[i])
    return wrong


@closed_form("knn", "nearest")
def _nearest(points: Points, factor: float) -> int:
    decides = 1 if factor > 1 else 0
    return min(range(4), key=lambda i: points[i][decides])


def two_means(x: list[int], start: Numbers) -> tuple[list[float], list[float]]:
    """The centres after one round of k-means, and the members of group 0."""
    border = sum(start) / 2
    low, high = [v for v in x if v < border], [v for v in x if v > border]
    first, second = (low, high) if start[0] < start[1] else (high, low)
    return [sum(first) / len(first), sum(second) / len(second)], [float(v) for v in first]


@closed_form("k-means", "centre")
def _centre(x: list[int], start: list[int]) -> float:
    return two_means(x, start)[0][0]


@closed_form("k-means", "size")
def _size(x: list[int], start: list[int]) -> int:
    centres: Numbers = start
    for _ in range(8):
        centres, members = two_means(x, centres)
    return len(members)


@closed_form("k-means", "cost")
def _cost(w: int, h: int, start: str) -> float:
    return 4.0 * (w if start == "left and right" else h) ** 2


@closed_form("pca", "share")
def _share(a: int, b: int) -> float:
    return max(a, b) ** 2 / (a**2 + b**2)


@closed_form("pca", "slope")
def _pca_slope(a: int, b: int, direction: tuple[int, int]) -> float:
    across, up = direction
    return up / across if a > b else -across / up


@closed_form("pca", "error")
def _error(a: int, b: int) -> float:
    return min(a, b) ** 2 / 2


# --- trees and ensembles -----------------------------------------------------------------------------------------


@closed_form("decision-tree", "after")
def _after(left: list[int], right: list[int]) -> float:
    return 2 * left[0] * left[1] / sum(left) / (sum(left) + sum(right))


@closed_form("decision-tree", "entropy_left")
def _entropy_left(pure: int, mixed: int, classes: int) -> float:
    return mixed * math.log2(classes) / (pure + mixed)


@closed_form("decision-tree", "splits")
def _splits(a: list[int], b: list[int]) -> int:
    return len(set(a)) + len(set(b)) - 2


@closed_form("bagging", "out_of_bag")
def _out_of_bag(n: int, trees: int) -> float:
    return trees * math.pow((n - 1) / n, n)


@closed_form("bagging", "variance")
def _variance(trees: int, shared: int, own: int) -> float:
    return shared**2 + own**2 / trees


@closed_form("bagging", "correlation")
def _correlation(shared: int, own: int) -> float:
    return shared**2 / (shared**2 + own**2)


@closed_form("bagging", "rightly")
def _rightly(percent: int, questions: int) -> float:
    p = percent / 100
    return questions * p * p * (3 - 2 * p)


@closed_form("boosting", "weight_of_wrong")
def _weight_of_wrong(wrong: int) -> float:
    return 1 / (2 * wrong)


@closed_form("boosting", "weight_ratio")
def _weight_ratio(n: int, wrong: int) -> float:
    return (n - wrong) / wrong


@closed_form("boosting", "prediction")
def _prediction(y: list[int], rate: float, rounds: int) -> float:
    return (y[0] + y[1]) / 2 * (1 - math.pow(1 - rate, rounds))


@closed_form("boosting", "left")
def _left(y: list[int], rate: float, rounds: int) -> float:
    return (y[0] + y[1]) * math.pow(1 - rate, rounds)


# --- naive Bayes -------------------------------------------------------------------------------------------------


@closed_form("naive-bayes", "odds")
def _odds(prior: list[int], word: list[int], copies: int) -> float:
    return prior[0] / prior[1] * math.pow(word[0] / word[1], copies)


@closed_form("naive-bayes", "odds_of_both")
def _odds_of_both(seen: list[int], absent: list[int]) -> float:
    return seen[0] * (10 - absent[0]) / (seen[1] * (10 - absent[1]))


@closed_form("naive-bayes", "smoothed")
def _smoothed(counts: list[int], unseen: int, i: int) -> float:
    count = counts[i] if i < len(counts) else 0
    return (count + 1) / (sum(counts) + len(counts) + unseen)


@closed_form("naive-bayes", "odds_after")
def _odds_after(ratio: int, n: list[int], V: int, count: int) -> float:
    return ratio * (n[1] + V) / (n[0] + V) / (count + 1)
