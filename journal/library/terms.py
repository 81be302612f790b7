"""Terms that a text brings along: acronyms the library does not know, and names it explains in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from journal.core.sentences import Span
from journal.library.mentions import NameMatch

_ACRONYM = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]{1,5}(?![A-Za-z0-9_])")
_EVERYDAY = frozenset(["OK", "PS", "AM", "PM", "TV", "PC", "PPT", "PDF", "URL", "TODO", "NB", "VS", "EM", "DDL"])
_FULL_WIDTH_GLOSS = re.compile(
    r"(?P<name>(?<![A-Za-z])(?<![A-Za-z]-)[A-Za-z][A-Za-z\-]{0,60}+)（(?P<says>[\u4e00-\u9fff]{2,14})）"
)
_HALF_WIDTH_GLOSS = re.compile(
    r"(?P<name>(?<![A-Za-z])(?<![A-Za-z]-)[A-Za-z][A-Za-z\-]{0,60}+)\((?P<says>[^()\n\u4e00-\u9fff]*+[\u4e00-\u9fff][^()\n]*+)\)"
)
_REMARK = re.compile(
    r"今晚|明天|下周|跳过|类似|忽然|突然|也许|应该|感觉|例如|比如|包括|就是|之前|之后|以后|没|不|先|待"
)


@dataclass(frozen=True)
class Gloss:
    """A Latin name with what the brackets behind it say; an alias where that is another name for the same thing."""

    start: int
    end: int
    name: str
    meaning: str
    is_alias: bool


def unknown_terms(text: str, mentions: Sequence[NameMatch], within: Span | None = None) -> list[NameMatch]:
    """The acronyms of `text` that are no part of a mention, each where it first stands (`within` a span of it).

    They are mentions without concepts.
    """
    start, end = within or (0, len(text))
    known = {place for mention in mentions for place in range(mention.start, mention.end)}
    firsts: dict[str, NameMatch] = {}
    for found in _ACRONYM.finditer(text, start, end):
        if found[0] not in _EVERYDAY and found.start() not in known:
            firsts.setdefault(found[0], NameMatch(found.start(), found.end(), found[0], ()))
    return list(firsts.values())


def glosses(text: str) -> list[Gloss]:
    """The glosses of `text` in order: `CNN（卷积神经网络）` teaches an alias, `dataset(建立数据库)` says what it is.

    Brackets that hold a remark, as in `MAS（今晚就学）`, are none.
    """
    found = [
        _gloss(match, is_alias=True) for match in _FULL_WIDTH_GLOSS.finditer(text) if not _REMARK.search(match["says"])
    ]
    found += [_gloss(match, is_alias=False) for match in _HALF_WIDTH_GLOSS.finditer(text)]
    return sorted(found, key=lambda gloss: gloss.start)


def _gloss(match: re.Match[str], *, is_alias: bool) -> Gloss:
    return Gloss(match.start(), match.end(), match["name"], match["says"], is_alias)


def two_in(name: str) -> tuple[str, str] | None:
    """The two names, in lower case, that a name joins if it joins any, as BP和BN does."""
    parts = re.fullmatch(r"(.+?) ?(?:和|与|or|vs) ?(.+)", name.casefold())
    return (parts[1], parts[2]) if parts else None


def joins_two(name: str, known: Collection[str]) -> bool:
    """Whether a name joins two that are `known` (in lower case)."""
    parts = two_in(name)
    return parts is not None and all(part in known for part in parts)
