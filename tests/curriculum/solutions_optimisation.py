"""Second solutions of the tasks about optimisation."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from tests.curriculum.solutions import solution


@solution("lr-schedules", "cosine_lr")
def _by_the_half_angle(step: float, total: float, peak: float, floor: float) -> float:
    return floor + (peak - floor) * math.cos(math.pi * step / total / 2) ** 2


@solution("lr-warmup", "warmup_then_linear")
def _lower_of_two_lines(t: int, W: int, T: int) -> float:
    return min(t / W, (T - t) / (T - W))


@solution("rmsprop-adagrad", "adagrad_step")
def _by_division(w: Tensor, g: Tensor, s: Tensor, lr: float) -> tuple[Tensor, Tensor]:
    s = torch.addcmul(s, g, g)
    return w - lr * g * torch.rsqrt(s), s


@solution("adamw-vs-l2", "adamw_first_step")
def _shrink_first(w: Tensor, g: Tensor, lr: float, decay: float) -> Tensor:
    shrunk = w - lr * decay * w
    return shrunk - lr * (g / g.square().add(1e-16).sqrt())


@solution("gradient-clipping", "clip_by_norm")
def _by_pytorch(grads: Sequence[Tensor], c: float) -> list[Tensor]:
    parameters = [nn.Parameter(torch.zeros_like(g)) for g in grads]
    for parameter, g in zip(parameters, grads, strict=True):
        parameter.grad = g.clone()
    nn.utils.clip_grad_norm_(parameters, c)
    return [parameter.grad for parameter in parameters if parameter.grad is not None]


@solution("ema-weights", "ema_update")
def _by_interpolation(ema: Sequence[Tensor], weights: Sequence[Tensor], d: float) -> list[Tensor]:
    return [torch.lerp(e, w, 1 - d) for e, w in zip(ema, weights, strict=True)]


@solution("gradient-check", "numeric_grad")
def _entry_by_entry(f: Callable[[Tensor], Tensor], x: Tensor, h: float) -> Tensor:
    found = []
    for place in range(len(x)):
        above, below = x.clone(), x.clone()
        above[place] += h
        below[place] -= h
        found.append(float(f(above) - f(below)) / (2 * h))
    return torch.tensor(found, dtype=x.dtype)
