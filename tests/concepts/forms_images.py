"""Closed forms of the convolutional networks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from tests.concepts.closed_forms import closed_form

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


@closed_form("pooling", "parameters")
def _halving_parameters(c: int, kind: str) -> int:
    return conv_parameters(c, c, 2) if kind == "conv" else 0


@closed_form("pooling", "parameters_of_conv_behind")
def _parameters_of_conv_behind(c: int) -> int:
    return conv_parameters(c, 8, 3)


@closed_form("pooling", "parameters_of_dense_behind")
def _parameters_of_dense_behind(c: int, n: int, k: int) -> int:
    return 10 * (c * (n // k) ** 2 + 1)


@closed_form("pooling", "corner")
def _corner(value: int) -> float:
    return float(value)


@closed_form("pooling", "pixels_with_gradient")
def _pixels_with_gradient(n: int, k: int) -> int:
    return (n // k) ** 2


@closed_form("pooling", "unchanged")
def _unchanged(window: int) -> bool:
    return window == 8


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


@closed_form("conv1x1", "same_as_linear")
def _same_as_linear(p: int) -> bool:
    return p == 0


@closed_form("conv1x1", "parameters_of_bottleneck")
def _parameters_of_bottleneck(c: int, m: int) -> int:
    return 2 * c * m + 9 * m**2


@closed_form("conv1x1", "produced_by")
def _produced_by(lit: int) -> str:
    return "1×1 convolution" if lit == 1 else "fully connected layer"


# --- vanishing gradient ----------------------------------------------------------------------------------------


def sigmoid_slopes(w: float, start: float, layers: int) -> Iterator[float]:
    """The slope of each layer of x → σ(w·x), repeated."""
    y = start
    for _ in range(layers):
        y = 1 / (1 + math.exp(-w * y))
        yield w * y * (1 - y)


@closed_form("vanishing-gradient", "slope")
def _slope(w: float, start: float, layers: int) -> float:
    return math.prod(sigmoid_slopes(w, start, layers))


@closed_form("vanishing-gradient", "magnitude")
def _magnitude(w: float, layers: int) -> float:
    return sum(math.log10(slope) for slope in sigmoid_slopes(w, 1.0, layers))


@closed_form("vanishing-gradient", "smaller_gradient")
def _smaller_gradient(act: str, gain: float) -> str:
    return "last" if act == "none" and gain > 1 else "first"


@closed_form("vanishing-gradient", "changed")
def _changed(update: bool) -> bool:
    return update


# --- residual connection and projection shortcut ---------------------------------------------------------------


@closed_form("residual-connection", "slope")
def _residual_slope(w: float, blocks: int) -> float:
    return (1 + w) ** blocks


@closed_form("residual-connection", "slope_without_skips")
def _slope_without_skips(w: float, layers: int) -> float:
    return w**layers


@closed_form("residual-connection", "identity")
def _identity(zeroed: str) -> bool:
    return zeroed == "last"


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


@closed_form("projection-shortcut", "raises")
def _shapes_differ(ci: int, co: int, s: int) -> bool:
    return s > 1 or ci not in (1, co)


@closed_form("projection-shortcut", "projections")
def _projections(widths: list[int], strides: list[int]) -> int:
    before = [4, *widths]
    return sum(old != new or s > 1 for old, new, s in zip(before, widths, strides, strict=False))


# --- depth and width -------------------------------------------------------------------------------------------


@closed_form("depth-vs-width", "parameters")
def _mlp_parameters(i: int, w: int, depth: int, o: int) -> int:
    return i * w + w + (depth - 1) * (w * w + w) + w * o + o


@closed_form("depth-vs-width", "factor")
def _factor(g: int, grow: str) -> float:
    return float(g**2 if grow == "width" else g)


@closed_form("depth-vs-width", "pieces")
def _pieces(depth: int) -> int:
    return int(2**depth)


@closed_form("depth-vs-width", "pieces_of_one_layer")
def _pieces_of_one_layer(m: int) -> int:
    return m + 1
