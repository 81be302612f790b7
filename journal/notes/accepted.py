"""Answers that are typed: which are accepted, and how far off a number may be.

An accepted answer is a text, or a number with a tolerance: `0.5 ± 0.01`, `0.5 +- 2%`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?"
_TOLERANT = re.compile(rf"(?P<value>{_NUMBER})\s*(?:±|\+/?-)\s*(?P<off>{_NUMBER})(?P<percent>\s*%)?", re.I)
_RATIO = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})", re.I)
_CLOSE = 1e-9
"""The relative difference of two ways to write one number."""


def matches(typed: str, accepted: Sequence[str]) -> bool:
    """Whether a typed answer is one of those accepted, whatever its case, width of characters and blanks."""
    return any(_is(plain(typed), each) for each in accepted)


def plain(text: str) -> str:
    """A text as answers are compared: half-width, lower case, one blank between words, no stop at the end."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return folded.rstrip(" .。;；") or folded


def split(text: str) -> tuple[str, ...]:
    """The accepted answers in a line that has a `|` between them."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[|｜]", text) if part.strip()))


def joined(accepted: Sequence[str]) -> str:
    """The same as one line."""
    return " | ".join(accepted)


def _is(typed: str, accepted: str) -> bool:
    wanted = plain(accepted)
    if typed == wanted:
        return True
    value, number, off = _number(typed), *_number_and_tolerance(wanted)
    return value is not None and number is not None and abs(value - number) <= off


def _number_and_tolerance(text: str) -> tuple[float | None, float]:
    found = _TOLERANT.fullmatch(text)
    if found is None:
        number = _number(text)
        return number, _CLOSE * abs(number or 0.0)
    value, off = float(found["value"]), abs(float(found["off"]))
    return value, (abs(value) * off / 100 if found["percent"] else off) * (1 + _CLOSE)


def _number(text: str) -> float | None:
    """A number as it is typed, a ratio of two included; None for anything else."""
    if re.fullmatch(_NUMBER, text, re.I):
        return float(text)
    ratio = _RATIO.fullmatch(text)
    if ratio is None or not float(ratio[2]):
        return None
    return float(Fraction(ratio[1]) / Fraction(ratio[2]))
