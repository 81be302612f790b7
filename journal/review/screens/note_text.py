"""A side of a card of the learner's own: Markdown in brief, code in colours, formulas as Unicode, pictures named."""

from __future__ import annotations

import re

from textual.content import Content

from journal.core.messages import say
from journal.notes.formulas import readable
from journal.ui.widgets.code import code_content
from journal.ui.widgets.prose import line_content

_FENCED = re.compile(r"^```[^\n`]*\n(.*?)(?:^```[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
_PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)\n]+)\)")
_BOLD = re.compile(r"\*\*(?P<text>[^*\n]+)\*\*")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_BULLET = re.compile(r"^(\s*)[-*] +", re.MULTILINE)


def note_content(text: str) -> Content:
    """A side as it is shown."""
    parts, last = [], 0
    for block in _FENCED.finditer(text):
        parts += _prose(text[last : block.start()])
        parts.append(code_content(block[1].rstrip("\n")))
        last = block.end()
    return Content("\n").join([*parts, *_prose(text[last:])])


def in_one_line(text: str) -> str:
    """A side as a list shows it."""
    return " ".join(readable(text).split())


def _prose(text: str) -> list[Content]:
    stripped = text.strip("\n")
    return [_lines(stripped)] if stripped.strip() else []


def _lines(text: str) -> Content:
    shown = _PICTURE.sub(lambda found: say("notes.picture", name=found["alt"] or found["path"]), readable(text))
    shown = _BULLET.sub(r"\1• ", _HEADING.sub("", shown))
    content, last = Content(""), 0
    for bold in _BOLD.finditer(shown):
        content += line_content(shown[last : bold.start()]) + line_content(bold["text"]).stylize("bold $accent")
        last = bold.end()
    return content + line_content(shown[last:])
