"""Closed forms of forward, backward and update."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import accumulate

from tests.curriculum.closed_forms import closed_form

Row = Sequence[float]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def softmax(z: Row) -> list[float]:
    powers = [math.exp(each) for each in z]
    return [each / sum(powers) for each in powers]


def mean(values: Row) -> float:
    return sum(values) / len(values)


# --- forward ----------------------------------------------------------------------------------------------------


@closed_form("mlp-forward", "output")
def _output(x: Row, W1: Sequence[Row], b1: Row, W2: Sequence[Row]) -> float:
    hidden = [sum(w * each for w, each in zip(row, x, strict=True)) + b for row, b in zip(W1, b1, strict=True)]
    return sum(w * max(each, 0) for row in W2 for w, each in zip(row, hidden, strict=True))


@closed_form("mlp-forward", "hidden_shape")
def _hidden_shape(n: int, h: int) -> tuple[int, ...]:
    return n, h


@closed_form("mlp-forward", "weight_shape")
def _weight_shape(i: int, h: int) -> tuple[int, ...]:
    return h, i


@closed_form("activation-functions", "slope")
def _slope(x: float) -> float:
    return sigmoid(x) * (1 - sigmoid(x))


@closed_form("activation-functions", "largest_slope")
def _largest_slope(act: str, k: int) -> float:
    return k * {"sigmoid": 0.25, "tanh": 1.0}[act]


@closed_form("activation-functions", "course_of_the_slope")
def _course_of_the_slope(act: str, a: int, width: int) -> str:
    if a < 0 < a + width:
        return "rises" if act == "relu" else "rises, then falls"
    if act == "relu":
        return "stays"
    return "rises" if a < 0 else "falls"


@closed_form("activation-functions", "sum_of_slopes")
def _sum_of_slopes(a: float, x: Sequence[int]) -> float:
    positive = sum(each > 0 for each in x)
    return positive + a * (len(x) - positive)


@closed_form("activation-functions", "alive")
def _alive(w: int, b: int, x: Sequence[int]) -> int:
    return sum(w * each > -b for each in x)


@closed_form("hidden-layer-lift", "bend")
def _bend(a: int, b: int, c: int) -> int:
    far, near = max(0, a + b + c) + max(0, c), max(0, a + c) + max(0, b + c)
    return far - near


@closed_form("hidden-layer-lift", "rank")
def _rank(d: int, m: int) -> int:
    return min(d, m)


@closed_form("hidden-layer-lift", "kept_apart")
def _kept_apart(x: Sequence[int], low: int, high: int) -> int:
    return len({0 if low <= each <= high else each - high if each > high else each - low for each in x} | {0})


# --- backward ---------------------------------------------------------------------------------------------------


@closed_form("backprop", "gradient")
def _gradient(x: float, w1: float, w2: float, t: float) -> float:
    h = math.tanh(w1 * x)
    return (w2 * h - t) * w2 * (1 - h * h) * x


@closed_form("backprop", "grad_shape")
def _grad_shape(i: int, h: int) -> tuple[int, ...]:
    return h, i


@closed_form("backprop", "ready")
def _ready(path: Sequence[str]) -> list[str]:
    return sorted(set(path), key=path.index, reverse=True)


@closed_form("backprop", "with_gradient")
def _with_gradient(n: int, cut: int, frozen: int) -> int:
    return len(set(range(cut, n)) - {frozen})


@closed_form("softmax-cross-entropy", "gradient_at_target")
def _gradient_at_target(z: Row, k: int) -> float:
    return softmax(z)[k] - 1


@closed_form("softmax-cross-entropy", "loss_of_equal_logits")
def _loss_of_equal_logits(C: int) -> float:
    return math.log(C)


@closed_form("softmax-cross-entropy", "loss_after_softmax")
def _loss_after_softmax(z: Row, k: int) -> float:
    return -math.log(softmax(softmax(z))[k])


@closed_form("softmax-cross-entropy", "losses_kept")
def _losses_kept(changes: Sequence[str]) -> int:
    return sum(change not in ("2 * z", "z.softmax(0)") for change in changes)


# --- update -----------------------------------------------------------------------------------------------------


@closed_form("sgd-update", "weight_after")
def _weight_after(a: int, lr: float, w: float, k: int) -> float:
    return (1 - lr * a) ** k * w


@closed_form("sgd-update", "behaviour")
def _behaviour(a: int, lr: float) -> str:
    if lr * a > 2:
        return "further and further away"
    return "from side to side, towards 0" if lr * a > 1 else "straight towards 0"


@closed_form("sgd-update", "converging")
def _converging(curvature: Sequence[int], lr: float) -> int:
    return sum(each < 2 / lr for each in curvature)


@closed_form("optimizer-state", "first_steps")
def _first_steps(g: Row, lr: float) -> float:
    return lr * sum(each != 0 for each in g)


@closed_form("optimizer-state", "two_steps")
def _two_steps(g: float, lr: float, mu: float) -> float:
    return lr * g * (2 + mu)


@closed_form("optimizer-state", "numbers_kept")
def _numbers_kept(i: int, o: int) -> int:
    return 2 * (i * o + o)


@closed_form("weight-init", "different_units")
def _different_units(units: Sequence[Sequence[int]]) -> int:
    return len(set(map(tuple, units)))


@closed_form("weight-init", "parameters_that_learn")
def _learning(weight: str, biases: Sequence[str]) -> int:
    zero = [weight, *biases]
    silent = list(accumulate("1234", lambda dead, n: f"b{n}" in zero and (dead or f"W{n}" in zero), initial=False))
    learning = 0
    for layer in (4, 3, 2, 1):
        learning += 1 + (not silent[layer - 1])
        if f"W{layer}" in zero:
            break
    return learning


# --- normalisation ----------------------------------------------------------------------------------------------


@closed_form("batch-norm", "running_mean")
def _running_mean(batch: Row, m: float, k: int) -> float:
    return (1 - (1 - m) ** k) * mean(batch)


@closed_form("batch-norm", "running_var")
def _running_var(batch: Row, m: float) -> float:
    unbiased = sum((each - mean(batch)) ** 2 for each in batch) / (len(batch) - 1)
    return (1 - m) + m * unbiased


@closed_form("batch-norm", "evaluated_alone")
def _evaluated_alone(c: int, d: int, v: int) -> float:
    return (v - c) / d


@closed_form("batch-norm", "changed_entries")
def _changed_in_batch(N: int, side: int, lit: Iterable[int]) -> int:
    return N * side**2 * len(set(lit))


@closed_form("batch-norm", "idle_biases")
def _idle_biases(after: Sequence[str]) -> int:
    """Every bias from which only linear layers lead to a BN."""
    pieces = " ".join(after).split("tanh")
    return sum(max((at + 1 for at, name in enumerate(piece.split()) if name == "BN"), default=0) for piece in pieces)


@closed_form("bp-vs-bn", "changed_in_a_step")
def _changed_in_a_step(i: int, o: int, mode: str, frozen: str) -> int:
    return 2 * o * (mode == "train") + (2 * o if frozen == "linear" else i * o)


@closed_form("bp-vs-bn", "which_of_the_two")
def _which_of_the_two(x: Row, start: int, after: int) -> str:
    return "BN" if start + mean(x) == 2 * after else "BP"


@closed_form("bp-vs-bn", "numbers_with_gradient")
def _numbers_with_gradient(i: int, o: int, edit: str) -> int:
    missing = {"drop BN": 2 * o, "eval": 0, "freeze linear.weight": i * o, "freeze bn.weight": o}
    return i * o + 3 * o - missing[edit]


@closed_form("layer-norm", "means")
def _means(N: int, T: int) -> int:
    return N * T


@closed_form("layer-norm", "maker")
def _maker(x: Sequence[Row], y: Sequence[Row]) -> str:
    rows = zip(x, y, strict=True)
    return "LN" if all((a < b) == (left < right) for (a, b), (left, right) in rows) else "BN"


@closed_form("layer-norm", "changed_entries")
def _changed_in_tokens(C: int, places: Iterable[int]) -> int:
    return C * len(set(places))


@closed_form("layer-norm", "learnable_numbers")
def _ln_learnable_numbers(T: int, C: int, axes: int) -> int:
    return int(2 * C * T ** (axes - 1))


@closed_form("layer-norm", "first_output")
def _first_output(a: int, g: int, s: int) -> float:
    return math.copysign(g, g * a) + s


# --- forgetting -------------------------------------------------------------------------------------------------


@closed_form("forgetting-curve", "stability")
def _stability(days: Row, asked: Row, recalled: Row) -> float:
    return days[0] * math.log(0.9) / math.log(recalled[0] / asked[0])


@closed_form("forgetting-curve", "twice_as_late")
def _twice_as_late(asked: Row, recalled: Row) -> float:
    return (recalled[0] / asked[0]) ** 2


@closed_form("forgetting-curve", "longer_by")
def _longer_by(t: int, S: int) -> float:
    return math.exp(-math.log(0.9) * t / S)


@closed_form("forgetting-curve", "power_share")
def _power_share(m: float) -> float:
    return 1 / math.sqrt(1 + 19 * m / 81)
