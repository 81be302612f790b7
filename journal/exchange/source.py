"""A file or folder that is to be imported: read once, however many formats look at it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from journal.core.incoming import clean_values, shown_name, text_of
from journal.core.input_files import bytes_of, reading
from journal.core.messages import UserError
from journal.exchange.import_batch import ImportBatch, ImportNote, merged

T = TypeVar("T")

_NOT_LOGS = {"templates", "template", "_templates", "logseq", "__MACOSX"}
"""Folders of other programs that hold no entries; neither do those whose name begins with a dot."""


class Source:
    """What lies at a path. Raises UserError where that cannot be read.

    `strict`: a part that cannot be read stops the reading, instead of being left out. `begins`: the first day of a
    series that tells none. `encoding`: that of every text, where it is not found out.
    """

    def __init__(
        self, path: Path, *, strict: bool = False, begins: date | None = None, encoding: str | None = None
    ) -> None:
        self.path = path
        self.name = shown_name(path)
        self.is_folder = path.is_dir()
        self.begins = begins
        self._strict, self._encoding = strict, encoding

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file."""
        return bytes_of(self.path)

    @cached_property
    def text(self) -> str:
        """The text of the file."""
        return text_of(self.data, self.name, self._encoding)

    def text_at(self, path: Path) -> str:
        """The text of a file in the folder."""
        return text_of(bytes_of(path), shown_name(path), self._encoding)

    @cached_property
    def document(self) -> Any:
        """What the file holds as JSON."""
        return parsed(self.text, self.name)

    def files(self, *suffixes: str) -> Iterator[Path]:
        """The files of a folder with one of the endings, at any depth, in the order of their paths."""
        for path in sorted(self.path.rglob("*")):
            folders = path.relative_to(self.path).parts[:-1]
            hidden = any(name.startswith(".") or name.lower() in _NOT_LOGS for name in folders)
            if path.suffix.lower() in suffixes and path.is_file() and not hidden and not path.name.startswith("."):
                yield path

    def gather(self, parts: Iterable[tuple[str, T]], read: Callable[[T], ImportBatch]) -> ImportBatch:
        """What `read` makes of each part, all joined; messages call a part by its name.

        A part that cannot be read is left out with the reason; a strict source raises UserError for it.
        """
        return merged(self._part(name, part, read) for name, part in parts)

    def origin(self, name: str) -> str:
        """The name of one of its files as it is called within the source, wherever that lies."""
        return name.removeprefix(self.name).lstrip("/\\") or self.path.name

    def refuse(self, location: str, why: str) -> None:
        """Stops the reading for a part that cannot be read, where the source is strict. Raises UserError."""
        if self._strict:
            raise UserError("exchange.stopped_at", place=location, reason=why)

    def _part(self, name: str, part: T, read: Callable[[T], ImportBatch]) -> ImportBatch:
        try:
            with reading(name):
                return read(part)
        except UserError as error:
            if self._strict:
                raise
            return ImportBatch(skipped=(ImportNote(name, str(error), damaged=True),))


def parsed(text: str, name: str) -> Any:
    """What a text holds as JSON. Raises UserError, with the line, for one that is none."""
    with reading(name):
        try:
            document = json.loads(text)
        except json.JSONDecodeError as error:
            raise UserError("exchange.broken_at", path=name, line=error.lineno, reason=error.msg) from None
        return clean_values(document) if "\\u" in text else document
