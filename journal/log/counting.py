"""字数: how much was written, as Word counts it (中文字符和朝鲜语单词 + 非中文单词).

Every full-width character counts one, punctuation included, and so does every unbroken run of other characters
(`06/30/2003`, `vis-a-vis`). Which characters are East Asian follows [MS-OI29500] 2.1.88; those that it calls so by
context (quotes, dashes, arrows, Greek) count one each where the text holds a Han character, and else belong to runs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from journal.core.markdown import FENCED
from journal.log.headings import is_heading
from journal.log.prompts import without_prompts

# Ranges as regular expressions write them inside brackets.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ALWAYS_WIDE = (
    "\u1100-\u11ff\u2f00-\u2fff\u3000-\u319f\u3200-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af"
    "\uf900-\ufaff\ufe30-\ufe6f\uff00-\uffef\U00010000-\U0010ffff"
)
_WIDE_BESIDE_HAN = (
    "\u00a1\u00a4\u00a7\u00a8\u00aa\u00af\u00b0-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00d7\u00f7\u02b0-\u04ff"
    "\u2000-\u206f\u2070-\u27bf\u2e80-\u2eff\ue000-\uf8ff"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_PERHAPS_INVISIBLE = re.compile("[^\x00-\u00ac\u00ae-\u02ff\u2010-\u2027\u3000-\u3029\u3400-\u9fff\uff00-\uffef]")

_HAN_RUN = re.compile(f"[{HAN}]+")
_NARROW = rf"[^\s{_ALWAYS_WIDE}{_WIDE_BESIDE_HAN}]+"
_RUN_BESIDE_HAN = re.compile(rf"{_NARROW}(?:(?<=[A-Za-z0-9])’(?=[A-Za-z0-9]){_NARROW})*")
_RUN = re.compile(rf"[^\s{_ALWAYS_WIDE}]+")

REACHING = ("```", "~~~", "<!--")
"""What begins a block of code or a comment, which reach over lines."""
LINES = 4096
"""Of that many lines the count is remembered: a text is counted again with each of its changes."""


_LINE_START = re.compile(
    r"^[ \t]*(?:>[ \t]?|#{1,6}(?=\s)[ \t]*|[-*+][ \t]+(?:\[[ xX]\](?=\s|$)[ \t]*)?)*", re.MULTILINE
)
_INLINE = re.compile(
    r"(?=[`!\[*_~])(?:(?P<tick>`{1,9})(?P<code>[^\n]+?)(?P=tick)"
    r"|!?\[\[(?:[^\[\]|\n]*\|)?(?P<note>[^\[\]|\n]+)\]\]"
    r"|!?\[(?P<link>(?:!\[[^\[\]\n]*\]\([^()\n]*\)|[^\[\]\n])*)\]\([^()\n]*\)"
    r"|\*{2,3}|__|~~|`+)"
)


@dataclass(frozen=True)
class Count:
    """The three ways to count a text: 字数 as Word shows it, Han characters, and characters without spaces."""

    word: int
    han: int
    chars: int


def count(text: str) -> Count:
    """Counts the whole of `text`, Markdown signs included: what Word shows for the same text."""
    text = _visible(text)
    han = sum(map(len, _HAN_RUN.findall(text)))
    return Count(_words(text, beside_han=han > 0), han, _characters(text))


def body_count(text: str) -> int:
    """What a quota counts: the 字数 of `text` without weekly headings, prompts, code blocks and Markdown signs."""
    return sum(_by_line(text))


def plain_body(text: str) -> str:
    """What a quota counts of `text`, as it reads when rendered: for pasting where Word will count it."""
    return strip_markdown(_body(text))


def han_count(text: str) -> int:
    """How many Han characters there are: `count(text).han`, each line remembered for the next time."""
    return sum(map(_han_of_line, text.split("\n")))


@lru_cache(LINES)
def _han_of_line(line: str) -> int:
    return count(line).han


def _by_line(text: str) -> list[int]:
    """What a quota counts of each line.

    Only code blocks and comments reach over lines: without any, each line is counted by itself, and remembered for the
    next time.
    """
    if any(mark in text for mark in REACHING):
        plain = _visible(plain_body(text))
        beside_han = _HAN_RUN.search(plain) is not None
        return [_words(line, beside_han=beside_han) for line in plain.splitlines()]
    lines = [_count_of_line(line) for line in text.split("\n")]
    beside_han = any(line.has_han for line in lines)
    return [line.beside_han if beside_han else line.alone for line in lines]


class _Line(NamedTuple):
    """The 字数 of one line, in a text with Han characters and in one without."""

    beside_han: int
    alone: int
    has_han: bool


@lru_cache(LINES)
def _count_of_line(line: str) -> _Line:
    plain = _visible(plain_body(line))
    has_han = _HAN_RUN.search(plain) is not None
    return _Line(_words(plain, beside_han=True), _words(plain, beside_han=False), has_han)


def by_paragraph(text: str) -> list[int]:
    """The 字数 of each line that has any, in the order of the text; their sum is `body_count`."""
    return [words for words in _by_line(text) if words]


def reached_in(text: str, goal: int) -> int | None:
    """The paragraph of `text`, counted from 1, in which it reaches `goal`; None where it does not."""
    totals = accumulate(by_paragraph(text))
    return next((number for number, total in enumerate(totals, 1) if total >= goal), None)


def strip_markdown(text: str) -> str:
    """`text` as it reads when rendered: without code blocks, prompts, marks of headings, lists, quotes and emphasis;
    links and images keep their text, `[[note|alias]]` its alias, inline code all of its content."""
    return _INLINE.sub(_shown, _LINE_START.sub("", without_prompts(FENCED.sub("", text))))


def _body(text: str) -> str:
    lines = FENCED.sub("", text).splitlines(keepends=True)
    return "".join(line for line in lines if not is_heading(line))


def _shown(mark: re.Match[str]) -> str:
    if mark["code"] is not None:
        return mark["code"]
    return _INLINE.sub(_shown, mark["note"] or mark["link"] or "")


def _visible(text: str) -> str:
    """`text` composed (NFC), without what takes no place of its own: combining marks and invisible signs."""
    text = unicodedata.normalize("NFC", text)
    ignored = [
        ord(c) for c in set(_PERHAPS_INVISIBLE.findall(text)) if c in _INVISIBLE or unicodedata.category(c)[0] == "M"
    ]
    return text.translate(dict.fromkeys(ignored)) if ignored else text


def _words(visible: str, *, beside_han: bool) -> int:
    """One for each run, and one for each of the characters outside of runs."""
    runs = (_RUN_BESIDE_HAN if beside_han else _RUN).findall(visible)
    return len(runs) + _characters(visible) - sum(map(len, runs))


def _characters(visible: str) -> int:
    return sum(map(len, visible.split()))
