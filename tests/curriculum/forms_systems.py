"""Closed forms of precision, memory and parallelism."""

from __future__ import annotations

import math

from tests.curriculum.closed_forms import closed_form

# --- precision ---------------------------------------------------------------------------------------------------


@closed_form("half-precision", "counter")
def _counter(dtype: str, n: int, step: int) -> int:
    significant = {"float16": 11, "bfloat16": 8}[dtype]
    return step * min(n, 1 << significant)


@closed_form("half-precision", "not_zero")
def _not_zero(exponents: list[int], scale: int) -> int:
    smallest = math.ldexp(1, -24)
    return sum(scale / math.pow(10, e) > smallest / 2 for e in exponents)


@closed_form("half-precision", "after")
def _after(w: int, g: int, lr: int) -> float:
    return float(w - lr * g)


@closed_form("half-precision", "infinite")
def _infinite(values: list[int], S: int) -> int:
    return sum(value * S >= 65520 for value in values)


@closed_form("quantise-int8", "restored")
def _restored(v: int, k: int) -> int:
    return (2 * v + k) // (2 * k) * k


@closed_form("quantise-int8", "zero_point")
def _zero_point(low: int, high: int) -> int:
    return math.floor(-low * 255 / (high - low) + 0.5)


@closed_form("quantise-int8", "times_finer")
def _times_finer(small: int, large: int) -> float:
    return large / small


@closed_form("pruning", "zeros")
def _zeros(n: int, p: float, rounds: int, outputs: int) -> int:
    left = n * outputs
    for _ in range(rounds):
        left -= round(p * left)
    return n * outputs - left


@closed_form("pruning", "bytes_taken")
def _bytes_taken(a: int, b: int) -> int:
    return 40 * a * b


@closed_form("pruning", "rest")
def _rest(w: list[int], cut: int) -> int:
    return sum(w) - sum(sorted(w, key=abs)[:cut])


# --- memory ------------------------------------------------------------------------------------------------------


@closed_form("memory-of-training", "bytes_held")
def _bytes_held(a: int, b: int, optimizer: str) -> int:
    return a * b * {"SGD": 8, "momentum": 12, "Adam": 16}[optimizer]


@closed_form("memory-of-training", "bytes_saved")
def _bytes_saved(batch: int, width: int, depth: int) -> int:
    return 4 * batch * width * depth


@closed_form("memory-of-training", "saving")
def _saving(width: int, depth: int, batch: int, smaller: int) -> int:
    return 4 * width * depth * (batch - batch // smaller)


@closed_form("roofline", "speed")
def _speed(ops: int, peak: int, bandwidth: int) -> float:
    return min(float(peak), ops * bandwidth / 4)


@closed_form("roofline", "intensity")
def _intensity(n: int, dtype: str) -> float:
    return n / (6 if dtype == "float32" else 12)


@closed_form("roofline", "times_fewer")
def _times_fewer(k: int, extra: int) -> float:
    return 1 + (k - 1) / (1 + extra)


# --- parallel work -----------------------------------------------------------------------------------------------


@closed_form("data-parallel", "fall")
def _fall(shards: list[list[int]], lr: float) -> float:
    return lr * sum(map(sum, shards)) / 6


@closed_form("data-parallel", "pull")
def _pull(a: list[int], b: list[int]) -> float:
    return (sum(a) / len(a) + sum(b) / len(b)) / 2


@closed_form("data-parallel", "steps")
def _steps(samples: int, workers: int, batch: int, epochs: int) -> int:
    return epochs * math.ceil(samples / (workers * batch))


@closed_form("data-parallel", "repeated")
def _repeated(samples: int, workers: int) -> int:
    return -samples % workers


@closed_form("pipeline-bubble", "ticks")
def _ticks(p: int, m: int) -> int:
    return m + p - 1


@closed_form("pipeline-bubble", "idle")
def _idle(p: int, m: int) -> float:
    return (p - 1) / (m + p - 1)


@closed_form("pipeline-bubble", "end")
def _end(times: list[int], m: int) -> int:
    return sum(times) + (m - 1) * max(times)


@closed_form("pipeline-bubble", "ratio")
def _ratio(p: int, m: int, q: int, k: int) -> float:
    return (k + q - 1) / (m + p - 1)


@closed_form("worker-seeds", "different")
def _different(n: int, W: int, epochs: int, persistent: bool) -> int:
    return math.ceil(n / W) * (epochs if persistent else 1)


@closed_form("worker-seeds", "calls")
def _calls(here: list[int], workers: int, epochs: int) -> int:
    return len(here) + (0 if workers else 12 * epochs)


@closed_form("worker-seeds", "numbers")
def _numbers(seeds: list[int], reads: list[int]) -> int:
    longest: dict[int, int] = {}
    for seed, count in zip(seeds, reads, strict=True):
        longest[seed] = max(count, longest.get(seed, 0))
    return sum(longest.values())
