"""Full-text search with Chinese support: indexing for FTS5's unicode61 tokenizer, and queries.

unicode61 takes an unbroken run of Han characters for one word. A blank around each of them makes every character a
word of its own, and a phrase of such words finds any part of a sentence, down to a single character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from journal.core.messages import UserError
from journal.core.sentences import Span

LONGEST, MOST_TERMS = 1_000, 64
"""Characters and terms of the longest query."""
FILTERS = ("week", "before", "after", "concept", "kind", "tag")

_HAN = "\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN_OF_HAN = re.compile(f"[{_HAN}]+")
_TOKEN = re.compile(rf"(?=\w)[{_HAN}]|[^\W_{_HAN}]+")
_UNFINISHED = re.compile(rf"[^\W_{_HAN}]\Z")
_PART = re.compile(r'(?P<name>\w+)[:：](?P<value>"[^"]+"|[^\s"]+)|"(?P<phrase>[^"]*)"?|(?P<term>[^\s"]+)')


@dataclass(frozen=True)
class Query:
    """What was typed into a search: terms that must all be there, and what narrows the rows, by name."""

    terms: tuple[str, ...]
    filters: Mapping[str, str]
    open_ended: bool

    @property
    def words(self) -> list[str]:
        """The words of the terms, small and capital letters alike; any text that is found holds each of them."""
        return [word.casefold() for term in self.terms for word in _TOKEN.findall(term)]

    @property
    def match(self) -> str:
        """The terms as FTS5's MATCH takes them; empty where there is nothing to look for."""
        phrases = [f'"{" ".join(_TOKEN.findall(term))}"' for term in self.terms]
        return " ".join(phrases) + ("*" if phrases and self.open_ended else "")


def index_text(text: str) -> str:
    """`text` as the index stores it: a blank around every Han character."""
    return _RUN_OF_HAN.sub(lambda run: f" {' '.join(run[0])} ", text)


def read_query(text: str, names: Sequence[str] = FILTERS) -> Query:
    """What `text` asks for: words, "whole phrases", and the filters of these names (`week:3 kind:idea`).

    All terms must be there. A Latin term at the very end may be the beginning of a word: it is still being typed.
    Raises UserError for a query that is too long, or asks for too many terms.
    """
    terms: list[str] = []
    filters: dict[str, str] = {}
    name = ""
    for part in _PART.finditer(not_too_long(text)):
        name, term = (part["name"] or "").lower(), part[0] if part["phrase"] is None else part["phrase"]
        if name in names:
            filters[name] = part["value"].strip('"')
        elif _TOKEN.search(term):
            terms.append(term)
    if len(terms) > MOST_TERMS:
        raise UserError("search.too_long", most=LONGEST, terms=MOST_TERMS)
    return Query(tuple(terms), filters, name not in names and _UNFINISHED.match(text[-1:]) is not None)


def not_too_long(text: str) -> str:
    """The same query. Raises UserError for one that is too long: every row would be searched for all of it."""
    if len(text) > LONGEST:
        raise UserError("search.too_long", most=LONGEST, terms=MOST_TERMS)
    return text


def highlights(text: str, terms: Sequence[str], *, open_ended: bool = False) -> list[Span]:
    """Where the `terms` of a query stand in the original `text`: spans in order, those that touch joined."""
    last = len(terms) - 1
    patterns = [_pattern(term, whole=not (open_ended and n == last)) for n, term in enumerate(terms)]
    spans = sorted(match.span() for pattern in patterns if pattern for match in pattern.finditer(text))
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


@lru_cache(maxsize=64)
def _pattern(term: str, *, whole: bool) -> re.Pattern[str] | None:
    """Finds the words of `term` in a row, with any signs between them, as the index does."""
    words = _TOKEN.findall(term)
    if not words:
        return None
    letter = rf"[^\W_{_HAN}]"
    before = f"(?<!{letter})" if re.match(letter, words[0]) else ""
    after = f"(?!{letter})" if whole and re.match(letter, words[-1]) else ""
    return re.compile(before + r"[\W_]*".join(f"(?i:{re.escape(word)})" for word in words) + after)
