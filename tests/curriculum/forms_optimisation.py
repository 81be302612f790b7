"""Closed forms of optimisation in practice."""

from __future__ import annotations

import math
import struct

from tests.curriculum.closed_forms import closed_form

# --- noise of a batch ------------------------------------------------------------------------------------------


@closed_form("minibatch-noise", "noise")
def _noise(a: int, b: int, B: int) -> float:
    return abs(a - b) / (2 * math.sqrt(B))


@closed_form("minibatch-noise", "after_epoch")
def _after_epoch(w: int, g: int, n: int, B: int) -> int:
    return w - g * (n // B)


@closed_form("minibatch-noise", "share")
def _share(x: list[int], B: int) -> float:
    return (len(x) - B) / (B * (len(x) - 1))


# --- schedules -------------------------------------------------------------------------------------------------


@closed_form("lr-schedules", "cosine")
def _cosine(lr: int, T: int, e: int) -> float:
    return lr * (1 + math.cos(math.pi * e / T)) / 2


@closed_form("lr-schedules", "per_batch")
def _per_batch(lr: int, s: int, epochs: int, batches: int) -> float:
    return lr / (1 << (epochs * batches // s))


@closed_form("lr-schedules", "end")
def _end(start: int, lr: int, gamma: float) -> float:
    return start - lr / (1 - gamma)


@closed_form("lr-warmup", "way")
def _way(lr: float, W: int, k: int) -> float:
    return lr * k * (k + 1) / (2 * W)


@closed_form("lr-warmup", "after_peak")
def _after_peak(peak: int, W: int, T: int, t: int) -> float:
    return peak * (T - t) / (T - W)


@closed_form("lr-warmup", "whole_way")
def _whole_way(lr: float, W: int, k: int) -> float:
    return lr * ((W + 1) / 2 + k - W)


# --- adaptive methods ------------------------------------------------------------------------------------------


@closed_form("rmsprop-adagrad", "late_step")
def _late_step(lr: float, t: int) -> float:
    return lr / math.sqrt(t)


@closed_form("rmsprop-adagrad", "first_step")
def _first_step(lr: float, alpha: float) -> float:
    return lr / math.sqrt(1 - alpha)


@closed_form("rmsprop-adagrad", "second_step")
def _second_step(lr: int, pair: list[int]) -> float:
    return lr * pair[1] / math.hypot(*pair)


@closed_form("adamw-vs-l2", "pull")
def _pull(w: int, lr: float, decay: float, steps: int) -> float:
    return w - w * math.pow(1 - lr * decay, steps)


@closed_form("adamw-vs-l2", "pull_in_adam")
def _pull_in_adam(lr: float) -> float:
    return lr


@closed_form("adamw-vs-l2", "fall")
def _fall(w: int, lr: float, decay: float) -> float:
    return lr * (decay * w + 1)


# --- saddle points ---------------------------------------------------------------------------------------------


@closed_form("saddle-points", "ways_down")
def _ways_down(c: list[int], b: int) -> int:
    mixed = 1 if c[0] * c[1] < b * b else 2 * (c[0] < 0)
    return mixed + sum(each < 0 for each in c[2:])


@closed_form("saddle-points", "steps_out")
def _steps_out(lr: float, c: int, m: int) -> int:
    return 6 * m // round(math.log2(1 + lr * c))


@closed_form("saddle-points", "below")
def _below(starts: list[float]) -> int:
    return len(starts) - starts.count(0.0)


# --- clipping --------------------------------------------------------------------------------------------------


@closed_form("gradient-clipping", "clipped")
def _clipped(c: int, pair: list[int]) -> float:
    return c * pair[0] / 5


@closed_form("gradient-clipping", "cut")
def _cut(g: list[int], c: int) -> float:
    return math.copysign(c, g[0]) + g[1]


@closed_form("gradient-clipping", "way")
def _clipped_way(sizes: list[float]) -> float:
    return sum(min(size, 1.0) for size in sizes)


# --- sum or mean -----------------------------------------------------------------------------------------------


@closed_form("sum-or-mean-loss", "gradient_by_batch")
def _gradient_by_batch(d: int, e: int) -> int:
    return -2 * d * e


@closed_form("sum-or-mean-loss", "factor_of_mse")
def _factor_of_mse(n: int, d: int) -> int:
    return n * d


@closed_form("sum-or-mean-loss", "counted_positions")
def _counted_positions(targets: list[int]) -> int:
    return sum(each >= 0 for each in targets)


@closed_form("sum-or-mean-loss", "way")
def _one_step(x: list[int], lr: float, reduction: str) -> float:
    return lr * sum(x) / (1 if reduction == "sum" else len(x))


# --- moving averages -------------------------------------------------------------------------------------------


@closed_form("ema-weights", "after")
def _after_jump(w0: int, w1: int, d: float, k: int) -> float:
    return w1 + (w0 - w1) * math.pow(d, k)


@closed_form("ema-weights", "lag")
def _lag(v: int, d: float) -> float:
    return v * d / (1 - d)


@closed_form("ema-weights", "early")
def _early(w: int, d: float, k: int) -> float:
    return w - w * math.pow(d, k)


# --- gradient check --------------------------------------------------------------------------------------------


def single(x: float) -> float:
    """The number in single precision that is nearest to x."""
    value: float = struct.unpack("f", struct.pack("f", x))[0]
    return value


@closed_form("gradient-check", "central")
def _central(x: int, h: float) -> float:
    return 3 * x * x + h * h


@closed_form("gradient-check", "forward_difference")
def _forward_difference(x: int, h: int, a: int) -> int:
    return a * (2 * x + h)


@closed_form("gradient-check", "lost")
def _lost(x: float, h: list[float]) -> int:
    return sum(single(x + single(each)) == single(x - single(each)) for each in h)


@closed_form("gradient-check", "at_the_kink")
def _at_the_kink(a: float, scale: int) -> float:
    return scale * (1 + a) / 2
