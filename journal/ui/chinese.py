"""Line breaks and word motion for text in which Chinese and Latin are mixed.

Rich and Textual break lines at blanks only, so that a Chinese line starts with `，` or stays half empty, and
their word motion jumps a whole clause. Both break lines through one pattern each; `break_lines_in_chinese`
replaces the two. The names are private, so a test fails when an upgrade moves them.
"""

from __future__ import annotations

import re
from functools import cache

import rich._wrap
import textual._wrap

WIDE = (
    r"\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    r"\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
)
CLOSING = r"，。、；：！？）」』】》〉”’…—·％,.;:!?)\]}"
OPENING = r"（「『【《〈“‘(\[{"

CHUNK = re.compile(rf"[{OPENING}]*(?:[^\s{WIDE}]+|[\S\u3000])[{CLOSING}]*\s*|\S\s*|\s+")
"""A line may break between two chunks: each wide character is one, with the marks that belong to it.

What is neither blank nor narrow is wide, and so is the blank U+3000: a set of so many ranges takes milliseconds of the
start to compile, and is named only once.
"""

HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
WORD = rf"[{HAN}]|[^\W{HAN}]+"
"""What word motion and word deletion take at once: one Han character, or a run of Latin letters and digits."""


def break_lines_in_chinese() -> None:
    """Lets every widget, from the editor to tables, break lines between Chinese characters."""
    rich._wrap.re_word = CHUNK
    textual._wrap.re_chunk = CHUNK


@cache
def _word() -> re.Pattern[str]:
    return re.compile(WORD)


def word_left(text: str, column: int) -> int:
    """Where the word begins that ends at or before `column`; 0 at the start of the line."""
    starts = [match.start() for match in _word().finditer(text, 0, column)]
    return starts[-1] if starts else 0


def word_right(text: str, column: int) -> int:
    """Where the word ends that begins at or after `column`; the line's end when none does."""
    match = _word().search(text, column)
    return match.end() if match else len(text)
