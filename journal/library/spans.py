"""The mentions of a text: names, and shared names beside them, outside of code and links; and what only hints."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from journal.core.markdown import prose_alone
from journal.library.library import Library
from journal.library.mentions import Finder


class MentionSpan(NamedTuple):
    """Where a text mentions a concept: the half-open character range from `start` to `end`."""

    concept: str
    start: int
    end: int


class MentionFinder:
    """Finds what any number of texts mention of the concepts of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @cached_property
    def names(self) -> Finder:
        """Finds the names that stand for a concept wherever they are written."""
        return Finder(self._library.lexicon)

    @cached_property
    def shared_names(self) -> Finder:
        """Finds the shared names of concepts, which count only beside a name of the same topic."""
        return Finder(self._library.shared_lexicon)

    @cached_property
    def hints(self) -> Finder:
        """Finds words that may be about a concept: shared names and hints."""
        return Finder(self._library.hint_lexicon)

    def spans(self, text: str) -> Iterator[MentionSpan]:
        """Every mention in a text, once for each concept that it names.

        A shared name counts only where its paragraph names another concept of the same topic, and never as a part of
        that name. Code, links and addresses speak of none.
        """
        start = 0
        for paragraph in prose_alone(text).splitlines(keepends=True):
            yield from self._spans_in(paragraph, start)
            start += len(paragraph)

    def hinted(self, text: str) -> tuple[str, ...]:
        """The concepts, each once, that the words of a text only hint at; what it mentions is not among them."""
        mentioned = {each.concept for each in self.spans(text)}
        found = (one for each in self.hints.find(prose_alone(text)) for one in each.concepts)
        return tuple(dict.fromkeys(one for one in found if one not in mentioned))

    def _spans_in(self, paragraph: str, start: int) -> Iterator[MentionSpan]:
        outlines, names = self._library.outlines, self.names.find(paragraph)
        named = {(each.start, one): each.end for each in names for one in each.concepts}
        topics = {outlines[one].topic for _, one in named if one in outlines}
        within = {place for each in names for place in range(each.start, each.end)}
        apart = [each for each in self.shared_names.find(paragraph) if within.isdisjoint(range(each.start, each.end))]
        shared = {(each.start, one): each.end for each in apart for one in each.concepts}
        beside = {place: end for place, end in shared.items() if outlines[place[1]].topic in topics}
        for (at, concept), end in sorted({**beside, **named}.items()):
            yield MentionSpan(concept, start + at, start + end)
