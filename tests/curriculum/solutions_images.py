"""Second solutions of the tasks about convolutional networks."""

from __future__ import annotations

from itertools import pairwise

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("conv-output-size", "output_size")
def _by_counting(n: int, k: int, s: int, p: int, d: int) -> int:
    return len(range(-p, n + p - d * (k - 1), s))


@solution("convolution", "cross_correlate")
def _by_windows(image: Tensor, kernel: Tensor) -> Tensor:
    h, w = kernel.shape
    return torch.einsum("rcab,ab->rc", image.unfold(0, h, 1).unfold(1, w, 1), kernel)


@solution("convolution", "conv_by_unfold")
def _by_shifted_copies(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    k = weight.shape[-1]
    rows, columns = x.shape[2] - k + 1, x.shape[3] - k + 1
    y = bias.view(1, -1, 1, 1).expand(len(x), -1, rows, columns)
    for a in range(k):
        for b in range(k):
            y = y + torch.einsum("oc,nchw->nohw", weight[:, :, a, b], x[:, :, a : a + rows, b : b + columns])
    return y


@solution("conv-parameter-sharing", "ratio")
def _output_channels_cancelled(ci: int, co: int, k: int, h: int) -> float:
    return h * h * (1 + ci * h * h) / (1 + ci * k * k)


@solution("conv1x1", "pointwise")
def _by_summing_channels(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.einsum("oc,nchw->nohw", weight, x) + bias.view(-1, 1, 1)


@solution("pooling", "max_pool")
def _by_unfolding(image: Tensor, k: int) -> Tensor:
    return image.unfold(0, k, k).unfold(1, k, k).amax(dim=(2, 3))


@solution("pooling", "max_pool_backward")
def _by_autograd(image: Tensor, k: int, g: Tensor) -> Tensor:
    leaf = image.clone().requires_grad_()
    (grad,) = torch.autograd.grad(functional.max_pool2d(leaf[None], k)[0], leaf, g)
    return grad


@solution("receptive-field", "receptive_field")
def _from_the_last_layer(k: list[int], s: list[int], d: list[int]) -> int:
    seen = 1
    for size, stride, dilation in zip(reversed(k), reversed(s), reversed(d), strict=True):
        seen = (seen - 1) * stride + dilation * (size - 1) + 1
    return seen


@solution("depth-vs-width", "count_parameters")
def _with_a_constant_input(widths: list[int]) -> int:
    return sum((before + 1) * after for before, after in pairwise(widths))


@solution("projection-shortcut", "join")
def _by_picking_pixels(x: Tensor, y: Tensor, weight: Tensor, s: int) -> Tensor:
    shortcut = x if x.shape == y.shape else torch.einsum("oc,nchw->nohw", weight[:, :, 0, 0], x[:, :, ::s, ::s])
    return shortcut + y


@solution("residual-connection", "residual_block")
def _by_matrices(x: Tensor, W1: Tensor, b1: Tensor, W2: Tensor, b2: Tensor) -> Tensor:
    return (x @ W1.T + b1).clamp(min=0) @ W2.T + b2 + x


@solution("vanishing-gradient", "chain_slope")
def _by_the_exponential(weights: Tensor, x: Tensor) -> Tensor:
    slopes, y = [], x
    for w in weights:
        e = torch.exp(-w * y)
        slopes.append(w * e / (1 + e) ** 2)
        y = 1 / (1 + e)
    return torch.stack(slopes).prod()
