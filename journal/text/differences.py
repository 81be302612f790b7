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
    """The parts of two texts in order: without those that came `in` they are the old one, without `out` the new one."""
    return list(_changes(_PIECE.findall(old), _PIECE.findall(new)))


def gone(old: str, new: str) -> int:
    """How many characters of `old` lie between the beginning and the end that both texts share."""
    before = _shared(old, new)
    return len(old) - before - _shared(old[before:][::-1], new[before:][::-1])


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from their start."""
    differing = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differing, min(len(one), len(other)))


def _changes(old: list[str], new: list[str]) -> Iterator[Change]:
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Change("same", "".join(old[first:last]))
            continue
        if first < last:
            yield Change("out", "".join(old[first:last]))
        if start < end:
            yield Change("in", "".join(new[start:end]))
