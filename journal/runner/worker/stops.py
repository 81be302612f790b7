"""Classifies exceptions: which limit was exceeded, or an error in the concept's own code."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path

from journal.runner.runs import MESSAGE_LONGEST

_BY_NUMBER: Mapping[int | None, str] = {
    errno.ENOMEM: "memory",
    errno.EFBIG: "disk",
    errno.ENOSPC: "disk",
    errno.EDQUOT: "disk",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EXDEV: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOSYS: "forbidden",
    errno.ENETUNREACH: "forbidden",
}
_OUT_OF_MEMORY = ("can't allocate memory", "not enough memory", "bad_alloc")
_ORDER = ("exit", "memory", "forbidden", "disk")


def limit_of(error: BaseException) -> str:
    """The limit that an exception, or one that it was made of, comes from; `error` when there is none."""
    found = {_limit(each) for each in _made_of(error)}
    return next((limit for limit in _ORDER if limit in found), "error")


def _limit(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "exit"
    if isinstance(error, FileNotFoundError) and _is_outside(error.filename):
        return "forbidden"  # what a run may not see is not there for it
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno, "error")
    if isinstance(error, RuntimeError) and any(sign in described(error)["message"] for sign in _OUT_OF_MEMORY):
        return "memory"
    return "memory" if isinstance(error, MemoryError) else "error"


def _is_outside(name: object) -> bool:
    """Whether a file name leads out of the current folder."""
    if not isinstance(name, str | bytes):
        return False
    here = Path.cwd()
    return not Path(os.path.normpath(here / os.fsdecode(name))).is_relative_to(here)


def _made_of(error: BaseException, most: int = 50) -> Iterator[BaseException]:
    """An exception, its causes, and the exceptions among their arguments; at most `most`."""
    waiting, seen = [error], {id(error)}
    while waiting and len(seen) < most:
        each = waiting.pop()
        yield each
        for part in (each.__cause__, each.__context__, *each.args[:most]):
            if isinstance(part, BaseException) and id(part) not in seen:
                seen.add(id(part))
                waiting.append(part)


def described(error: BaseException) -> dict[str, str]:
    """Type and message of an exception, the message cut at a length that fits a screen."""
    try:
        message = str(error)
    except BaseException as untold:  # its own code may raise anything
        message = type(untold).__name__
    return {"type": type(error).__name__[:MESSAGE_LONGEST], "message": message[:MESSAGE_LONGEST]}


def line_in(error: BaseException, file: str, function: str = "") -> int | None:
    """The line of `file` at which the exception left it, or of one `function` in it."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    lines = [line for code, line in frames if code.co_filename == file and function in ("", code.co_name)]
    return lines[-1] if lines else None


def exit_code(error: BaseException) -> int:
    """The code that the process would have ended with."""
    code = error.code if isinstance(error, SystemExit) else 1
    return code if isinstance(code, int) else int(code is not None)
