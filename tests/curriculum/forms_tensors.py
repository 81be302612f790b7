"""Closed forms of tensors and the PyTorch toolbox."""

from __future__ import annotations

from collections.abc import Sequence
from math import tanh

from tests.curriculum.closed_forms import closed_form


@closed_form("tensor-broadcasting", "shape")
def _sum_shape(a: int, b: int, c: int) -> tuple[int, ...]:
    return a, b, c


@closed_form("tensor-broadcasting", "numbers")
def _sum_numbers(a: int, b: int, c: int) -> int:
    return a * b * c


@closed_form("tensor-broadcasting", "residual_shape")
def _residual_shape(n: int, c: int) -> tuple[int, ...]:
    return n, n, c


@closed_form("tensor-broadcasting", "shapes_that_fit")
def _shapes_that_fit(x: list[int], others: Sequence[list[int]]) -> int:
    long = [[1] * (3 - len(shape)) + shape for shape in (x, *others)]
    first, *rest = long
    return sum(all(len({a, b} - {1}) < 2 for a, b in zip(first, other, strict=True)) for other in rest)


@closed_form("tensor-broadcasting", "line_that_fails")
def _line_that_fails(a: int, c: int) -> int:
    return 3 if a else 5 - c


@closed_form("chain-rule", "gradient_of_x")
def _gradient_of_x(w: float, c: float, x: float, b: float) -> float:
    y = tanh(w * x + b)
    return 2 * y * (1 - y**2) * w + c


@closed_form("chain-rule", "gradient_of_w")
def _gradient_of_w(w: float, x: float, b: float) -> float:
    y = tanh(w * x + b)
    return 2 * y * (1 - y**2) * x


@closed_form("chain-rule", "error_of_quotient")
def _error_of_quotient(w: float, h: float) -> float:
    return w * h**2


@closed_form("grad-accumulation", "gradient")
def _accumulated_gradient(w: float, x: float, t: float, k: int) -> float:
    return k * 2 * (w * x - t) * x


@closed_form("grad-accumulation", "since_cleared")
def _since_cleared(x: int, calls: Sequence[str]) -> float:
    return float(x * list(reversed(calls)).index("zero_grad"))


@closed_form("grad-accumulation", "course_of_the_loss")
def _course_of_the_loss(curvature: int, lr: float, clear: bool) -> str:
    crosses_too_far = curvature * lr > 2
    if clear:
        return "rises" if crosses_too_far else "falls"
    return "rises, then falls" if crosses_too_far else "falls, then rises"


@closed_form("grad-accumulation", "second_backward_fails")
def _second_backward_fails(ops: Sequence[str]) -> int:
    return sum(op not in ("w + 3", "w - 3") for op in ops)


@closed_form("grad-accumulation", "each_entry")
def _stretched_entry(b: int, c: int) -> float:
    return float(b * c)


@closed_form("dataset-protocol", "calls_before")
def _calls_before() -> int:
    return 0


@closed_form("dataset-protocol", "calls_after")
def _calls_after(n: int, B: int, drop_last: bool) -> int:
    return n - n % B if drop_last else n


@closed_form("dataset-protocol", "calls_when_stopped")
def _calls_when_stopped(B: int, k: int) -> int:
    return B * k


@closed_form("dataset-protocol", "last_windows")
def _last_windows(n: int, T: int, B: int) -> tuple[int, ...]:
    return (n - T) % B, T


@closed_form("dataloader-batching", "batches")
def _batches(n: int, B: int, drop_last: bool) -> int:
    return n // B if drop_last else (n + B - 1) // B


@closed_form("dataloader-batching", "last_batch")
def _last_batch(n: int, B: int, drop_last: bool) -> int:
    return B if drop_last or n % B == 0 else n % B


@closed_form("dataloader-batching", "delivered_samples")
def _delivered_samples(n: int, B: int, E: int, drop_last: bool) -> int:
    return E * (n - n % B * drop_last)


@closed_form("dataloader-batching", "equal_means")
def _equal_means(n: int, B: int) -> bool:
    return n % B == 0


@closed_form("transform-pipeline", "value")
def _transformed(x: int, m: float, s: float) -> float:
    return (x / 255 - m) / s


@closed_form("transform-pipeline", "second_read")
def _second_read(u: float, m: float, s: float, in_place: bool) -> float:
    once = (u - m) / s
    return (once - m) / s if in_place else once


@closed_form("transform-pipeline", "images_delivered")
def _images_delivered(n: int, E: int) -> int:
    return n * E


@closed_form("transform-pipeline", "different_versions")
def _different_versions(shifts: int, p: float, q: float, r: float) -> int:
    return shifts << sum(0 < chance < 1 for chance in (p, q, r))


@closed_form("tensorboard-scalars", "third_point")
def _third_point(v: Sequence[float], w: float) -> float:
    return (v[2] + w * v[1] + w**2 * v[0]) / (1 + w + w**2)


@closed_form("tensorboard-scalars", "after_the_jump")
def _after_the_jump(zeros: int, ones: int, w: float) -> float:
    weights = [w**d for d in range(zeros + ones)]
    return sum(weights[:ones]) / sum(weights)


@closed_form("tensorboard-scalars", "count")
def _count(N: int, k: int) -> int:
    return (N + k - 1) // k


@closed_form("module-parameters", "in_two_layers")
def _in_two_layers(i: int, h: int, o: int) -> int:
    return i * h + h + h * o + o


@closed_form("module-parameters", "in_boxes")
def _in_boxes(h: int, boxes: Sequence[str]) -> int:
    return h * (h + 1) * sum(box in ("ModuleList", "Sequential") for box in boxes)


@closed_form("module-parameters", "in_a_shared_layer")
def _in_a_shared_layer(V: int, d: int) -> int:
    return V * (d + 1)


@closed_form("module-parameters", "in_the_state_dict")
def _in_the_state_dict(i: int, h: int) -> int:
    return h * (i + 5) + 1


def modes(calls: Sequence[str]) -> list[str]:
    """The mode in which each call finds the layer: the last that was set, train at first."""
    return [next((c for c in reversed(calls[:at]) if c in ("train", "eval")), "train") for at in range(len(calls))]


@closed_form("train-eval-mode", "dropped_in")
def _dropped_in(calls: Sequence[str]) -> int:
    pairs = zip(calls, modes(calls), strict=True)
    return sum(call.startswith("forward") and mode == "train" for call, mode in pairs)


@closed_form("train-eval-mode", "recorded_in")
def _recorded_in(calls: Sequence[str]) -> int:
    return calls.count("forward")


@closed_form("train-eval-mode", "kept_value")
def _kept_value(p: float, c: int) -> float:
    return c / (1 - p)
