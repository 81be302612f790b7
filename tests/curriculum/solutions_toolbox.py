"""Second solutions of the tasks about the PyTorch toolbox: gradients, data, modules and modes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("chain-rule", "slope_of_chain")
def _by_autograd(ks: Sequence[float], x: float) -> float:
    leaf = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    y = leaf
    for k in ks:
        y = k * y * y / 2
    (slope,) = torch.autograd.grad(y, leaf)
    return slope.item()


@solution("dataloader-batching", "batches_of")
def _one_by_one(data: Sequence[int], B: int, drop_last: bool) -> list[list[int]]:
    found: list[list[int]] = []
    for place, each in enumerate(data):
        if place % B == 0:
            found.append([])
        found[-1].append(each)
    if drop_last and found and len(found[-1]) < B:
        found.pop()
    return found


@solution("dataset-protocol", "samples")
def _by_target(x: Sequence[int], T: int) -> list[tuple[Sequence[int], int]]:
    return [(x[place - T : place], target) for place, target in enumerate(x) if place >= T]


@solution("grad-accumulation", "full_gradient")
def _of_the_whole(w: Tensor, x: Tensor, t: Tensor, B: int) -> Tensor:
    leaf = w.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(functional.mse_loss(x @ leaf, t), leaf)
    return gradient


@solution("module-parameters", "mlp_parameters")
def _built(widths: Sequence[int]) -> int:
    model = nn.Sequential(*(nn.Linear(i, o) for i, o in pairwise(widths)))
    return sum(p.numel() for p in model.parameters())


@solution("tensor-broadcasting", "mse")
def _of_torch(prediction: Tensor, target: Tensor) -> Tensor:
    return functional.mse_loss(prediction, target[:, None])


@solution("tensorboard-scalars", "smooth")
def _by_the_formula(values: Sequence[float], w: float) -> list[float]:
    line = []
    for j in range(len(values)):
        weights = [w ** (j - i) for i in range(j + 1)]
        line.append(sum(a * v for a, v in zip(weights, values, strict=False)) / sum(weights))
    return line


@solution("train-eval-mode", "dropout")
def _by_choice(x: Tensor, keep: Tensor, p: float, training: bool) -> Tensor:
    return torch.where(keep, x / (1 - p), torch.zeros_like(x)) if training else x


@solution("transform-pipeline", "normalize")
def _channel_by_channel(image: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    channels = zip(image.float(), mean, std, strict=True)
    return torch.stack([(channel / 255 - m) / s for channel, m, s in channels])
