"""Which concepts a text speaks of: the names of the library found in it, and the sentences around them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from journal.core.sentences import Span, sentence_spans
from journal.library.folding import fold

RULES = 2
"""Counts up when names are found by other rules: then what was found before is found again."""
_BETWEEN = "\n\n"
"""Between two paragraphs."""
PARAGRAPHS = 1024
"""Of that many paragraphs what was found is remembered: a week is read again with each of its changes."""
_GAP = re.compile(r"[ \t]*\r?\n[ \t]*|[ \t]+|-")
"""What stands for a blank or hyphen of a name."""
_LOOSE = re.compile(r"-|[ \t]*")
"""What may stand in a name between Latin and Han."""
_WHOLE = re.compile(r"(?<=[a-z])s?(?![a-z0-9_])|(?<=[0-9_])(?![a-z0-9_])|(?<![a-z0-9_])")
"""Behind a name: no Latin word goes on there, but for the s of a plural."""
_LETTER = re.compile(r"(?<![a-z0-9_])([a-z])-(?=[a-z])", re.IGNORECASE)
_LETTERS = re.compile(r"(?<![A-Za-z0-9_])([A-Z])\s+(?=[A-Z])")
_BOUND = "\x01"
"""The hyphen behind a single letter in a key."""
_LATIN_BESIDE_HAN = re.compile(r"(?<=[0-9a-z])[ \t]*(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[ \t]*(?=[0-9a-z])")


@dataclass(frozen=True)
class NameMatch:
    """Where a text names something: `name` as the lexicon spells it, and the ids of the concepts it stands for."""

    start: int
    end: int
    name: str
    concepts: tuple[str, ...]


class Spelling(NamedTuple):
    """How a name is written in a lower-case text: literal parts, each behind a gap that the text may bend."""

    beginning: str
    rest: tuple[tuple[re.Pattern[str], str], ...]

    def end(self, text: str, start: int) -> int:
        """Where the name ends that begins at a place of a text; -1 where it does not stand there."""
        end = start + len(self.beginning) if text.startswith(self.beginning, start) else -1
        for gap, part in self.rest:
            found = gap.match(text, end) if end >= 0 else None
            end = found.end() + len(part) if found and text.startswith(part, found.end()) else -1
        whole = _WHOLE.match(text, end) if end >= 0 else None
        return whole.end() if whole else -1


@dataclass(frozen=True)
class Snippet:
    """A sentence that mentions something; `marks` are the mentions' places within `text`."""

    start: int
    end: int
    text: str
    marks: tuple[Span, ...]


