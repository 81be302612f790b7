"""Translates errors of SQLite and the file system into messages that tell the user what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journal.core.messages import UserError

_OF_SQLITE = {
    "SQLITE_BUSY": "store.busy",
    "SQLITE_LOCKED": "store.busy",
    "SQLITE_NOTADB": "store.corrupt",
    "SQLITE_CORRUPT": "store.corrupt",
    "SQLITE_READONLY": "store.unwritable",
    "SQLITE_CANTOPEN": "store.unwritable",
    "SQLITE_PERM": "store.unwritable",
    "SQLITE_FULL": "store.full",
    "SQLITE_IOERR": "store.full",
}
"""The message for each of SQLite's errors that the user can act on."""

_OF_THE_DISK = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""No space, no quota, larger than a file may be."""


@contextmanager
def troubles_named(path: Path) -> Iterator[None]:
    """Turns errors about the database at `path` into UserErrors; errors of the program itself pass."""
    try:
        yield
    except OSError as error:
        raise UserError("store.full" if error.errno in _OF_THE_DISK else "store.unwritable", path=path) from error
    except Exception as error:
        key = _message_for(error)
        if key is None:
            raise
        raise UserError(key, path=path) from error


def _message_for(raised: Exception) -> str | None:
    error = getattr(raised, "orig", raised)  # SQLAlchemy wraps errors; it need not be loaded for this
    if isinstance(error, UnicodeDecodeError):  # the message of SQLite holds damaged text of the schema
        return "store.corrupt"
    name = getattr(error, "sqlite_errorname", "") if isinstance(error, sqlite3.Error) else ""
    if name == "SQLITE_ERROR" and str(error) == "SQL logic error":  # without a reason, which a wrong statement has
        return "store.corrupt"
    return next((key for start, key in _OF_SQLITE.items() if name.startswith(start)), None)
