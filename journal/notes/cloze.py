"""Cloze deletions as Anki writes them: `{{c1::answer}}`, `{{c2::answer::hint}}`, nested ones included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARK = re.compile(r"\{\{c(\d{1,3})::|\}\}")
MOST_DEPTH = 8
"""Deletions that may stand inside one another; deeper ones are text."""


@dataclass(frozen=True)
class Deletion:
    """One deletion: its number, its parts (texts and deletions within it), and its hint, empty where it has none."""

    number: int
    parts: tuple[ClozePart, ...]
    hint: str


ClozePart = str | Deletion


def parse(text: str) -> tuple[ClozePart, ...]:
    """The text as its parts. A deletion that is not closed is text."""
    marks = list(_MARK.finditer(text))
    parts, end, _ = _parts(text, marks, 0, 0, 0)
    return (*parts, text[end:]) if end < len(text) else parts


def numbers(text: str) -> tuple[int, ...]:
    """The numbers of the deletions, in order: a card for each."""
    return tuple(sorted(set(_numbers(parse(text)))))


def front(text: str, number: int, blank: str = "[…]") -> str:
    """What is asked: the deletions of this number are blanks (or show their hint), all others are open."""
    return _shown(parse(text), number, blank, asked=True)


def back(text: str, number: int) -> str:
    """What is answered: the whole text, the deletions of this number in bold."""
    return _shown(parse(text), number, "", asked=False)


def answers(text: str, number: int) -> tuple[str, ...]:
    """What the deletions of this number hide, each once."""
    return tuple(dict.fromkeys(_plain(each.parts) for each in _all(parse(text)) if each.number == number))


def _parts(
    text: str, marks: list[re.Match[str]], at: int, start: int, depth: int
) -> tuple[tuple[ClozePart, ...], int, int]:
    """The parts from `start` on, where they end, and the next mark; inside a deletion they end before its `}}`."""
    found: list[ClozePart] = []
    while at < len(marks):
        mark = marks[at]
        if mark[0] == "}}":
            if depth:
                break
            at += 1
            continue
        inner, end, after = _parts(text, marks, at + 1, mark.end(), depth + 1)
        closes = after < len(marks) and marks[after][0] == "}}"
        if not closes or depth >= MOST_DEPTH:
            at += 1
            continue
        found += [text[start : mark.start()]] if mark.start() > start else []
        found.append(_deletion(int(mark[1]), (*inner, text[end : marks[after].start()])))
        start, at = marks[after].end(), after + 1
    return tuple(found), start, at


def _deletion(number: int, parts: tuple[ClozePart, ...]) -> Deletion:
    kept = [each for each in parts if each != ""]
    hint = ""
    if kept and isinstance(kept[-1], str) and "::" in kept[-1]:
        text, _, hint = kept[-1].rpartition("::")
        kept[-1:] = [text] if text else []
    return Deletion(number, tuple(kept), hint)


def _all(parts: tuple[ClozePart, ...]) -> Iterator[Deletion]:
    for each in parts:
        if isinstance(each, Deletion):
            yield each
            yield from _all(each.parts)


def _numbers(parts: tuple[ClozePart, ...]) -> Iterator[int]:
    return (each.number for each in _all(parts) if each.number)


def _plain(parts: tuple[ClozePart, ...]) -> str:
    return "".join(each if isinstance(each, str) else _plain(each.parts) for each in parts)


def _shown(parts: tuple[ClozePart, ...], number: int, blank: str, *, asked: bool) -> str:
    shown = []
    for each in parts:
        if isinstance(each, str):
            shown.append(each)
        elif each.number != number:
            shown.append(_shown(each.parts, number, blank, asked=asked))
        else:
            shown.append((f"[{each.hint}]" if each.hint else blank) if asked else f"**{_plain(each.parts)}**")
    return "".join(shown)
