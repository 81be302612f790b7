"""Second solutions of the tasks about training on features and in parts."""

from __future__ import annotations

import torch
from torch import Tensor

from tests.curriculum.solutions import solution


@solution("feature-collapse", "spread")
def _from_deviations(features: Tensor) -> Tensor:
    deviations = features - features.mean(dim=0)
    variances: Tensor = deviations.square().sum(dim=0) / (len(features) - 1)
    spread: Tensor = variances.sqrt().mean()
    return spread


@solution("feature-regression", "copy_error")
def _by_eigenvalues(features: Tensor, r: int) -> Tensor:
    smallest_first: Tensor = torch.linalg.eigvalsh(features.T @ features / len(features))
    dropped: Tensor = smallest_first[: len(smallest_first) - r].clamp(min=0)
    return dropped.sum()


@solution("knowledge-distillation", "student_loss")
def _term_by_term(student: Tensor, teacher: Tensor, labels: Tensor, T: float, a: float) -> Tensor:
    log_q, log_p = (torch.log_softmax(logits / T, dim=1) for logits in (teacher, student))
    divergence = (log_q.exp() * (log_q - log_p)).sum(dim=1)
    right = torch.log_softmax(student, dim=1)[torch.arange(len(labels)), labels]
    return (a * T * T * divergence - (1 - a) * right).mean()


@solution("microbatch", "accumulated")
def _by_the_formula(w: Tensor, x: Tensor, y: Tensor, size: int) -> Tensor:
    gradient = torch.zeros_like(w)
    for start in range(0, len(x), size):
        part = slice(start, start + size)
        gradient += 2 * x[part].T @ (x[part] @ w - y[part])
    return gradient / len(x)


@solution("staged-training", "sgd_step")
def _by_the_optimizer(w: Tensor, grad: Tensor | None, lr: float, decay: float) -> Tensor:
    weight = torch.nn.Parameter(w.clone())
    weight.grad = grad
    torch.optim.SGD([weight], lr=lr, weight_decay=decay).step()
    return weight.detach()
