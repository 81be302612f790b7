"""Characters that a terminal acts on, and the visible marks that stand for them on a screen."""

from __future__ import annotations

import re

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u2028\u2029\ufeff\U000e0000-\U000e007f"
_SURROGATES = "\ud800-\udfff"

_ACTIVE = re.compile(f"[{_CONTROLS}{_BIDI}]")
_UNSHOWABLE = re.compile(f"[\r{_CONTROLS}{_BIDI}{_INVISIBLE}{_SURROGATES}]")
_LINE_ENDS = "\x85\u2028\u2029"
_IN_ONE_LINE = str.maketrans({"\n": "\u240a", "\t": "\u2409", "\r": "\u240d"})


def visible(text: str) -> str:
    """`text` with a mark in place of each character that a terminal acts on, or that nobody can see.

    Each mark takes the place of one character, so that spans of the text stay valid: `␛` and the like for C0, `␡` for
    DEL, `␤` for NEL, LS and PS, the replacement character for the rest of C1, for bidi controls, U+FEFF, tags and lone
    surrogates. Tab and line feed stay.
    """
    return _UNSHOWABLE.sub(_mark, text) if _UNSHOWABLE.search(text) else text


def visible_line(text: str) -> str:
    """The same in one line: line breaks and tabs are marks as well."""
    return visible(text.translate(_IN_ONE_LINE))


def brief(text: str, most: int = 60) -> str:
    """A text of others as a message may repeat it: in one line, and cut where it is long."""
    line = visible_line(text)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def without_controls(text: str) -> tuple[str, int]:
    """`text` with marks in place of control and bidi characters alone, line ends as they are, and how many there were.

    For texts of other programs that are stored: what they hold of this kind acted on a terminal, and says nothing.
    """
    return _ACTIVE.subn(_mark, text)


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    if match[0] in _LINE_ENDS:
        return "\u2424"
    return "\u2421" if code == 0x7F else "\ufffd"
