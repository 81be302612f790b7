"""From data to places on the grid, and which ticks of an axis have room."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from journal.runner.figures.scene import Axes, Scale, Tick

TINY = 1e-6
"""Keeps what lies on the right or lower edge within the last dot, and what lies between two dots on the first."""
STRIDES = (1, 2, 4, 5, 10, 20, 40)
"""Ticks that are kept: every nth, so that what was round stays round."""
DECIMALS = re.compile(r"-?\d+\.\d+")
FAR = 1e6
"""How many times the length of an axis something may lie beyond it; farther is cut."""


def fraction(scale: Scale, value: float) -> float | None:
    """How far along the axis a value lies: 0 at `low`, 1 at `high`. None where a logarithm has no place for it."""
    low, high = scale["low"], scale["high"]
    if scale["log"] and low > 0 and high > 0:
        if value <= 0:
            return None
        low, high, value = math.log10(low), math.log10(high), math.log10(value)
    if not math.isfinite(high - low) or low == high:
        return 0.5
    return min(max((value - low) / (high - low), -FAR), FAR)


@dataclass(frozen=True)
class Grid:
    """The plotting area of some axes: `width` by `height` cells of two by four dots."""

    axes: Axes
    width: int
    height: int

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The column and row of a point, whether inside or not."""
        dot = self.dot(x, y)
        return None if dot is None else (round(dot[0]) // 2, round(dot[1]) // 4)

    def dot(self, x: float, y: float) -> tuple[float, float] | None:
        """The dot of a point, from 0, 0 in the upper left corner."""
        across, up = fraction(self.axes["x"], x), fraction(self.axes["y"], y)
        if across is None or up is None:
            return None
        return across * (2 * self.width - TINY) - 0.5, (1 - up) * (4 * self.height - TINY) - 0.5

    def column(self, x: float) -> int:
        """The column of a value of the x axis; -1 for none."""
        across = fraction(self.axes["x"], x)
        return -1 if across is None else round(across * (2 * self.width - TINY) - 0.5) // 2

    def row(self, y: float) -> int:
        """The row of a value of the y axis; -1 for none."""
        up = fraction(self.axes["y"], y)
        return -1 if up is None else round((1 - up) * (4 * self.height - TINY) - 0.5) // 4


def trimmed(ticks: Sequence[Tick]) -> list[Tick]:
    """The ticks without decimals that none of them needs: 0.50 1.00 becomes 0.5 1.0, and 1.0 2.0 becomes 1 2."""
    shown = [tick["label"] for tick in ticks]
    while shown and all(DECIMALS.fullmatch(label) and label.endswith("0") for label in shown):
        shown = [label[:-1].removesuffix(".") for label in shown]
    return [{"value": tick["value"], "label": label} for tick, label in zip(ticks, shown, strict=True)]


def thinned(ticks: Sequence[Tick], span: Callable[[Tick], tuple[int, int]], gap: int) -> list[Tick]:
    """Every tick, or every second, fourth and so on, so that their spans lie `gap` cells apart; zero stays among them.

    Labels lose the decimals that those kept do not need.
    """
    zero = next((n for n, tick in enumerate(ticks) if tick["value"] == 0), 0)
    for stride in STRIDES:
        kept = trimmed([tick for n, tick in enumerate(ticks) if (n - zero) % stride == 0])
        spans = sorted(map(span, kept))
        if all(after[0] - before[1] >= gap for before, after in pairwise(spans)):
            return kept
    return trimmed(ticks[zero : zero + 1])
