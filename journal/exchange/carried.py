"""Our own logs within files of other forms: a mark before each says what its days are, and which text it was.

Behind the line of the mark the text follows as it is, and one line break more; so every log comes back byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from journal.core.messages import UserError
from journal.exchange.import_batch import ImportedLog, hash_of
from journal.exchange.source import parsed

_LINE = re.compile(r"<!-- journal: week (?P<told>\{[^\n]*\}) -->\n")


def message(log: ImportedLog) -> dict[str, Any]:
    """What a file tells of a log besides its text."""
    return {
        "number": log.number,
        "starts": f"{log.starts}",
        "ends": f"{log.ends}",
        "title": log.title,
        "base": hash_of(log.body),
    }


def marked(head: str, log: ImportedLog) -> str:
    """A log below some lines (`head`) for programs that do not know its mark."""
    lines = head.count("\n")
    mark = json.dumps({**message(log), "head": lines}, ensure_ascii=False).replace("--", r"-\u002d")
    return f"{head}<!-- journal: week {mark} -->\n{log.body}\n"


def log_of(message: Any, body: str) -> ImportedLog | None:
    """The log that a mark tells of; None where it does not tell all of it."""
    if not isinstance(message, dict):
        return None
    number, title, base = message.get("number"), message.get("title"), message.get("base")
    try:
        starts, ends = (date.fromisoformat(str(message.get(name))) for name in ("starts", "ends"))
    except ValueError:
        return None
    if not isinstance(number, int | None) or not isinstance(title, str) or not isinstance(base, str) or ends < starts:
        return None
    return ImportedLog(number, starts, ends, title, body, base)


def logs_in(text: str) -> tuple[ImportedLog, ...]:
    """The logs that stand in a text behind their marks; none where there is no mark."""
    return tuple(_logs(text)) if "<!-- journal: week {" in text else ()


def _logs(text: str) -> Iterator[ImportedLog]:
    marks = [(found, mark) for found in _LINE.finditer(text) if (mark := _parsed(found["told"])) is not None]
    starts = [_before(text, found.start(), mark) for found, mark in marks]
    for (found, mark), end in zip(marks, [*starts[1:], len(text)], strict=True):
        body = text[found.end() : max(end, found.end())]
        if log := log_of(mark, body.removesuffix("\n")):
            yield log


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        document = parsed(text, "")
    except UserError:
        return None
    return document if isinstance(document, dict) else None


def _before(text: str, place: int, message: dict[str, Any]) -> int:
    """Where the lines above a mark begin that stand there for other programs."""
    lines = message.get("head")
    for _ in range(lines if isinstance(lines, int) and 0 <= lines <= 3 else 0):
        place = text.rfind("\n", 0, max(0, place - 1)) + 1
    return place
