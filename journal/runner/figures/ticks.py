"""The ticks of an axis with labels in plain text, and labels without TeX. Imported in the child only."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axis import Axis
from matplotlib.ticker import LogFormatter, ScalarFormatter

from journal.runner.figures.scene import LONGEST_LABEL, MOST_TICKS, Tick

SYMBOLS = {"times": "×", "cdot": "·", "partial": "∂", "nabla": "∇", "infty": "∞", "sum": "Σ", "to": "→", "leq": "≤"}


def ticks_of(axis: Axis, low: float, high: float, counts: bool) -> list[Tick]:
    """The major ticks between `low` and `high`; whole numbers only on an axis that `counts`."""
    low, high = min(low, high), max(low, high)
    formatter = axis.get_major_formatter()
    places = [float(each) for each in axis.get_majorticklocs()]
    texts = None if isinstance(formatter, ScalarFormatter | LogFormatter) else formatter.format_ticks(places)
    if axis.get_scale() == "log" and texts is None and sum(low <= each <= high for each in places) < 2:
        minor = [float(each) for each in axis.get_minorticklocs()]
        places += [each for each in minor if f"{each:.0e}"[0] in "125"]
    inside = sorted(i for i, each in enumerate(places) if low <= each <= high)[:MOST_TICKS]
    if texts is not None:
        return [{"value": places[i], "label": plain_label(str(texts[i]))} for i in inside if texts[i]]
    values = sorted(places[i] for i in inside)
    if counts:
        values = [each for each in values if abs(each - round(each)) < 1e-6]
    return [{"value": each, "label": label} for each, label in zip(values, number_labels(values), strict=True)]


def number_labels(values: Sequence[float]) -> list[str]:
    """Short labels for sorted numbers, with the decimals that their steps need: 0.0 0.5 1.0, or 1e-2 0.1 1."""
    if not values:
        return []
    largest = max(abs(values[0]), abs(values[-1]))
    steps = [b - a for a, b in pairwise(values)] or [largest or 1.0]
    even = max(steps) - min(steps) <= 1e-6 * max(steps)
    if not even or largest >= 1e6 or largest < 1e-4:
        usual = all(1e-2 <= abs(each) < 1e4 for each in values)
        return [f"{each:g}" if usual else _short(each) for each in values]
    decimals = next((n for n in range(7) if _is_multiple(steps[0], n) and _is_multiple(values[0], n)), 7)
    return [f"{each + 0.0:.{decimals}f}" for each in (round(each, decimals) for each in values)]


def _is_multiple(value: float, decimals: int) -> bool:
    return math.isclose(round(value, decimals), value, rel_tol=1e-6, abs_tol=1e-9)


def _short(value: float) -> str:
    if value and not 0.1 <= abs(value) <= 10:
        mantissa, exponent = f"{value:.2e}".split("e")
        return f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}"
    return f"{value:g}"


def plain_label(text: str) -> str:
    r"""A label without TeX: `$\mathdefault{10^{-3}}$` becomes 1e-3, `$\alpha_1$` becomes α_1, minus signs become -."""
    text = " ".join(text.replace("\u2212", "-").split())
    if text.count("$") >= 2:
        text = re.sub(r"\\math\w+|\\text\w*|\\left|\\right|\\[,;! ]|\$", "", text)
        text = re.sub(r"\b10\^\{+(-?\d+)\}+", r"1e\1", text)
        text = re.sub(r"\\([A-Za-z]+)", _symbol, text)
        text = re.sub(r"[{}]", "", text).strip()
    return text[:LONGEST_LABEL]


def _symbol(found: re.Match[str]) -> str:
    name = found[1]
    case = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return SYMBOLS.get(name) or unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
    except KeyError:
        return name
