"""Spellings that are one to a reader: full and half width, composed and decomposed, compatibility forms."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_FORM: Final = "NFKC"
_HYPHENS = "‐‑‒–−"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
"""Characters that take no room: soft hyphens, joiners, the marks that choose how a sign is painted."""
_ONE_FOR_ONE = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | dict.fromkeys((0x3000, 0x00A0), " ")
    | dict.fromkeys(map(ord, _HYPHENS), "-")
    | {ord("×"): "x", ord("’"): "'", ord("…"): "."}
)
_DROPPED = dict.fromkeys(map(ord, _UNSEEN))


@dataclass(frozen=True)
class Folded:
    """A text in the form that all its spellings share, and where each of its characters stood; `places` is empty
    where each stands in its old place.
    """

    text: str
    places: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to before `end`, at least one, stood in the text that was folded."""
        return (self.places[start][0], self.places[end - 1][1]) if self.places else (start, end)


def fold(text: str) -> Folded:
    """`text` in the form that all its spellings share; upper and lower case are kept."""
    simple = text.translate(_ONE_FOR_ONE)
    if unicodedata.is_normalized(_FORM, simple) and simple.translate(_DROPPED) == simple:
        return Folded(simple)
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _clusters(simple):
        alike = unicodedata.normalize(_FORM, simple[start:end].translate(_DROPPED)).translate(_ONE_FOR_ONE)
        characters.append(alike)
        places += [(start, end)] * len(alike)
    return Folded("".join(characters), tuple(places))


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The spans of characters that are folded together: one with the marks behind it."""
    start = 0
    for place in range(1, len(text)):
        if not _joins(text[place]):
            yield start, place
            start = place
    if text:
        yield start, len(text)


def _joins(character: str) -> bool:
    """Whether a character is written into the one before it."""
    is_vowel_of_hangul = "\u1160" <= character <= "\u11ff"
    return is_vowel_of_hangul or unicodedata.combining(unicodedata.normalize(_FORM, character)[0]) != 0
