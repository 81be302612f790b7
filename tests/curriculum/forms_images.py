"""Closed forms of the convolutional networks."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

Rows = Sequence[Sequence[int]]


def stops(n: int, k: int, s: int = 1, p: int = 0, d: int = 1) -> int:
    """How often a window of k pixels stops on n of them: stride s, padding p, dilation d."""
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


def conv_parameters(ci: int, co: int, k: int) -> int:
    """The weights and biases of a convolution."""
    return co * (ci * k * k + 1)


# --- convolution -----------------------------------------------------------------------------------------------


@closed_form("convolution", "value")
def _value(image: Rows, kernel: Rows, r: int, c: int) -> int:
    return sum(kernel[a][b] * image[r + a][c + b] for a in (0, 1) for b in (0, 1))


@closed_form("convolution", "shape")
def _conv_shape(co: int, n: int) -> tuple[int, ...]:
    return 1, co, n - 2, n - 2


@closed_form("convolution", "strongest_row")
def _strongest_row(row: int, shift: int) -> int:
    return row + shift


@closed_form("convolution", "rows_touched")
def _rows_touched(k1: int, k2: int) -> int:
    return k1 + k2 - 1


# --- output size -----------------------------------------------------------------------------------------------


@closed_form("conv-output-size", "height")
def _height(n: int, k: int, s: int, p: int) -> int:
    return stops(n, k, s, p)


@closed_form("conv-output-size", "shape")
def _shape(n: int, k: int, s: int, p: int) -> tuple[int, ...]:
    side = stops(n, k, s, p)
    return 1, 8, side, side


@closed_form("conv-output-size", "height_dilated")
def _height_dilated(n: int, k: int, s: int, d: int) -> int:
    return stops(n, k, s, d=d)


@closed_form("conv-output-size", "fits_from")
def _fits_from(k: int, p: int, d: int) -> int:
    return max(1, d * (k - 1) + 1 - 2 * p)


@closed_form("conv-output-size", "height_restored")
def _height_restored(n: int, k: int, s: int, p: int) -> int:
    return (stops(n, k, s, p) - 1) * s - 2 * p + k


# --- parameter sharing -----------------------------------------------------------------------------------------


@closed_form("conv-parameter-sharing", "parameters")
def _parameters(ci: int, co: int, k: int) -> int:
    return conv_parameters(ci, co, k)


@closed_form("conv-parameter-sharing", "parameters_for_larger_image")
def _parameters_for_larger_image(ci: int, co: int, k: int) -> int:
    return conv_parameters(ci, co, k)


@closed_form("conv-parameter-sharing", "dense_parameters")
def _dense_parameters(ci: int, co: int, h: int) -> int:
    return ci * co * h**4 + co * h**2


# --- pooling ---------------------------------------------------------------------------------------------------


@closed_form("pooling", "height")
def _pooled_height(n: int, k: int) -> int:
    return n // k


@closed_form("pooling", "parameters_of_conv_behind")
def _parameters_of_conv_behind(c: int, co: int) -> int:
    return conv_parameters(c, co, 3)


@closed_form("pooling", "parameters_of_dense_behind")
def _parameters_of_dense_behind(c: int, n: int, k: int) -> int:
    return 10 * (c * (n // k) ** 2 + 1)


@closed_form("pooling", "corner_of_dark")
def _corner_of_dark(image: Rows) -> int:
    return max(*image[0][:2], *image[1][:2])


@closed_form("pooling", "pixels_with_gradient")
def _pixels_with_gradient(n: int, k: int) -> int:
    return (n // k) ** 2


@closed_form("pooling", "after_the_shift")
def _after_the_shift(x: Sequence[int]) -> int:
    return max(x[1], x[2])


# --- receptive field -------------------------------------------------------------------------------------------


@closed_form("receptive-field", "span")
def _span(k: list[int], s: list[int], d: list[int]) -> int:
    return 1 + sum(d[i] * (k[i] - 1) * math.prod(s[:i]) for i in range(3))


@closed_form("receptive-field", "jump")
def _jump(s: list[int]) -> int:
    return math.prod(s)


@closed_form("receptive-field", "span_behind_pool")
def _span_behind_pool(k: list[int]) -> int:
    return 2 * (1 + sum(size - 1 for size in k))


# --- 1×1 convolution -------------------------------------------------------------------------------------------


@closed_form("conv1x1", "shape")
def _one_by_one_shape(batch: int, co: int, n: int, p: int) -> tuple[int, ...]:
    return batch, co, n + 2 * p, n + 2 * p


@closed_form("conv1x1", "parameters")
def _one_by_one_parameters(ci: int, co: int) -> int:
    return ci * co + co


@closed_form("conv1x1", "numbers_changed")
def _numbers_changed(co: int, m: int) -> int:
    return co * m


@closed_form("conv1x1", "parameters_of_bottleneck")
def _parameters_of_bottleneck(c: int, m: int) -> int:
    return 2 * c * m + 9 * m**2


@closed_form("conv1x1", "made_by")
def _made_by(x: Rows, seen: int) -> str:
    return "Conv2d" if x[0][0] + x[1][0] == seen else "Linear"


# --- vanishing gradient ----------------------------------------------------------------------------------------


@closed_form("vanishing-gradient", "slope")
def _slope(w: float, layers: int) -> float:
    return (w / 4) ** layers


@closed_form("vanishing-gradient", "magnitude")
def _magnitude(w: float, layers: int) -> float:
    return layers * math.log10(w / 4)


@closed_form("vanishing-gradient", "first_over_last")
def _first_over_last(gains: list[float]) -> float:
    return math.prod(gains[1:])


# --- residual connection and projection shortcut ---------------------------------------------------------------


@closed_form("residual-connection", "slope")
def _residual_slope(w: float, blocks: int) -> float:
    return (1 + w) ** blocks


@closed_form("residual-connection", "slope_without_skips")
def _slope_without_skips(w: float, layers: int) -> float:
    return w**layers


@closed_form("residual-connection", "places_changed")
def _places_changed(x: list[int]) -> int:
    return sum(value < 0 for value in x)


@closed_form("residual-connection", "channels")
def _channels(c: int, join: str) -> int:
    return c if join == "add" else 2 * c


@closed_form("projection-shortcut", "shape")
def _shortcut_shape(co: int, n: int, s: int) -> tuple[int, ...]:
    side = (n - 1) // s + 1
    return 1, co, side, side


@closed_form("projection-shortcut", "shortcut_weights")
def _shortcut_weights(ci: int, co: int) -> int:
    return ci * co


@closed_form("projection-shortcut", "sums_that_fail")
def _sums_that_fail(channels: list[int], strides: list[int], co: int) -> int:
    return sum(s > 1 or ci not in (1, co) for ci, s in zip(channels, strides, strict=True))


@closed_form("projection-shortcut", "projections")
def _projections(widths: list[int], strides: list[int]) -> int:
    before = [4, *widths]
    return sum(old != new or s > 1 for old, new, s in zip(before, widths, strides, strict=False))


# --- depth and width -------------------------------------------------------------------------------------------


@closed_form("depth-vs-width", "parameters")
def _mlp_parameters(i: int, w: int, depth: int, o: int) -> int:
    return i * w + w + (depth - 1) * (w * w + w) + w * o + o


@closed_form("depth-vs-width", "factor")
def _factor(g: int, h: int) -> float:
    return float(g**2 * h)


@closed_form("depth-vs-width", "pieces")
def _pieces(folds: list[int]) -> int:
    return math.prod(folds)


@closed_form("depth-vs-width", "pieces_of_one_layer")
def _pieces_of_one_layer(m: int) -> int:
    return m + 1
