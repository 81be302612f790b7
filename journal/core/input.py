"""Input of commands: a file, standard input, one line of an answer."""

from __future__ import annotations

import sys
from pathlib import Path

from journal.core.incoming import decoded, text_of
from journal.core.input_files import LARGEST, text_file
from journal.core.messages import UserError, in_every_language
from journal.core.output import print_question

LONGEST_LINE = 65_536
"""Bytes of the longest line that is read at once."""


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for `-`. Raises UserError."""
    return _standard_input() if str(path) == "-" else text_file(path)


def read_line() -> str:
    """One line of standard input without its line ending. Raises EOFError at the end of input."""
    line = sys.stdin.buffer.readline(LONGEST_LINE)
    if not line:
        raise EOFError
    text = decoded(line)
    return (line.decode(sys.stdin.encoding, "replace") if text is None else text).rstrip("\r\n")


def agreed(question: str) -> bool:
    """Asks a yes/no question. Anything but yes, and the end of input, counts as no."""
    print_question(question)
    try:
        return read_line().strip().lower() in ("y", *in_every_language("cli.yes"))
    except EOFError:
        return False


def is_typed() -> bool:
    """Whether standard input is a terminal."""
    return sys.stdin.isatty()


def _standard_input() -> str:
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UserError("weeks.too_large", path="-", most=f"{LARGEST / 2**20:g}")
    return text_of(data, "-")
