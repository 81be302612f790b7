"""Files from outside: only ordinary ones are read, none that is too large, and none can make the app wait or fail."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from journal.core.incoming import shown_name, text_of
from journal.core.marks import brief
from journal.core.messages import UserError

LARGEST_OF_OURS = 2**20
"""Bytes of the largest concept file, settings or template: they are written by hand."""
LARGEST = 64 * 2**20
"""Bytes of the largest file of logs, or of the largest part of an archive."""
LONGEST_REASON = 200
"""Characters of a library's own message that are passed on."""

_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))


def bytes_of(path: Path, most: int = LARGEST) -> bytes:
    """The bytes of the file at `path`.

    Raises UserError where there is none, where it is no ordinary file (a pipe or a device would never end), where it
    holds more than `most` bytes, and where it cannot be read; where the system refused, its OSError is the cause.
    """
    try:
        return _read(path, most)
    except FileNotFoundError as error:
        raise UserError("weeks.missing_file", path=shown_name(path)) from error
    except (OSError, ValueError) as error:
        raise UserError("weeks.unreadable", path=shown_name(path), reason=reason_of(error)) from error


def text_file(path: Path, most: int = LARGEST) -> str:
    """The text of the file at `path`, decoded and cleaned. Raises UserError as `bytes_of` and `text_of` do."""
    return text_of(bytes_of(path, most), shown_name(path))


def text_if_there(path: Path, most: int = LARGEST) -> str | None:
    """The same; None where there is no such file."""
    try:
        return text_file(path, most)
    except UserError as error:
        if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
            return None
        raise


def is_file(path: Path) -> bool:
    """Whether there is an ordinary file at `path`; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


@contextmanager
def reading(name: str) -> Iterator[None]:
    """What a reader of foreign input raises becomes a UserError that says what `name` is: damaged, and why.

    Libraries document only a part of what they raise on damaged input, so nothing but a UserError gets through.
    """
    try:
        yield
    except UserError:
        raise
    except RecursionError as error:
        raise UserError("exchange.too_deep", path=name) from error
    except Exception as error:
        raise UserError("exchange.broken_because", path=name, reason=reason_of(error)) from error


def reason_of(error: BaseException, message: str | None = None) -> str:
    """What an exception says (or `told`, the part of it that is meant), in one line that is not too long."""
    message = message or getattr(error, "strerror", None) or str(error)
    return brief(" ".join(message.split()) or type(error).__name__, LONGEST_REASON)


def _read(path: Path, most: int) -> bytes:
    _check(path, path.stat(), most)  # before it is opened: to open a device can be to use it
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        _check(path, os.fstat(file.fileno()), most)
        data = file.read(most + 1)
    if len(data) > most:
        raise _too_large(path, most)
    return data


def _check(path: Path, status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UserError("weeks.is_folder", path=shown_name(path))
    if not stat.S_ISREG(status.st_mode):
        raise UserError("weeks.no_file", path=shown_name(path))
    if status.st_size > most:
        raise _too_large(path, most)


def _too_large(path: Path, most: int) -> UserError:
    return UserError("weeks.too_large", path=shown_name(path), most=f"{most / 2**20:g}")
