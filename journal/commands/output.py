"""How commands print: plain lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from wcwidth import wcswidth

from journal.words import in_every_language


def print_json(data: Any) -> None:
    """Prints data as JSON in UTF-8, Chinese as it is."""
    sys.stdout.buffer.write(json.dumps(data, ensure_ascii=False, indent=2, default=str).encode() + b"\n")


def print_lines(lines: Iterable[str]) -> None:
    """Prints lines."""
    for line in lines:
        print(line)


def agreed(question: str) -> bool:
    """Asks on standard error, so that what is printed stays clean.

    Anything but a yes is a no, the end of standard input too.
    """
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", *in_every_language("cli.yes"))


def table(rows: Iterable[Iterable[object]]) -> list[str]:
    """Rows as lines with their columns aligned by cells, so that Chinese and Latin stand in line."""
    texts = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(wcswidth, column)) for column in zip(*texts, strict=True)] if texts else []
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in texts]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - wcswidth(text))
