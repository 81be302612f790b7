"""How many steps a regular expression takes on a text, counted by a matcher that tries what Python's own one tries.

It walks the parsed pattern as `sre` does: the longest first, then back one by one. Its steps are counted, so that what
grows faster than the text is found without a clock.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Then = Callable[[int], bool]
WHOLE_WORDS = re.compile(r"\w")


class TooManyStepsError(Exception):
    """More steps than anything that grows in step with its text would take."""


def parsed(pattern: re.Pattern[str]) -> Any:
    """The tree of a pattern."""
    return parser.parse(pattern.pattern, pattern.flags)


def steps(pattern: re.Pattern[str], text: str, *, anchored: bool, most: int) -> int:
    """The steps to look for a pattern in a text, from its start only if `anchored` (and then up to its end).

    Raises TooManyStepsError for more than `most`.
    """
    matcher = _Matcher(text, pattern.flags, most)
    tree = [*parsed(pattern)]
    end = len(text)
    with _deep():
        if anchored:
            matcher.match(tree, 0, 0, lambda place: place == end)
        else:
            place = 0
            while place <= end:
                last: list[int] = []
                found = matcher.match(tree, 0, place, lambda at, last=last: not last.append(at))  # type: ignore[misc]
                place = max(last[0], place + 1) if found else place + 1
    return matcher.count


def first(pattern: re.Pattern[str], text: str) -> tuple[int, int] | None:
    """Where the pattern is found first."""
    tree = [*parsed(pattern)]
    for place in range(len(text) + 1):
        end = _Matcher(text, pattern.flags, 10_000).end(tree, place)
        if end is not None:
            return place, end
    return None


@contextmanager
def _deep() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(50_000)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


class _Matcher:
    def __init__(self, text: str, flags: int, most: int) -> None:
        self.text, self.flags, self.most, self.count = text, flags, most, 0
        self.groups: dict[int, tuple[int, int]] = {}

    def match(self, nodes: list[Any], index: int, place: int, then: Then) -> bool:
        """Whether the nodes from `index` on match at a place, and `then` what follows."""
        self.count += 1
        if self.count > self.most:
            raise TooManyStepsError
        if index == len(nodes):
            return then(place)
        op, value = nodes[index]

        def onward(at: int) -> bool:
            return self.match(nodes, index + 1, at, then)

        if op in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            return place < len(self.text) and self._is(op, value, self.text[place]) and onward(place + 1)
        if op is ops.AT:
            return self._at(value, place) and onward(place)
        if op is ops.BRANCH:
            return any(self.match([*each], 0, place, onward) for each in value[1])
        if op is ops.SUBPATTERN:
            return self._group(value, place, onward)
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            return self._repeat(op, value, place, onward)
        if op is ops.ATOMIC_GROUP:
            end = self.end([*value], place)
            return end is not None and onward(end)
        if op in (ops.ASSERT, ops.ASSERT_NOT):
            direction, inside = value
            start = place if direction > 0 else place - inside.getwidth()[1]
            holds = start >= 0 and self.match([*inside], 0, start, lambda at: direction > 0 or at == place)
            return holds is (op is ops.ASSERT) and onward(place)
        if op is ops.GROUPREF:
            start, end = self.groups.get(value, (0, -1))
            said = self.text[start:end]
            return end >= start and self.text.startswith(said, place) and onward(place + len(said))
        if op is ops.GROUPREF_EXISTS:
            group, yes, no = value
            chosen = yes if group in self.groups else no
            return self.match([*(chosen or ())], 0, place, onward)
        raise NotImplementedError(op)

    def end(self, nodes: list[Any], place: int) -> int | None:
        """Where the nodes end that begin at a place; None where they do not match there."""
        ends: list[int] = []
        return ends[0] if self.match(nodes, 0, place, lambda at: not ends.append(at)) else None  # type: ignore[func-returns-value]

    def _group(self, value: Any, place: int, onward: Then) -> bool:
        number, _, _, inside = value

        def closed(at: int) -> bool:
            before = self.groups.get(number)
            self.groups[number] = place, at
            if onward(at):
                return True
            if before is None:
                del self.groups[number]
            else:
                self.groups[number] = before
            return False

        return self.match([*inside], 0, place, closed if number is not None else onward)

    def _repeat(self, op: Any, value: Any, place: int, onward: Then) -> bool:
        least, most, inside = value
        body = [*inside]
        if op is ops.POSSESSIVE_REPEAT:
            times = 0
            while times < most and (end := self.end(body, place)) is not None and (end > place or times < least):
                place, times = end, times + 1
            return times >= least and onward(place)

        def again(times: int, at: int) -> bool:
            def more() -> bool:
                return times < most and self.match(
                    body, 0, at, lambda end: (end > at or times < least) and again(times + 1, end)
                )

            if times < least:
                return more()
            return (more() or onward(at)) if op is ops.MAX_REPEAT else (onward(at) or more())

        return again(0, place)

    def _at(self, where: Any, place: int) -> bool:
        text, end = self.text, len(self.text)
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            lines = where is ops.AT_BEGINNING and self.flags & re.MULTILINE
            return place == 0 or bool(lines and text[place - 1] == "\n")
        if where in (ops.AT_END, ops.AT_END_STRING):
            last = where is ops.AT_END and text[place:] == "\n"
            return place == end or last or bool(self.flags & re.MULTILINE and text[place : place + 1] == "\n")
        words = [bool(WHOLE_WORDS.match(each)) for each in (text[max(0, place - 1) : place], text[place : place + 1])]
        return (words[0] != words[1]) is (where is ops.AT_BOUNDARY)

    def _is(self, op: Any, value: Any, character: str) -> bool:
        return _is(op, value if op is not ops.IN else tuple(value), character, self.flags)


@lru_cache(100_000)
def _is(op: Any, value: Any, character: str, flags: int) -> bool:
    """Whether a node that takes one character takes this one."""
    if op is ops.ANY:
        return bool(flags & re.DOTALL) or character != "\n"
    folded = {character, character.lower(), character.upper()} if flags & re.IGNORECASE else {character}
    if op in (ops.LITERAL, ops.NOT_LITERAL):
        return any(ord(each) == value for each in folded if len(each) == 1) is (op is ops.LITERAL)
    negated = value[:1] == ((ops.NEGATE, None),)
    return any(_in(item, each) for item in value for each in folded if len(each) == 1) is not negated


def _in(item: Any, character: str) -> bool:
    op, value = item
    if op is ops.LITERAL:
        return bool(ord(character) == value)
    if op is ops.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    if op is ops.CATEGORY:
        return _category(value, character)
    return False


CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d",
    ops.CATEGORY_NOT_DIGIT: r"\D",
    ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S",
    ops.CATEGORY_WORD: r"\w",
    ops.CATEGORY_NOT_WORD: r"\W",
}


def _category(value: Any, character: str) -> bool:
    return re.fullmatch(CATEGORIES[value], character, re.DOTALL) is not None


# --- texts that make a pattern try ---------------------------------------------------------------------------------


def pumped(pattern: re.Pattern[str], n: int) -> Iterator[str]:
    """Texts in which a repeated part of a pattern, or a piece of it, stands `n` times, and then what breaks it off."""
    pieces = {sample(body) for body in _repeated(parsed(pattern))} - {""}
    pieces |= {one + two for one in pieces for two in pieces if len(pieces) < 5}
    start = sample(parsed(pattern))
    for piece in sorted(pieces):
        for before in ("", start):
            for behind in ("", "\x01"):
                yield before + piece * n + behind


def _repeated(tree: Any) -> Iterator[Any]:
    """The bodies of everything in a tree that may stand any number of times."""
    for op, value in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            if value[1] > 50:
                yield value[2]
            yield from _repeated(value[2])
        elif op is ops.SUBPATTERN:
            yield from _repeated(value[3])
        elif op is ops.BRANCH:
            for each in value[1]:
                yield from _repeated(each)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from _repeated(value[1])
        elif op is ops.ATOMIC_GROUP:
            yield from _repeated(value)


PROBES = "a1 卷`*_[](){}<>#-.,:：\n\\\"'/|!~^$%&=+;@?，。一Aé\t\x00"
"""Characters of which one at least is in any set that is not a single one."""


def sample(tree: Any) -> str:
    """A text that a tree matches, lookarounds aside."""
    made = ""
    for op, value in tree:
        if op is ops.LITERAL:
            made += chr(value)
        elif op in (ops.ANY, ops.IN, ops.NOT_LITERAL):
            made += _one_of(op, value)
        elif op is ops.SUBPATTERN:
            made += sample(value[3])
        elif op is ops.BRANCH:
            made += sample(value[1][0])
        elif op is ops.ATOMIC_GROUP:
            made += sample(value)
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            made += sample(value[2]) * max(1, value[0])
    return made


def _one_of(op: Any, value: Any) -> str:
    if op is ops.IN and value[0][0] in (ops.LITERAL, ops.RANGE):
        first = value[0][1]
        return chr(first if isinstance(first, int) else first[0])
    given = tuple(value) if op is ops.IN else value
    return next((each for each in PROBES if _is(op, given, each, 0)), "a")
