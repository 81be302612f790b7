"""Closed forms of tensors and autograd in depth."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tests.curriculum.closed_forms import closed_form

BYTES = {"int8": 1, "int64": 8, "float16": 2, "float64": 8}

# --- views -----------------------------------------------------------------------------------------------------


@closed_form("tensor-views", "total")
def _total(n: int, i: int, a: int) -> int:
    return a * (n - i)


@closed_form("tensor-views", "strides")
def _strides(b: int, c: int) -> tuple[int, ...]:
    return 1, c, b * c


@closed_form("tensor-views", "storage_bytes")
def _storage_bytes(rows: int) -> int:
    return 4 * rows


@closed_form("tensor-views", "offset")
def _offset(columns: int, i: int, j: int) -> int:
    return i * columns + j


# --- reshape or transpose --------------------------------------------------------------------------------------


@closed_form("reshape-vs-transpose", "reshaped")
def _reshaped(a: int, i: int, j: int) -> int:
    return i * a + j


@closed_form("reshape-vs-transpose", "turned")
def _turned(b: int, i: int, j: int) -> int:
    return j * b + i


@closed_form("reshape-vs-transpose", "head_entry")
def _head_entry(h: int, d: int, i: int, j: int, k: int) -> int:
    return j * h * d + i * d + k


@closed_form("reshape-vs-transpose", "pixel")
def _pixel(c: int, h: int, w: int, p: int) -> tuple[int, ...]:
    return tuple(range(p, c * h * w, h * w))


# --- reducing along an axis ------------------------------------------------------------------------------------


@closed_form("reduction-axes", "shape")
def _shape(a: int, b: int, c: int, d: int, e: int, keepdim: bool) -> tuple[int, ...]:
    left = [1 if axis in (d, e) else length for axis, length in enumerate((a, b, c))]
    return tuple(length for axis, length in enumerate(left) if keepdim or axis not in (d, e))


@closed_form("reduction-axes", "entry")
def _entry(a: int, b: int, i: int, dim: int) -> int:
    return sum(range(i, a * b, b)) if dim == 0 else sum(range(i * b, (i + 1) * b))


@closed_form("reduction-axes", "silent")
def _silent(m: list[int], i: int, j: int) -> int:
    return m[2 * i + j] - (m[2 * j] + m[2 * j + 1]) // 2


# --- indexing --------------------------------------------------------------------------------------------------


@closed_form("indexing-masks", "pairs")
def _pairs(r: list[int], c: list[int]) -> int:
    return 10 * sum(r) + sum(c)


@closed_form("indexing-masks", "counted")
def _counted(index: list[int]) -> int:
    return len(set(index))


@closed_form("indexing-masks", "after_mask")
def _after_mask(v: list[int], t: int) -> int:
    return sum(v) + 100 * sum(each > t for each in v)


# --- number types ----------------------------------------------------------------------------------------------


@closed_form("dtype-promotion", "dtype_of_result")
def _dtype_of_result(d: str, e: str, factor: float) -> str:
    first = "float32" if d.startswith("int") and factor == 2.5 else d
    floats = [name for name in (first, e) if name.startswith("float")]
    return max(floats or ["int64"], key=lambda name: int(name[-2:]))


@closed_form("dtype-promotion", "wrapped")
def _wrapped(a: int, b: int) -> int:
    return (a + b) % 256


@closed_form("dtype-promotion", "largest_difference")
def _largest_difference(a: int, b: int) -> int:
    return max((a - b) % 256, (b - a) % 256)


@closed_form("dtype-promotion", "floor")
def _floor(x: int, d: int) -> int:
    return math.floor(x / d)


# --- in-place changes ------------------------------------------------------------------------------------------


@closed_form("in-place-autograd", "raises")
def _raises(f: str, change: str) -> bool:
    kept = "h" if f in ("sin", "cos", "log", "square") else "y"
    return change == kept


@closed_form("in-place-autograd", "version")
def _version(steps: list[str]) -> int:
    return steps[::-1].index("h = h + 1")


@closed_form("in-place-autograd", "gradient")
def _in_place_gradient(a: int, b: int) -> int:
    return a * b


# --- detach, no_grad, eval -------------------------------------------------------------------------------------


@closed_form("detach-no-grad-eval", "gradient")
def _gradient_of_detached(x: int, y: int) -> int:
    return x + y


@closed_form("detach-no-grad-eval", "tracked")
def _tracked(ways: list[str]) -> int:
    return ways.count("eval") + ways.count("detached input")


@closed_form("detach-no-grad-eval", "largest")
def _largest_kept(p: float) -> float:
    return 1 / (1 - p)


# --- a backward of one's own -----------------------------------------------------------------------------------


@closed_form("custom-autograd-function", "gradient")
def _own_gradient(x: int, c: int, k: int) -> int:
    return c * k * x


@closed_form("custom-autograd-function", "through")
def _through(x: float, c: int) -> float:
    return 2.0 * c * math.floor(x + 0.5)


@closed_form("custom-autograd-function", "total")
def _passed(v: Sequence[float], c: int) -> int:
    return c * sum(-1 <= each <= 1 for each in v)


# --- hooks -----------------------------------------------------------------------------------------------------


@closed_form("hooks", "seen_shape")
def _seen_shape(n: int, sizes: list[int]) -> tuple[int, ...]:
    return n, sizes[1]


@closed_form("hooks", "gradient")
def _hooked_gradient(w: int, x: int, c: int) -> int:
    return c * 2 * w * x * x


@closed_form("hooks", "value")
def _hooked_value(x: int, a: int, c: int, calls: int) -> int:
    for _ in range(calls):
        x = a * x + c
    return x


# --- saving and loading ----------------------------------------------------------------------------------------


@closed_form("save-load-state", "best_weight")
def _best_weight(w: int, g: int, steps: int) -> int:
    return w - g * steps


@closed_form("save-load-state", "entry_count")
def _entry_count(layers: list[str]) -> int:
    return sum({"Linear": 2, "BatchNorm1d": 5, "ReLU": 0, "Linear without bias": 1}[name] for name in layers)


@closed_form("save-load-state", "missing")
def _missing(file: list[str], model: list[str]) -> int:
    return 2 * sum(name not in file for name in model)


# --- devices ---------------------------------------------------------------------------------------------------


@closed_form("device-transfers", "moved")
def _moved(held: list[str]) -> int:
    return held.count("parameter") + held.count("buffer")


@closed_form("device-transfers", "total")
def _shared_total(n: int, a: int) -> int:
    return n * a


@closed_form("device-transfers", "bytes_together")
def _bytes_together(n: int, second: str) -> int:
    return n * (4 + BYTES[second])


@closed_form("device-transfers", "weight_after")
def _weight_after(w: int, g: int, steps: int) -> int:
    return w - g * steps


# --- overflow and NaN ------------------------------------------------------------------------------------------


@closed_form("logsumexp-stability", "shares")
def _shares(n: int, k: int) -> int:
    return n - k


@closed_form("logsumexp-stability", "finite_logs")
def _finite_logs(d: list[int]) -> int:
    return 1 + sum(each < 100 for each in d)


@closed_form("logsumexp-stability", "nans")
def _overflowed(x: list[int]) -> int:
    return sum(each > 88 for each in x)


@closed_form("nan-hunting", "first_nan")
def _first_nan(x: int, y: int, k: int) -> str:
    if x < 0 or y < 0:
        return "b"
    if x == y == 0:
        return "c"
    return "d" if 0 in (x, y) and k == 0 else "none"


@closed_form("nan-hunting", "hidden_nans")
def _hidden_nans(v: list[int]) -> int:
    return sum(each <= 0 for each in v)


@closed_form("nan-hunting", "width")
def _nan_width(layers: int, k: int) -> int:
    return 1 + layers * (k - 1)
