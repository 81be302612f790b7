"""Closed forms of vision architectures and tasks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import product

from tests.curriculum.closed_forms import closed_form

Box = Sequence[int]

# --- grouped convolutions and their cost -------------------------------------------------------------------------


@closed_form("grouped-conv", "weights")
def _weights(g: int, a: int, b: int, k: int) -> int:
    return g * b * a * k * k


@closed_form("grouped-conv", "channels_touched")
def _channels_touched(a: int, b: int, changed: list[int]) -> int:
    return b * len({channel // a for channel in changed})


@closed_form("grouped-conv", "weights_separable")
def _weights_separable(c: int, d: int, k: int) -> int:
    return c * (k * k + d)


@closed_form("flops-vs-parameters", "uses")
def _uses(n: int, s: int) -> int:
    return ((n - 1) // s + 1) ** 2


@closed_form("flops-vs-parameters", "factor")
def _factor(wider: int, larger: int) -> int:
    return int(wider * larger) ** 2


@closed_form("flops-vs-parameters", "times_fewer")
def _times_fewer(d: int) -> float:
    return 1 / (1 / d + 1 / 9)


# --- blocks ------------------------------------------------------------------------------------------------------


@closed_form("inception-concat", "shape")
def _inception_shape(n: int, c: int, d: list[int], side: int) -> tuple[int, ...]:
    return n, sum(d) + c, side, side


@closed_form("inception-concat", "weights")
def _bottleneck_weights(c: int, r: int, d: int) -> int:
    return r * (c + 25 * d)


@closed_form("inception-concat", "weights_behind")
def _weights_behind(c: int, d: list[int], e: int, k: int) -> int:
    return (c + sum(d)) * e * k * k


@closed_form("densenet-growth", "channels")
def _channels(c: int, g: int, L: int) -> int:
    return c + L * g


@closed_form("densenet-growth", "weights")
def _dense_weights(c: int, g: int, L: int) -> int:
    return g * (L * c + g * L * (L - 1) // 2)


@closed_form("densenet-growth", "shape")
def _transition_shape(c: int, g: int, L: int, n: int) -> tuple[int, ...]:
    return 1, (c + L * g) // 2, n // 2, n // 2


@closed_form("squeeze-excite", "shape")
def _gates(n: int, c: int) -> tuple[int, ...]:
    return n, c


@closed_form("squeeze-excite", "weights")
def _gate_weights(c: int, r: int) -> int:
    return 2 * c * (c // r)


@closed_form("squeeze-excite", "summed")
def _summed(c: int, value: int, opened: int) -> float:
    return value * (c + opened) / 2


@closed_form("global-pool-head", "weights")
def _head_weights(c: int, classes: int) -> int:
    return c * classes


@closed_form("global-pool-head", "accepted")
def _accepted(n: int, sizes: list[int]) -> int:
    return sum(size // 8 == n // 8 for size in sizes)


@closed_form("global-pool-head", "gradient")
def _gradient(h: int, w: int, weight: int) -> float:
    return weight / (h * w)


# --- dilation and the way up -------------------------------------------------------------------------------------


def reached(d: Iterable[int]) -> set[int]:
    """The places that a stack of three taps, spread by these dilations, sees."""
    return {sum(steps) for steps in product(*[(-each, 0, each) for each in d])}


@closed_form("dilation-gridding", "seen")
def _seen(d: list[int]) -> int:
    return len(reached(d))


@closed_form("dilation-gridding", "holes")
def _holes(d: list[int]) -> int:
    return 1 + 2 * sum(d) - len(reached(d))


@closed_form("dilation-gridding", "padding")
def _padding(k: int, d: int) -> int:
    return d * (k - 1) // 2


@closed_form("transposed-overlap", "largest")
def _largest(k: int, s: int, a: int) -> int:
    return a * math.ceil(k / s)


@closed_form("transposed-overlap", "length")
def _length(n: int, k: int, s: int) -> int:
    return (n - 1) * s + k


@closed_form("transposed-overlap", "begins")
def _begins(i: int, s: int, p: int) -> int:
    return i * s - p


@closed_form("transposed-overlap", "extra")
def _extra(n: int, k: int, s: int, p: int) -> int:
    return (n + 2 * p - k) % s


@closed_form("unet-skip", "shape")
def _joined(a: int, b: int, n: int) -> tuple[int, ...]:
    return 1, a + b, n, n


@closed_form("unet-skip", "missing")
def _missing(n: int, depth: int) -> int:
    return n % (1 << depth)


@closed_form("unet-skip", "padded_size")
def _padded_size(n: int, depth: int) -> int:
    block = 1 << depth
    return (n + block - 1) // block * block


@closed_form("bilinear-upsampling", "left_of_middle")
def _left_of_middle(a: int, b: int, s: int) -> float:
    return (a * (s + 1) + b * (s - 1)) / (2 * s)


@closed_form("bilinear-upsampling", "second")
def _second(a: int, b: int, s: int) -> float:
    return (a * (2 * s - 2) + b) / (2 * s - 1)


@closed_form("bilinear-upsampling", "centre")
def _centre(v: list[int]) -> float:
    return sum(v) / 4


# --- boxes and masks ---------------------------------------------------------------------------------------------


def cells(box: Box) -> set[tuple[int, int]]:
    """The unit cells of a box x, y, width, height."""
    return set(product(range(box[0], box[0] + box[2]), range(box[1], box[1] + box[3])))


@closed_form("iou", "value")
def _value(a: Box, b: Box) -> float:
    return len(cells(a) & cells(b)) / len(cells(a) | cells(b))


@closed_form("iou", "of_shifted")
def _of_shifted(n: int, d: int) -> float:
    return (n - d) / (n + d)


@closed_form("iou", "of_nested")
def _of_nested(small: int, large: int) -> float:
    return (small / large) ** 2


@closed_form("anchors", "count")
def _count(n: int, stride: int, sizes: int, ratios: int) -> int:
    return (n // stride) ** 2 * sizes * ratios


@closed_form("anchors", "width")
def _width(s: int, ratio: float) -> float:
    return s * math.sqrt(ratio)


@closed_form("anchors", "positives")
def _positives(rows: list[list[int]]) -> int:
    return len({i for row in rows for i, value in enumerate(row) if value >= 50 or value == max(row)})


def kept(at: Sequence[int], suppressed: int) -> list[int]:
    """The places that remain, best first, when a kept one takes all nearer than `suppressed` with it."""
    alive, order = set(at), []
    for place in at:
        if place in alive:
            order.append(place)
            alive -= set(range(place - suppressed + 1, place + suppressed))
    return order


@closed_form("nms", "kept")
def _kept(at: list[int], reach: int) -> int:
    return len(kept(at, reach))


@closed_form("nms", "kept_of_both")
def _kept_of_both(at: list[int], label: list[str], reach: int) -> int:
    classes = ([place for place, its in zip(at, label, strict=True) if its == name] for name in ("cat", "dog"))
    return sum(len(kept(places, reach)) for places in classes)


@closed_form("nms", "kept_by_iou")
def _kept_by_iou(at: list[int], side: int, threshold: float) -> int:
    return len(kept(at, math.ceil(side * (1 - threshold) / (1 + threshold))))


@closed_form("average-precision", "value")
def _average_precision(hits: list[int], missed: int) -> float:
    ranks = [rank for rank, hit in enumerate(hits, start=1) if hit]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / (len(ranks) + missed)


@closed_form("average-precision", "all_hits_first")
def _all_hits_first(found: int, missed: int) -> float:
    return found / (found + missed)


@closed_form("average-precision", "precision")
def _precision(matched: list[int]) -> float:
    return len(set(matched) - {0}) / len(matched)


@closed_form("dice", "value")
def _dice(tp: int, fp: int, fn: int) -> float:
    return 2 * tp / (2 * tp + fp + fn)


@closed_form("dice", "of_shifted")
def _dice_of_shifted(n: int, d: int) -> float:
    return 1 - d / n


@closed_form("dice", "accuracy_of_nothing")
def _accuracy_of_nothing(side: int, size: int) -> float:
    return 1 - size / side**2


@closed_form("dice", "dice_from_iou")
def _dice_from_iou(above: int, below: int) -> float:
    return 2 * above / (above + below)


# --- images, mixed and attacked ----------------------------------------------------------------------------------


@closed_form("style-gram", "shape")
def _gram_shape(c: int) -> tuple[int, ...]:
    return c, c


@closed_form("style-gram", "entry")
def _entry(a: list[int], b: list[int]) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


@closed_form("style-gram", "factor")
def _gram_factor(a: float) -> float:
    return float(a) ** 2


@closed_form("mixup", "loss")
def _loss(losses: list[int], lam: float) -> float:
    return losses[1] + lam * (losses[0] - losses[1])


@closed_form("mixup", "share")
def _share(side: int, h: int, w: int) -> float:
    return 1 - h * w / side**2


@closed_form("mixup", "share_after_clipping")
def _share_after_clipping(side: int, y: int, x: int, size: int) -> float:
    return 1 - len(cells((y, x, size, size)) & cells((0, 0, side, side))) / side**2


@closed_form("adversarial-fgsm", "fall")
def _fall(w: list[int], eps: float) -> float:
    return eps * sum(map(abs, w))


@closed_form("adversarial-fgsm", "needed")
def _needed(score: int, eps: float, size: float) -> int:
    return math.ceil(score / (eps * size) - 1e-6)


@closed_form("adversarial-fgsm", "distance")
def _distance(eps: float, step: float, steps: int, w: int) -> float:
    return math.copysign(min(eps, step * steps), w)


def heat(A: list[int], B: list[int], w: list[int]) -> list[int]:
    """The Grad-CAM of two maps with these weights, before the ReLU."""
    return [w[0] * a + w[1] * b for a, b in zip(A, B, strict=True)]


@closed_form("grad-cam", "place")
def _place(A: list[int], B: list[int], w: list[int]) -> int:
    values = heat(A, B, w)
    return values.index(max(values))


@closed_form("grad-cam", "heat")
def _heat(A: list[int], B: list[int], w: list[int]) -> int:
    return max(heat(A, B, w))


@closed_form("grad-cam", "cold")
def _cold(A: list[int], B: list[int], w: list[int]) -> int:
    return sum(value <= 0 for value in heat(A, B, w))
