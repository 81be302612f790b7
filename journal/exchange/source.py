"""A file or folder that is to be imported: read once, however many formats look at it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from journal.exchange.weekly import bytes_of, text_of
from journal.words import UserError

_NOT_LOGS = {"templates", "template", "_templates", "logseq", "__MACOSX"}
"""Folders of other programs that hold no entries; neither do those whose name begins with a dot."""


class Source:
    """What lies at a path. Raises UserError where that cannot be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_folder = path.is_dir()

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file."""
        return bytes_of(self.path)

    @cached_property
    def text(self) -> str:
        """The text of the file."""
        return text_of(self.data, str(self.path))

    @cached_property
    def document(self) -> Any:
        """What the file holds as JSON."""
        return parsed(self.text, str(self.path))

    def files(self, *suffixes: str) -> Iterator[Path]:
        """The files of a folder with one of the endings, at any depth, in the order of their paths."""
        for path in sorted(self.path.rglob("*")):
            folders = path.relative_to(self.path).parts[:-1]
            hidden = any(name.startswith(".") or name.lower() in _NOT_LOGS for name in folders)
            if path.suffix.lower() in suffixes and path.is_file() and not hidden and not path.name.startswith("."):
                yield path


def parsed(text: str, name: str) -> Any:
    """What a text holds as JSON. Raises UserError, with the line, for one that is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UserError("exchange.broken_at", path=name, line=error.lineno, reason=error.msg) from None
    except RecursionError:
        raise UserError("exchange.broken", path=name) from None
