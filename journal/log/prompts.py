"""The template of a week: headings that ask. What they ask is never counted, and one without an answer is left out.

A prompt is a heading with a comment behind it, as Markdown has it from HTML: `## 反思 <!-- 这周怎么样？ -->`.
"""

from __future__ import annotations

import re

_PROMPT = r"^ {0,3}#{1,6}[ \t][^\n]*<!--[^\n]*-->[ \t\r]*(?:\n|\Z)"
_ASKED = re.compile(rf"{_PROMPT}|<!--.*?(?:-->|\Z)", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]")
_COMMENT = re.compile(r"(?<![ \t])[ \t]*+<!--.*?(?:-->|\Z)", re.DOTALL)


def has_prompts(text: str) -> bool:
    """Whether `text` holds any heading that asks."""
    return re.search(_PROMPT, text, re.MULTILINE) is not None


def first_answer(text: str) -> int:
    """Where the answer to the first prompt of a text begins: the end of the text where there is no prompt."""
    found = re.search(_PROMPT, text, re.MULTILINE)
    return found.end() if found else len(text)


def without_prompts(text: str) -> str:
    """`text` without the headings that ask, and without any other comment: what its writer wrote."""
    return _ASKED.sub("", text) if "<!--" in text else text


def blanked(text: str) -> str:
    """`text` with blanks in place of what asks, so that every other character keeps its place."""
    return _ASKED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text) if "<!--" in text else text


def answered(text: str) -> str:
    """`text` to be read by others: prompts without an answer are gone, the others are plain headings."""
    if "<!--" not in text:
        return text
    lines = text.splitlines(keepends=True)
    kept: list[str] = []
    leaving_out = False
    for place, line in enumerate(lines):
        leaving_out = _is_unanswered(lines, place) or (leaving_out and not line.strip())
        kept += [] if leaving_out else [line]
    return _COMMENT.sub("", "".join(kept))


def _is_unanswered(lines: list[str], place: int) -> bool:
    """Whether the line at `place` is a prompt with nothing below it before the next heading of its level or above."""
    if not re.match(_PROMPT, lines[place]):
        return False
    level = _level(lines[place])
    for line in lines[place + 1 :]:
        if 0 < _level(line) <= level:
            return True
        if without_prompts(line).strip():
            return False
    return True


def _level(line: str) -> int:
    """The level of a heading, 0 for any other line."""
    heading = _HEADING.match(line)
    return len(heading[1]) if heading else 0
