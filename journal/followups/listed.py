"""What a log lists as open: boxes that are not ticked, and lines below headings (下周计划, 困难, TODO, Next)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from journal.core.sentences import Span

_ITEM = r"[ \t]*(?:[-*+•]|\d{1,3}[.)、])[ \t]*"
_OPEN_BOX = re.compile(r"^(?P<before>[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+\[)[ ](?P<after>\][ \t]+)(?P<text>\S.*)$")
_TICKED = re.compile(rf"^{_ITEM}(?:\[[xX-]\]|☑|✅|~~)")
_MARKS = re.compile(rf"^(?:{_ITEM})")
_HEADING = re.compile(
    r"^ {0,3}(?:#{1,6}[ \t]*(?P<marked>\S.*)|\*\*(?P<bold>[^*\n]+)\*\*[ \t]*[:：]?[ \t]*"
    r"|(?P<plain>[^\n:：]{1,30})[:：])$"
)
_DECORATION = re.compile(r"^[\W\d_一二三四五六七八九十]*(?=\w{2})|[\W_]+$")
_ASKS = re.compile(
    r"(?:下周|下一周|下阶段|接下来的?|后续)(?:的)?(?:学习|工作)?(?:计划|任务|安排|目标)|下一步(?:计划)?|待办(?:事项)?|未完成(?:的?事项)?"
    r"|(?:遇到的|存在的|本周的?|学习中的?)*(?:困难|问题|疑问|困惑|难点)(?:和|与|及)?(?:困难|问题|疑问|困惑|难点)?"
    r"|to-?\s?dos?|next(?:\s+(?:week|steps?|up))?|plans?\s+for\s+(?:the\s+)?next\s+week|(?:open\s+)?questions?"
    r"|difficulties|blockers?|problems?|stuck(?:\s+on)?",
    re.IGNORECASE,
)
LONGEST = 200
"""Characters of a line that is still one thing to do; longer ones tell a story."""


@dataclass(frozen=True)
class Listed:
    """One thing that a log lists as open: where its words stand, and the whole line around them."""

    words: Span
    line: Span


def listed(text: str) -> list[Listed]:
    """The open boxes and the lines below headings that ask for what is open, in the order of `text`.

    Below such a heading the items of its list count, or each line where it has none; what is ticked does not.
    """
    return sorted([*_boxes(text), *_below_headings(text)], key=lambda each: each.words)


def ticked(body: str, line: str) -> str | None:
    """`body` with the box of the first open `line` ticked; None where it has no such box any longer."""
    lines = body.split("\n")
    for place, each in enumerate(lines):
        box = _OPEN_BOX.match(each.rstrip("\r"))
        if box and each.strip() == line.strip():
            lines[place] = f"{box['before']}x{each[box.start('after') :]}"
            return "\n".join(lines)
    return None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that holds something, with its place."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line.rstrip()
        start += len(line) + 1


def _boxes(text: str) -> Iterator[Listed]:
    for start, line in _lines(text):
        if box := _OPEN_BOX.match(line):
            yield _listed(start, line, box.start("text"))


def _below_headings(text: str) -> Iterator[Listed]:
    section: list[tuple[int, str]] = []
    asks = False
    for start, line in [*_lines(text), (len(text), "# end")]:
        if heading := _HEADING.match(line):
            yield from _open_in(section) if asks else ()
            title = heading["marked"] or heading["bold"] or heading["plain"]
            section, asks = [], _ASKS.fullmatch(_DECORATION.sub("", title)) is not None
        else:
            section.append((start, line))


def _open_in(section: list[tuple[int, str]]) -> Iterator[Listed]:
    """The things that the lines below a heading list; checkboxes are found separately."""
    items = [(start, line) for start, line in section if re.match(_ITEM + r"\S", line)]
    for start, line in items or section:
        if not _OPEN_BOX.match(line) and not _TICKED.match(line) and len(line) <= LONGEST:
            mark = _MARKS.match(line)
            yield _listed(start, line, mark.end() if mark else len(line) - len(line.lstrip()))


def _listed(start: int, line: str, first: int) -> Listed:
    indent = len(line) - len(line.lstrip())
    return Listed((start + first, start + len(line)), (start + indent, start + len(line)))
