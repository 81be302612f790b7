"""The file of the diagnostic log: private, of a bounded size, shared by all processes of the app."""

from __future__ import annotations

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from threading import Lock

LARGEST = 256 * 1024
"""Bytes after which the file becomes the first of those kept."""
KEPT = 2
"""Files that are kept besides the one that is written."""


_one_at_a_time = Lock()


class PrivateFile(RotatingFileHandler):
    """A rotating file that only its owner can read. `failed` says whether the last entry could not be written."""

    failed = False

    def _open(self) -> TextIOWrapper:
        """Opens the file, made for its owner only."""
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (a name of the standard library)
        """Remembers that the entry was not written; the error goes no further."""
        self.failed = True


def write(file: Path, level: str, text: str) -> bool:
    """Writes an entry; says whether that worked. The file is opened each time, as others may have moved it on."""
    record = logging.LogRecord("journal", logging.getLevelNamesMapping()[level], "", 0, text, None, None)
    with _one_at_a_time:
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handler = PrivateFile(file, maxBytes=LARGEST, backupCount=KEPT, delay=True)
            handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(message)s"))
            handler.handle(record)
            handler.close()
        except (OSError, ValueError):  # the second for a name that is none
            return False
    return not handler.failed
