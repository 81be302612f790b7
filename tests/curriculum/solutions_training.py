"""Second solutions of the tasks about forward, backward and update."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution

Layer = tuple[Tensor, Tensor]


@solution("activation-functions", "sigmoid_backward")
def _by_autograd(y: Tensor, grad: Tensor) -> Tensor:
    x = torch.logit(y).requires_grad_()
    (found,) = torch.autograd.grad(torch.sigmoid(x), x, grad)
    return found


@solution("mlp-forward", "mlp")
def _with_torch(x: Tensor, layers: Sequence[Layer]) -> Tensor:
    for number, (weight, bias) in enumerate(layers):
        x = functional.linear(x if number == 0 else x.relu(), weight, bias)
    return x


@solution("backprop", "gradients")
def _recorded(x: Tensor, W1: Tensor, W2: Tensor, t: Tensor) -> tuple[Tensor, ...]:
    weights = W1.requires_grad_(), W2.requires_grad_()
    loss = (torch.tanh(x @ W1.T) @ W2.T - t).square().sum() / 2
    return torch.autograd.grad(loss, weights)


@solution("batch-norm", "batch_norm")
def _of_torch(x: Tensor, running_mean: Tensor, running_var: Tensor, training: bool) -> tuple[Tensor, Tensor, Tensor]:
    mean, var = running_mean.clone(), running_var.clone()
    return functional.batch_norm(x, mean, var, training=training), mean, var


@solution("layer-norm", "layer_norm")
def _layer_norm_of_torch(x: Tensor, gamma: Tensor, beta: Tensor) -> Tensor:
    return functional.layer_norm(x, x.shape[-1:], gamma, beta)


@solution("hidden-layer-lift", "xor")
def _network(u: Tensor, v: Tensor) -> Tensor:
    inputs = torch.stack([u, v], dim=1)
    hidden = functional.linear(inputs, torch.ones(2, 2), torch.tensor([0.0, -1.0])).relu()
    return hidden @ torch.tensor([1.0, -2.0])


@solution("softmax-cross-entropy", "softmax")
def _through_logs(z: Tensor) -> Tensor:
    return torch.exp(z - torch.logsumexp(z, dim=-1, keepdim=True))


@solution("softmax-cross-entropy", "cross_entropy")
def _negative_log_likelihood(logits: Tensor, k: Tensor) -> Tensor:
    chosen = torch.log_softmax(logits, dim=1).gather(1, k[:, None])
    return -chosen.sum() / len(k)


@solution("sgd-update", "descend")
def _powers(a: float, t: float, w: float, lr: float, steps: int) -> list[float]:
    return [t + (w - t) * (1 - lr * a) ** k for k in range(steps + 1)]


@solution("optimizer-state", "momentum_step")
def _from_the_old_velocity(w: Tensor, g: Tensor, v: Tensor, lr: float, mu: float) -> tuple[Tensor, Tensor]:
    return w - lr * g - lr * mu * v, torch.add(g, v, alpha=mu)


@solution("optimizer-state", "adam_step")
def _one_rate(w: Tensor, g: Tensor, m: Tensor, v: Tensor, t: int, lr: float) -> tuple[Tensor, Tensor, Tensor]:
    m, v = torch.lerp(m, g, 0.1), torch.lerp(v, g * g, 0.001)
    root = math.sqrt(1 - 0.999**t)
    return w - lr * root / (1 - 0.9**t) * m / (v.sqrt() + 1e-8 * root), m, v


@solution("weight-init", "kaiming_std")
def _of_a_weight(shape: Sequence[int]) -> float:
    return math.sqrt(2 / torch.empty(*shape)[0].numel())


@solution("forgetting-curve", "days_until")
def _to_the_base(R: float, S: float) -> float:
    return math.log(R, 0.9) * S
