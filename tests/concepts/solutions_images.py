"""Second solutions of the tasks about convolutional networks."""

from __future__ import annotations

from tests.concepts.solutions import solution


@solution("conv-output-size", "output_size")
def _by_counting(n: int, k: int, s: int, p: int, d: int) -> int:
    return len(range(-p, n + p - d * (k - 1), s))
