"""How commands print: the only module that writes to standard output and standard error.

Lines are for people: control characters are always shown as visible marks. Texts and JSON are written unchanged, unless
the output is a terminal.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from journal.core.incoming import clean
from journal.core.marks import visible, visible_line
from journal.core.messages import UserError

BOLD, PLAIN = "\x1b[1m", "\x1b[22m"
_TO_LINE_START, _CLEAR_LINE = "\r", "\x1b[K"
LONGEST_ERROR = 2_000
"""Characters of an error that are printed: a text of others in it may be of any length."""


def print_json(data: Any) -> None:
    """Prints data as JSON in UTF-8, Chinese as it is."""
    print_text(clean(json.dumps(data, ensure_ascii=False, indent=2, default=str)) + "\n")


def print_text(text: str) -> None:
    """Prints a text unchanged, line endings included; on a terminal with visible marks."""
    if sys.stdout.isatty():
        sys.stdout.write(visible(text.replace("\r\n", "\n")))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(errors="replace"))
    sys.stdout.flush()


def print_lines(lines: Iterable[str]) -> None:
    """Prints lines."""
    for line in lines:
        sys.stdout.write(f"{visible(line)}\n")


def print_marked(before: str, text: str, spans: Sequence[tuple[int, int]]) -> None:
    """Prints one line; on a terminal these spans of `text` are bold."""
    shown = visible(text)
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        for start, end in reversed(spans):
            shown = f"{shown[:start]}{BOLD}{shown[start:end]}{PLAIN}{shown[end:]}"
    sys.stdout.write(f"{visible(before)}{shown}\n")


def print_prompt(prompt: str) -> None:
    """Prints a prompt without a newline."""
    sys.stdout.write(visible(prompt))
    sys.stdout.flush()


def print_aside(lines: Iterable[str]) -> None:
    """Prints lines to standard error, separate from the command's output."""
    sys.stdout.flush()
    for line in lines:
        sys.stderr.write(f"{visible(line)}\n")
    sys.stderr.flush()


def print_question(question: str) -> None:
    """Prints a question to standard error, to keep standard output clean."""
    sys.stderr.write(f"{visible(question)} ")
    sys.stderr.flush()


def print_error(error: UserError | str) -> None:
    """Prints an error to standard error, in one line."""
    print_aside([visible_line(f"journal: {error}")[:LONGEST_ERROR]])


def show_progress(what: str) -> None:
    """Replaces the progress line by `what`, where standard error is a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{_TO_LINE_START}{_CLEAR_LINE}{visible_line(what)}{_TO_LINE_START}")
        sys.stderr.flush()


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    return sys.stdout.isatty()


def table(rows: Iterable[Iterable[object]]) -> list[str]:
    """Rows as lines with columns aligned by terminal cells, so that Chinese and Latin text line up."""
    texts = [[visible_line(str(cell)) for cell in row] for row in rows]
    widths = [max(map(_cells, column)) for column in zip(*texts, strict=True)] if texts else []
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    from wcwidth import wcswidth  # only needed for a table

    width: int = wcswidth(text)
    return width if width >= 0 else len(text)