class Finder:
    """Finds the names of a lexicon, which maps each alias to the ids of its concepts, in any number of texts.

    The leftmost name wins, and of those that begin there the longest. Upper and lower case and all that `fold` makes
    one are alike, but an alias of up to three Latin letters keeps its case (BP is not bp). A Latin edge of an alias
    stands alone: no Latin letter, digit or underscore touches it, save the s of a plural. A blank or hyphen in an
    alias matches blank, hyphen and line break; between Latin and Han either may come or go. A hyphen behind a single
    letter must be there, or two capitals: "where k means" is no k-means, U Net is a U-Net.
    """

    def __init__(self, lexicon: Mapping[str, Sequence[str]]) -> None:
        self._names: dict[str, tuple[str, tuple[str, ...]]] = {}
        for alias, concepts in lexicon.items():
            key = _key(alias)
            name, known = self._names.get(key, (alias, ()))
            self._names[key] = name, tuple(dict.fromkeys([*known, *concepts]))
        lowered = sorted({_lower(key) for key in self._names if key}, key=lambda key: (-len(key), key))
        self._by_first = {first: list(keys) for first, keys in groupby(sorted(lowered, key=_first), key=_first)}
        self._candidate = _beginning_with("".join(self._by_first))
        self._starting = cache(self._spellings)
        self._in_paragraph = lru_cache(PARAGRAPHS)(self._found)

    def find(self, text: str) -> list[NameMatch]:
        """All mentions in `text`, in order, none within another.

        A name never reaches over an empty line, so what was found in a paragraph is remembered.
        """
        found: list[NameMatch] = []
        start = 0
        for paragraph in text.split(_BETWEEN):
            found += (
                NameMatch(start + each.start, start + each.end, each.name, each.concepts)
                for each in self._in_paragraph(paragraph)
            )
            start += len(paragraph) + len(_BETWEEN)
        return found

    def _found(self, paragraph: str) -> tuple[NameMatch, ...]:
        return tuple(self._mentions(paragraph))

    def _mentions(self, paragraph: str) -> Iterator[NameMatch]:
        folded = fold(paragraph)
        text = folded.text
        lowered, position = _lower(text), 0
        while candidate := self._candidate.search(lowered, position):
            position = candidate.start() + 1
            start, end = candidate.start(), self._end(lowered, candidate.start())
            named = self._named(text[start:end]) if end >= 0 else None
            if named:
                yield NameMatch(*folded.span(start, end), *named)
                position = end

    def _end(self, lowered: str, start: int) -> int:
        """Where the first of the names ends that stands at a place of a text; -1 where none does."""
        spellings = self._starting(lowered[start : start + 2])
        return next((end for each in spellings if (end := each.end(lowered, start)) >= 0), -1)

    def _spellings(self, two: str) -> list[Spelling]:
        """How the names are written that can begin with two characters of a text, the longest first."""
        return [_spelling(key) for key in self._by_first[two[0]] if key[:2] == two or _bends(key[:2])]

    def _named(self, found: str) -> tuple[str, tuple[str, ...]] | None:
        """The name and concepts of what was `found`: itself, as a plural, or with a blank for a hyphen or back."""
        for spelling in (found, _LETTERS.sub(r"\1-", found), found.replace("-", " ")):
            named = self._names.get(_key(spelling)) or self._names.get(_key(spelling.removesuffix("s")))
            if named:
                return named
        return None


def sentences(text: str, mentions: Sequence[NameMatch]) -> list[Snippet]:
    """The sentences of `text` that hold a mention, each once, in order; a mention across two belongs to the first."""
    snippets, rest = [], deque(sorted(mentions, key=lambda mention: mention.start))
    for start, end in sentence_spans(text):
        marks = []
        while rest and rest[0].start < end:
            mention = rest.popleft()
            marks.append((mention.start - start, mention.end - start))
        if marks:
            end = max(end, start + marks[-1][1])
            snippets.append(Snippet(start, end, text[start:end], tuple(marks)))
    return snippets


def _key(name: str) -> str:
    """What all spellings of a name have in common."""
    folded = re.sub(r"[\s-]+", " ", _LETTER.sub(rf"\1{_BOUND}", fold(name).text)).strip()
    if len(folded) <= 3 and folded.isascii() and folded.isalpha():
        return folded
    return _LATIN_BESIDE_HAN.sub("", _lower(folded))


def _lower(text: str) -> str:
    """`text` in lower case, each character still in its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _first(key: str) -> str:
    return key[0]


def _bends(two: str) -> bool:
    """Whether a text may have other characters than the first two of a key, or fewer, where it is named."""
    return len(two) < 2 or two[1] in f" {_BOUND}" or bool(_LATIN_BESIDE_HAN.search(two))


@cache
def _spelling(key: str) -> Spelling:
    """How a lower-case key is written. No pattern is compiled for it: those of all names take half a second."""
    first, *rest = re.split(f"([ {_BOUND}\x00])", _LATIN_BESIDE_HAN.sub("\x00", key))
    gaps = (_LOOSE if mark == "\x00" else _GAP for mark in rest[::2])
    return Spelling(first, tuple(zip(gaps, rest[1::2], strict=True)))


def _beginning_with(characters: str) -> re.Pattern[str]:
    """Matches one of `characters` where a name may begin: a Latin one only behind something else."""
    if not characters:
        return re.compile(r"(?!)")
    latin = "".join(re.findall("[a-z0-9_]", characters))
    other = "".join(re.findall("[^a-z0-9_]", characters))
    parts = [f"(?<![a-z0-9_])[{latin}]"] * bool(latin) + [f"[{re.escape(other)}]"] * bool(other)
    return re.compile("|".join(parts))
