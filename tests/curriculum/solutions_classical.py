"""Second solutions of the tasks about classical machine learning."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("linear-regression", "gradient")
def _mean_over_examples(X: Tensor, w: Tensor, y: Tensor) -> Tensor:
    return (2 * ((X * w).sum(dim=1) - y)[:, None] * X).mean(dim=0)


@solution("mse-vs-mae", "huber")
def _square_and_line(e: Tensor, delta: float) -> Tensor:
    near = e.abs().clamp(max=delta)
    return (near**2 / 2 + delta * (e.abs() - near)).mean()


@solution("logistic-regression", "gradient")
def _both_classes_apart(X: Tensor, w: Tensor, y: Tensor) -> Tensor:
    pulls = [
        torch.sigmoid(x @ w) * x if label == 0 else -torch.sigmoid(-(x @ w)) * x for x, label in zip(X, y, strict=True)
    ]
    return torch.stack(pulls).mean(dim=0)


@solution("bce-with-logits", "bce")
def _softplus(z: Tensor, y: Tensor) -> Tensor:
    return functional.softplus(torch.where(y == 1, -z, z)).mean()


@solution("perceptron", "update")
def _as_a_product(w: Tensor, x: Tensor, y: int) -> Tensor:
    mistake = torch.sum(w * x) * y <= 0
    return w + float(mistake) * y * x


@solution("knn", "knn")
def _topk_and_count(X: Tensor, y: Tensor, x: Tensor, k: int) -> int:
    near = torch.cdist(X, x[None])[:, 0].topk(k, largest=False).indices
    return int(2 * int(y[near].sum()) > k)


@solution("svm-margin", "hinge")
def _relu(s: Tensor, y: Tensor) -> Tensor:
    return functional.relu(1 - s * y).sum() / len(s)


@solution("decision-tree", "gain")
def _by_counting(y: Tensor, left: Tensor) -> Tensor:
    def mixed(labels: Tensor) -> float:
        ones = int(labels.sum())
        return 2 * ones * (len(labels) - ones) / len(labels)

    return torch.tensor((mixed(y) - mixed(y[left]) - mixed(y[~left])) / len(y))


@solution("bagging", "out_of_bag_means")
def _weighted_by_absence(y: Tensor, picks: Tensor) -> Tensor:
    absent = functional.one_hot(picks, len(y)).sum(dim=1) == 0
    return (absent * y).sum(dim=1) / absent.sum(dim=1)


@solution("boosting", "reweigh")
def _half_each(w: Tensor, wrong: Tensor) -> Tensor:
    return torch.where(wrong, w / w[wrong].sum(), w / w[~wrong].sum()) / 2


@solution("naive-bayes", "word_probabilities")
def _row_by_row(counts: Tensor) -> Tensor:
    return torch.stack([(row + 1) / (row.sum() + len(row)) for row in counts])


@solution("k-means", "lloyd_step")
def _point_by_point(X: Tensor, C: Tensor) -> Tensor:
    groups: list[list[Tensor]] = [[] for _ in C]
    for x in X:
        groups[int((C - x).square().sum(dim=1).argmin())].append(x)
    return torch.stack([torch.stack(group).mean(dim=0) if group else c for group, c in zip(groups, C, strict=True)])


@solution("pca", "reconstruct")
def _by_eigenvectors(X: Tensor, k: int) -> Tensor:
    centred = X - X.mean(dim=0)
    vectors = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -k:]
    return torch.addmm(X.mean(dim=0), centred @ vectors, vectors.T)
