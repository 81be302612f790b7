"""What changed between two texts, by sentences: a paragraph of Chinese prose is one line, too long to tell a change."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECE = re.compile(r"\n+|[^\n]+?(?:[。！？!?]+[”’」』）】)\]\"]*|\.(?=\s)|(?=\n)|\Z)")


@dataclass(frozen=True)
class TextChange:
    """A part of both texts (`same`), of the old one alone (`out`), or of the new one alone (`in`)."""

    kind: Literal["same", "out", "in"]
    text: str


def differences(old: str, new: str) -> list[TextChange]:
    """The parts of two texts in order: without those that came `in` they are the old one, without `out` the new one."""
    return list(_changes(pieces(old), pieces(new)))


def pieces(text: str) -> list[str]:
    """The sentences and the line breaks of a text, in order; together they are the text."""
    return _PIECE.findall(text)


def gone(old: str, new: str) -> int:
    """How many characters of `old` lie between the beginning and the end that both texts share."""
    shortest = min(len(old), len(new))
    before = _longest(shortest, lambda n: old[:n] == new[:n])
    behind = _longest(shortest - before, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return len(old) - before - behind


def _longest(most: int, is_shared: Callable[[int], bool]) -> int:
    """The greatest number up to `most` that holds; with it every smaller one does."""
    return bisect_left(range(1, most + 1), True, key=lambda n: not is_shared(n))


def _changes(old: list[str], new: list[str]) -> Iterator[TextChange]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield TextChange("same", "".join(old[first:last]))
            continue
        if first < last:
            yield TextChange("out", "".join(old[first:last]))
        if start < end:
            yield TextChange("in", "".join(new[start:end]))
