"""What changed between two texts, by sentences: a paragraph of Chinese prose is one line, too long to tell a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_PIECE = re.compile(r"\n+|[^\n]+?(?:[。！？!?]+[”’」』）】)\]\"]*|\.(?=\s)|(?=\n)|\Z)")


@dataclass(frozen=True)
class Change:
    """A part of both texts (`same`), of the old one alone (`out`), or of the new one alone (`in`)."""

    kind: Literal["same", "out", "in"]
    text: str


def differences(old: str, new: str) -> list[Change]:
    """The parts of two texts in order: those that are not `in` make up the old one, those that are not `out` the new."""
    return list(_changes(_PIECE.findall(old), _PIECE.findall(new)))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[first:last]))
            continue
        if first < last:
            yield Change("out", "".join(old[first:last]))
        if start < end:
            yield Change("in", "".join(new[start:end]))
