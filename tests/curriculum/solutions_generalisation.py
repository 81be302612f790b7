"""Second solutions of the tasks about data and generalisation."""

from __future__ import annotations

from itertools import product
from statistics import fmean

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("train-valid-test", "report")
def _by_sorting(valid: Tensor, test: Tensor) -> Tensor:
    return test[valid.argsort()[-1]]


@solution("bias-variance", "decompose")
def _from_the_moments(predictions: Tensor, truth: float) -> tuple[Tensor, Tensor]:
    middle = predictions.sum() / len(predictions)
    return (truth - middle).square(), ((predictions - middle) ** 2).sum() / len(predictions)


@solution("early-stopping", "stop_epoch")
def _counting_the_wait(losses: list[float], p: int) -> tuple[int, int]:
    lowest, kept, waited = float("inf"), 0, 0
    for run, loss in enumerate(losses, start=1):
        if loss < lowest:
            lowest, kept, waited = loss, run - 1, 0
        else:
            waited += 1
        if waited >= p:
            return kept, run
    return kept, len(losses)


@solution("weight-decay", "step")
def _shrink_then_step(w: Tensor, grad: Tensor, lr: float, decay: float) -> Tensor:
    return (1 - lr * decay) * w - lr * grad


@solution("l1-vs-l2", "soft")
def _softshrink(a: Tensor, strength: float) -> Tensor:
    return functional.softshrink(a, strength)


@solution("cross-validation", "fold_indices")
def _by_splitting(n: int, k: int, i: int) -> tuple[Tensor, Tensor]:
    folds = list(torch.arange(n).split(n // k))
    held_out = folds.pop(i)
    return torch.cat(folds), held_out


@solution("cross-validation", "fold_indices")
def _in_lists(n: int, k: int, i: int) -> tuple[list[int], range]:
    held_out = range(i * n // k, (i + 1) * n // k)
    return [each for each in range(n) if each not in held_out], held_out


@solution("standardise", "standardise")
def _centred_first(X: Tensor) -> Tensor:
    centred = X - X.mean(dim=0, keepdim=True)
    return centred / centred.square().mean(dim=0).sqrt()


@solution("data-leakage", "scale")
def _with_amin(train: Tensor, test: Tensor) -> tuple[Tensor, ...]:
    low, width = train.amin(dim=0), train.amax(dim=0) - train.amin(dim=0)
    return tuple((part - low) / width for part in (train, test))


@solution("confusion-matrix", "confusion")
def _pair_by_pair(true: Tensor, predicted: Tensor, c: int) -> Tensor:
    counts = torch.zeros(c, c, dtype=torch.long)
    for t, p in zip(true, predicted, strict=True):
        counts[t, p] += 1
    return counts


@solution("precision-recall", "f1")
def _harmonic_mean(tp: int, fp: int, fn: int) -> float:
    if tp == 0:
        return 0.0
    precision, recall = tp / (tp + fp), tp / (tp + fn)
    return 2 * precision * recall / (precision + recall)


@solution("roc-auc", "auc")
def _pair_after_pair(pos: Tensor, neg: Tensor) -> Tensor:
    return torch.tensor(fmean(1.0 * (p > n) + 0.5 * (p == n) for p, n in product(pos.tolist(), neg.tolist())))


@solution("calibration", "ece")
def _by_sums(bins: Tensor, conf: Tensor, correct: Tensor, B: int) -> Tensor:
    gap = torch.zeros(B).index_add(0, bins, correct - conf)
    return gap.abs().sum() / len(bins)


@solution("class-imbalance", "weighted_nll")
def _share_by_share(p: Tensor, y: Tensor, w: Tensor) -> Tensor:
    share = w[y] / w[y].sum()
    return -(share * torch.log(p)).sum()


@solution("label-smoothing", "smooth")
def _by_scatter(y: Tensor, K: int, eps: float) -> Tensor:
    targets = torch.full((len(y), K), eps / K)
    return targets.scatter(1, y[:, None], 1 - eps + eps / K)


@solution("missing-values", "fill")
def _column_by_column(train: Tensor, test: Tensor) -> tuple[Tensor, ...]:
    filled = train.clone(), test.clone()
    for column in range(train.shape[1]):
        seen = train[:, column]
        middle = seen[~seen.isnan()].mean()
        for part in filled:
            part[part[:, column].isnan(), column] = middle
    return filled
