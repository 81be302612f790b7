"""Second solutions of the tasks about vision."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from tests.curriculum.solutions import solution


@solution("grouped-conv", "grouped")
def _one_dense_kernel_with_zeros(x: Tensor, weight: Tensor, g: int) -> Tensor:
    dense = torch.zeros(len(weight), x.shape[1], *weight.shape[2:])
    outputs, inputs = len(weight) // g, x.shape[1] // g
    for i in range(g):
        rows = slice(i * outputs, (i + 1) * outputs)
        dense[rows, i * inputs : (i + 1) * inputs] = weight[rows]
    return functional.conv2d(x, dense)


@solution("flops-vs-parameters", "conv_macs")
def _position_by_position(c: int, d: int, k: int, n: int, s: int, p: int) -> int:
    stops = len(range(-p, n + p - k + 1, s))
    return stops * stops * (d * c * k**2)


@solution("squeeze-excite", "squeeze_excite")
def _by_einsum(x: Tensor, down: Tensor, up: Tensor) -> Tensor:
    hidden = torch.einsum("nchw,rc->nr", x, down) / x[0, 0].numel()
    gate = 1 / (1 + torch.exp(-functional.linear(hidden.clamp(min=0), up)))
    return torch.einsum("nchw,nc->nchw", x, gate)


@solution("transposed-overlap", "spread")
def _place_by_place(x: Tensor, kernel: Tensor, s: int) -> Tensor:
    y = torch.zeros((len(x) - 1) * s + len(kernel))
    for i, value in enumerate(x):
        for j, weight in enumerate(kernel):
            y[i * s + j] += value * weight
    return y


@solution("iou", "iou")
def _by_counting_cells(a: list[int], b: list[int]) -> float:
    def cells(box: list[int]) -> set[tuple[int, int]]:
        return {(x, y) for x in range(box[0], box[2]) for y in range(box[1], box[3])}

    return len(cells(a) & cells(b)) / len(cells(a) | cells(b))


@solution("anchors", "anchor_boxes")
def _height_from_the_area(x: int, y: int, size: int, ratios: Tensor) -> Tensor:
    height = (size**2 / ratios) ** 0.5
    half = torch.stack([ratios * height, height], dim=1) / 2
    centre = torch.tensor([x, y])
    return torch.cat([centre - half, centre + half], dim=1)


@solution("nms", "nms")
def _crossing_out(scores: Tensor, overlap: Tensor, threshold: float) -> list[int]:
    left, kept = scores.argsort(descending=True).tolist(), []
    while left:
        kept.append(left.pop(0))
        left = [i for i in left if overlap[i, kept[-1]] <= threshold]
    return kept


@solution("average-precision", "average_precision")
def _hit_by_hit(hits: Tensor, boxes: int) -> float:
    total, found = 0.0, 0
    for rank, hit in enumerate(hits.tolist(), start=1):
        if hit:
            found += 1
            total += found / rank
    return total / boxes


@solution("dice", "dice_loss")
def _image_by_image(p: Tensor, t: Tensor) -> Tensor:
    losses = [1 - (2 * torch.sum(a * b) + 1) / (a.sum() + b.sum() + 1) for a, b in zip(p, t, strict=True)]
    return torch.stack(losses).mean()


@solution("style-gram", "gram")
def _all_pairs_at_once(x: Tensor) -> Tensor:
    return torch.einsum("nihw,njhw->nij", x, x) / x[0].numel()


@solution("mixup", "mixup")
def _by_lerp(x: Tensor, y: Tensor, lam: float, order: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    target = torch.zeros(len(y), classes)
    rows = torch.arange(len(y))
    target[rows, y] += lam
    target[rows, y[order]] += 1 - lam
    return torch.lerp(x[order], x, lam), target


@solution("adversarial-fgsm", "fgsm")
def _up_or_down(x: Tensor, grad: Tensor, eps: float) -> Tensor:
    moved = torch.where(grad > 0, x + eps, torch.where(grad < 0, x - eps, x))
    return moved.clip(0, 1)


@solution("grad-cam", "grad_cam")
def _channel_by_channel(A: Tensor, G: Tensor) -> Tensor:
    total = torch.zeros_like(A[0])
    for channel, gradient in zip(A, G, strict=True):
        total = total + gradient.mean() * channel
    return total.clamp(min=0)
