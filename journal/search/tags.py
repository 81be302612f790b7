"""Tags in a text: `#CNN`, `#卷积`, `#w-28/a`, `#C++`, at a line's start or behind a blank or a sign; `#2024` is none.

Code, links, HTML and comments hold no tags, and a colour such as `#fff` is none.
"""

from __future__ import annotations

import re
import unicodedata

from journal.core.markdown import prose_alone

_SIGN = re.compile(r"(?<![\w#/&\\])#(?=[^\W_])")
_JOINERS = frozenset("\u200c\u200d")
_INSIDE = frozenset("_-/")
_LANGUAGE = re.compile(r"(?:(?<=[a-z])\+\+\d*|(?<![a-z][a-z])(?<=[a-z])#)(?!\w)", re.IGNORECASE | re.ASCII)
"""The end of the names of C++ and C#, behind their letters."""
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_ABOUT_COLOURS = re.compile(r"颜色|色值|配色|底色|背景|colou?r|background|\brgba?\b|\bhex\b|\bcss\b", re.IGNORECASE)


def tags(text: str) -> list[str]:
    """The tags of `text` without their `#`, in its order, as often as they stand there."""
    if "#" not in text:
        return []
    prose = prose_alone(text)
    found = []
    for sign in _SIGN.finditer(prose):
        if not _is_mark(prose[sign.start() - 1 : sign.start()]):
            tag = prose[sign.end() : _end(prose, sign.end())]
            if any(character.isalpha() for character in tag) and not _is_colour(tag, _line(prose, sign.start())):
                found.append(tag)
    return found


def same_tag(tag: str) -> str:
    """What all spellings of a tag have in common: capitals, and letters composed of several characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", tag).casefold())


def _end(text: str, start: int) -> int:
    """Where the tag ends that begins at `start`: letters, digits, the marks on them, and some signs between them."""
    end = start
    while end < len(text) and _belongs(text, end):
        end += 1
    while text[end - 1] in "-/'’":
        end -= 1
    language = _LANGUAGE.match(text, end)
    return language.end() if language else end


def _belongs(text: str, place: int) -> bool:
    character = text[place]
    if character.isalnum() or character in _INSIDE or character in _JOINERS or _is_mark(character):
        return True
    return character in "'’" and text[place - 1].isalpha() and text[place + 1 : place + 2].isalpha()


def _is_mark(character: str) -> bool:
    return bool(character) and unicodedata.category(character)[0] == "M"


def _line(text: str, place: int) -> str:
    """The line around a place, up to a length at which it is still about one thing."""
    start, end = max(text.rfind("\n", 0, place) + 1, place - 40), text.find("\n", place)
    return text[start : min(place + 40, len(text) if end < 0 else end)]


def _is_colour(tag: str, line: str) -> bool:
    """Whether a tag is a colour in hexadecimal. Of three or four digits many are words too: `#BCE`, `#A2C`, `#bf16`.

    Such a short one is a colour where it can be no word (`#fff`, `#0b7`), or where the line speaks of colours.
    """
    if not _HEX.fullmatch(tag) or len(tag) not in (3, 4, 6, 8):
        return False
    if len(tag) > 4 or tag[0].isdigit() or "0" in tag or len(set(tag.lower())) == 1:
        return True
    return _ABOUT_COLOURS.search(line) is not None
