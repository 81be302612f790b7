"""Terms that a text brings along: acronyms the library does not know, and names it explains in brackets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from journal.text.mentions import Mention
from journal.text.sentences import Span

_ACRONYM = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9]{1,5}(?![A-Za-z0-9_])")
_EVERYDAY = frozenset(["OK", "PS", "AM", "PM", "TV", "PC", "PPT", "PDF", "URL", "TODO", "NB", "VS", "EM", "DDL"])


def unknown_terms(text: str, mentions: Sequence[Mention], within: Span | None = None) -> list[Mention]:
    """The acronyms of `text` that are no part of a mention, each where it first stands (`within` a span of it).

    They are mentions without concepts.
    """
    start, end = within or (0, len(text))
    known = {place for mention in mentions for place in range(mention.start, mention.end)}
    firsts: dict[str, Mention] = {}
    for found in _ACRONYM.finditer(text, start, end):
        if found[0] not in _EVERYDAY and found.start() not in known:
            firsts.setdefault(found[0], Mention(found.start(), found.end(), found[0], ()))
    return list(firsts.values())


def joins_two(name: str, known: Collection[str]) -> bool:
    """Whether a name joins two that are `known` (in lower case), as BP和BN does."""
    parts = re.fullmatch(r"(.+?) ?(?:和|与|or|vs) ?(.+)", name.casefold())
    return parts is not None and parts[1] in known and parts[2] in known
