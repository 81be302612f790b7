"""Closed forms of data and generalisation."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import mean, pvariance

from tests.curriculum.closed_forms import closed_form

Numbers = Sequence[float]

# --- training, validation and test set -------------------------------------------------------------------------


@closed_form("train-valid-test", "gap")
def _gap(valid: list[int], test: list[int]) -> int:
    return max(test) - max(zip(valid, test, strict=True))[1]


@closed_form("train-valid-test", "accuracy")
def _accuracy(c: int) -> float:
    return 1 / c


@closed_form("train-valid-test", "models")
def _models(c: int, m: int) -> int:
    return int(c**m)


# --- overfitting -----------------------------------------------------------------------------------------------


@closed_form("overfitting", "distance")
def _distance(n: int, j: int, e: int) -> float:
    return float(abs(e) * math.comb(n, j))


@closed_form("overfitting", "enough")
def _enough(x: list[int]) -> int:
    return len(set(x)) - 1


@closed_form("overfitting", "rest")
def _rest(a: int, b: int) -> float:
    return (a - b) ** 2 / 2


# --- bias and variance -----------------------------------------------------------------------------------------


@closed_form("bias-variance", "bias_at_the_end")
def _bias_at_the_end(a: int, n: int) -> float:
    return -a * (n - 1) / 2


@closed_form("bias-variance", "variance_at_the_end")
def _variance_at_the_end(n: int, repeat: int, s: int) -> float:
    return s**2 / (n * repeat)


@closed_form("bias-variance", "gain")
def _gain(votes: list[int]) -> float:
    return float(pvariance(votes))


# --- early stopping --------------------------------------------------------------------------------------------


def stopped(early: list[int], late: list[int], p: int) -> tuple[int, int]:
    """The epoch that is kept and the number of epochs run, found from the last time that the best value fell."""
    losses = sorted(early)[::-1] + late
    for run in range(1, len(losses) + 1):
        best = losses.index(min(losses[:run]))
        if run - 1 - best == p:
            return best, run
    return losses.index(min(losses)), len(losses)


@closed_form("early-stopping", "kept")
def _kept(early: list[int], late: list[int], p: int) -> int:
    return stopped(early, late, p)[0]


@closed_form("early-stopping", "epochs")
def _epochs(early: list[int], late: list[int], p: int) -> int:
    return stopped(early, late, p)[1]


@closed_form("early-stopping", "loss_kept")
def _loss_kept(losses: list[int], margin: int) -> int:
    kept = losses[0]
    for loss in losses:
        kept = loss if kept - loss > margin else kept
    return kept


# --- weight decay, L1 and L2 -----------------------------------------------------------------------------------


@closed_form("weight-decay", "idle_weight")
def _idle_weight(w0: int, lr: float, decay: float, steps: int) -> float:
    return w0 * (1 - lr * decay) ** steps


@closed_form("weight-decay", "rest")
def _balance(a: int, decay: float) -> float:
    return a / (1 + decay)


@closed_form("weight-decay", "printed_loss")
def _printed_loss(w0: int, y: int) -> float:
    return (y - w0) ** 2 / 2


@closed_form("weight-decay", "after")
def _after(w0: int, y: int, decay: float) -> float:
    return (1 - 0.1 * decay) * w0 + 0.1 * (y - w0)


@closed_form("l1-vs-l2", "zeros")
def _zeros(a: list[float], strength: float) -> int:
    return sum(-strength <= each <= strength for each in a)


@closed_form("l1-vs-l2", "survivor")
def _survivor(a: list[float], strength: float) -> float:
    return a[-1] - math.copysign(strength, a[-1])


@closed_form("l1-vs-l2", "twin")
def _twin(a: int, strength: int) -> float:
    return a / (2 + strength)


# --- cross-validation ------------------------------------------------------------------------------------------


@closed_form("cross-validation", "fits_in_all")
def _fits_in_all(k: int, settings: int) -> int:
    return settings * k + 1


@closed_form("cross-validation", "seen_by_each")
def _seen_by_each(size: int, k: int) -> int:
    return size * k - size


@closed_form("cross-validation", "used_for_fitting")
def _used_for_fitting(k: int, settings: int) -> int:
    return settings * (k - 1)


@closed_form("cross-validation", "worst")
def _worst(y: list[int]) -> float:
    return max(abs(each - mean(y)) for each in y) * len(y) / (len(y) - 1)


# --- standardising and leakage ---------------------------------------------------------------------------------


@closed_form("standardise", "z_of_new")
def _z_of_new(low: int, high: int, new: int) -> float:
    return (2 * new - low - high) / (high - low)


@closed_form("standardise", "second")
def _second(base: list[int], factor: int) -> float:
    low, *_, second, high = sorted(base)
    return (second - low) / (high * factor - low)


@closed_form("standardise", "step")
def _step(weight: int, sd: int) -> float:
    return weight / sd


@closed_form("data-leakage", "largest")
def _largest(train: list[int], test: list[int]) -> float:
    return (max(test) - min(train)) / (max(train) - min(train))


@closed_form("data-leakage", "shared")
def _shared(width: int, stride: int) -> int:
    return math.ceil(width / stride) - 1


@closed_form("data-leakage", "hits")
def _hits(c: int, m: int, leak: int) -> float:
    return (leak + (m - leak) / c) / m


# --- confusion matrix, precision and recall --------------------------------------------------------------------


@closed_form("confusion-matrix", "missed")
def _missed(true: list[int], predicted: list[int], k: int) -> int:
    return true.count(k) - Counter(zip(true, predicted, strict=True))[k, k]


@closed_form("confusion-matrix", "false_alarms")
def _false_alarms(true: list[int], predicted: list[int], k: int) -> int:
    return predicted.count(k) - Counter(zip(true, predicted, strict=True))[k, k]


@closed_form("confusion-matrix", "gain")
def _more_right(n: int, percent: int, alarms: int) -> int:
    return n * percent // 100 - alarms


@closed_form("precision-recall", "precision_of")
def _precision(tp: int, fp: int) -> float:
    return tp / (tp + fp)


@closed_form("precision-recall", "recall_of")
def _recall(tp: int, fn: int) -> float:
    return tp / (tp + fn)


@closed_form("precision-recall", "f1_of")
def _f1(tp: int, fp: int, fn: int) -> float:
    return 2 * tp / (2 * tp + fp + fn)


@closed_form("precision-recall", "cost")
def _cost(scores: Numbers, positives: int, up: float) -> float:
    return sum(0.3 < each < up for each in scores[:positives]) / positives


# --- ROC -------------------------------------------------------------------------------------------------------


@closed_form("roc-auc", "auc_of")
def _auc(pos: list[int], neg: list[int]) -> float:
    return mean((p > n) + (p == n) / 2 for p in pos for n in neg)


@closed_form("roc-auc", "auc_after")
def _auc_after(pos: list[int], neg: list[int], change: str) -> float:
    share = sum(p > n for p in pos for n in neg) / 9
    return 1 - share if change == "neg" else share


@closed_form("roc-auc", "right_alarms")
def _right_alarms(positives: int, negatives: int, tpr: float, fpr: float) -> float:
    return 1 / (1 + fpr * negatives / (tpr * positives))


# --- calibration -----------------------------------------------------------------------------------------------


@closed_form("calibration", "error")
def _calibration_error(sizes: list[int], right: list[int], conf: Numbers) -> float:
    return sum(n * abs(r / 10 - p) for n, r, p in zip(sizes, right, conf, strict=True)) / sum(sizes)


@closed_form("calibration", "confidence")
def _confidence(odds: list[int], T: float) -> float:
    cooled = [each ** (1 / T) for each in (*odds, 1)]
    return float(max(cooled) / sum(cooled))


@closed_form("calibration", "times")
def _times(percent: int, conf: float) -> float:
    return percent / (100 - 100 * conf)


# --- accuracy against loss -------------------------------------------------------------------------------------


@closed_form("accuracy-vs-loss", "right_answers")
def _right_answers(before: list[int], after: list[int]) -> int:
    return after.count(0) - before.count(0)


@closed_form("accuracy-vs-loss", "mean_loss")
def _mean_loss(before: list[int], after: list[int]) -> float:
    return (sum(after) - sum(before)) / len(after)


@closed_form("accuracy-vs-loss", "loss_with_blunder")
def _loss_with_blunder(n: int, bits: int) -> float:
    return (n - 1 + bits) / n


@closed_form("accuracy-vs-loss", "rise")
def _rise(z: list[int], d: float) -> float:
    return sum(0 < -each < d for each in z) / len(z)


# --- class imbalance -------------------------------------------------------------------------------------------


@closed_form("class-imbalance", "loss")
def _weighted_loss(targets: list[int], weight: int, easy: int, hard: int) -> float:
    positive, negative = weight * sum(targets), len(targets) - sum(targets)
    return (positive * hard + negative * easy) / (positive + negative)


@closed_form("class-imbalance", "best_constant")
def _best_constant(positives: int, negatives: int, k: int) -> float:
    return k * positives / (k * positives + negatives)


@closed_form("class-imbalance", "balanced_accuracy")
def _balanced_accuracy(right: list[int]) -> float:
    return sum(right) / 20


# --- label smoothing -------------------------------------------------------------------------------------------


@closed_form("label-smoothing", "target_of_true")
def _target_of_true(K: int, eps: float) -> float:
    return 1 - eps * (K - 1) / K


@closed_form("label-smoothing", "gradient_of_true")
def _gradient_of_true(K: int, eps: float) -> float:
    return -(1 - eps) * (K - 1) / K


@closed_form("label-smoothing", "gradient_of_other")
def _gradient_of_other(K: int, eps: float) -> float:
    return (1 - eps) / K


@closed_form("label-smoothing", "times_as_likely")
def _times_as_likely(K: int, eps: float) -> float:
    return 1 + K / eps - K


# --- missing values --------------------------------------------------------------------------------------------


@closed_form("missing-values", "factor")
def _factor(seen: list[int], gaps: int) -> float:
    return len(seen) / (len(seen) + gaps)


@closed_form("missing-values", "mean_with_zeros")
def _mean_with_zeros(seen: list[int], gaps: int) -> float:
    return sum(seen) / (len(seen) + gaps)


@closed_form("missing-values", "complete_count")
def _complete_count(blocks: int, every: list[int]) -> int:
    a, b = every
    return sum(bool(i % a and i % b) for i in range(blocks * a * b))


@closed_form("missing-values", "nans")
def _nans(n: int, m: int, p: int, gap_in: str) -> int:
    return m + p if gap_in == "x" else n + n * p


# --- hyperparameter search -------------------------------------------------------------------------------------


@closed_form("hyperparameter-search", "runs")
def _runs(g: int, d: int, seeds: int) -> int:
    return int(g**d * seeds)


@closed_form("hyperparameter-search", "more_values")
def _more_values(g: int, d: int, seeds: int) -> int:
    return int(g**d * seeds - g)


@closed_form("hyperparameter-search", "below")
def _below(low: int, top: int, a: int, n: int) -> int:
    return n * (a - low) // (top - low)


@closed_form("hyperparameter-search", "spent_in_all")
def _spent_in_all(n: int, keep: int, first: int) -> int:
    return first * n * round(math.log(n, keep))


# --- seeds -----------------------------------------------------------------------------------------------------


@closed_form("seeds-and-significance", "error")
def _standard_error(low: int, high: int, seeds: int) -> float:
    return (high - low) / (2 * math.sqrt(seeds))


@closed_form("seeds-and-significance", "chance")
def _chance(n: int, lost: int) -> float:
    return sum(math.comb(n, each) for each in range(lost + 1)) * 0.5**n


@closed_form("seeds-and-significance", "place")
def _place(i: int, extra: int, j: int) -> int:
    return i + extra + j


@closed_form("seeds-and-significance", "needed_seeds")
def _needed_seeds(bar: float, seeds: int, wanted: float) -> int:
    return seeds * round(bar / wanted) ** 2


# --- Simpson's paradox -----------------------------------------------------------------------------------------


@closed_form("simpsons-paradox", "ahead")
def _ahead(easy_a: int, easy_b: int, lead: int, drop: int) -> float:
    return drop * (easy_b - easy_a) / 1000 - lead / 10


@closed_form("simpsons-paradox", "rate_of_a")
def _rate_of_a(easy_a: int, best: float, drop: int) -> float:
    return best - drop * (100 - easy_a) / 1000


@closed_form("simpsons-paradox", "fair_gap")
def _fair_gap(easy: int, lead: list[int]) -> float:
    return (easy * lead[0] + (100 - easy) * lead[1]) / 1000


@closed_form("simpsons-paradox", "slope_of_all")
def _slope_of_all(s: int, t: int) -> float:
    return (1 + s * t) / (1 + s * s)
