"""The parts of Markdown that are no prose: code, HTML, comments, addresses."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator

from journal.core.sentences import Span

FENCED = re.compile(r"^ {0,3}(```+|~~~+)[^\n]*(?:\n.*?(?:^ {0,3}\1[`~]*[ \t\r]*$|\Z)|\Z)", re.MULTILINE | re.DOTALL)
"""A block of code between two lines of fences, or to the end of the text."""
_TICKS = re.compile(r"`+")
_INDENTED = re.compile(r"(?: {4}|\t)[ \t]*\S")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<kind>style|script|code|pre)\b.*?(?:</(?P=kind)>|\Z)|</?[a-z][^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"!?\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\[[^\[\]\n]*\])"
    r"|^ {0,3}\[[^\[\]\n]+\]:[ \t]*\S+|(?<![a-z])(?:[a-z]{2,12}://|www\.|mailto:)[!-~]+",
    re.IGNORECASE | re.MULTILINE,
)


def prose_alone(text: str) -> str:
    """`text` with blanks in place of code, HTML, comments, links and addresses; all else keeps its place."""
    for spans in (_fenced, _indented, _inline_code, _html, _links):
        text = _blanked(text, spans(text))
    return text


def _fenced(text: str) -> Iterator[Span]:
    return (found.span() for found in FENCED.finditer(text)) if "```" in text or "~~~" in text else iter(())


def _indented(text: str) -> Iterator[Span]:
    """Blocks of code by their indent: behind an empty line, and not within a list."""
    start, in_list, may_begin = 0, False, True
    for line in text.split("\n"):
        if line.strip():
            is_code = may_begin and not in_list and _INDENTED.match(line) is not None
            if is_code:
                yield start, start + len(line)
            in_list = _ITEM.match(line) is not None or (in_list and line[:1] in " \t")
            may_begin = is_code
        else:
            may_begin = True
        start += len(line) + 1


def _inline_code(text: str) -> Iterator[Span]:
    """What stands between two runs of as many backticks, in one paragraph."""
    waiting: dict[int, deque[Span]] = defaultdict(deque)
    runs = [found.span() for found in _TICKS.finditer(text)]
    for run in runs:
        waiting[run[1] - run[0]].append(run)
    behind = 0
    for start, end in runs:
        alike = waiting[end - start]
        while alike and alike[0][0] <= start:
            alike.popleft()
        if start >= behind and alike and "\n\n" not in text[end : alike[0][0]]:
            behind = alike[0][1]
            yield start, behind


def _html(text: str) -> Iterator[Span]:
    return (found.span() for found in _HTML.finditer(text)) if "<" in text else iter(())


def _links(text: str) -> Iterator[Span]:
    return (found.span() for found in _LINK.finditer(text))


def _blanked(text: str, spans: Iterator[Span]) -> str:
    """`text` with blanks in place of all but the line breaks within some spans, which stand in order."""
    parts, last = [], 0
    for start, end in spans:
        parts += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    return "".join([*parts, text[last:]]) if parts else text
