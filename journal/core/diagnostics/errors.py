"""An error as the diagnostic log has it: its type and the way to it, without anything that may come from the user."""

from __future__ import annotations

import errno
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

from journal.core.messages import UserError

FIRST, LAST = 5, 25
"""Of a longer traceback, how many frames at its beginning and at its end are written."""
CAUSES = 8
"""The most errors of a chain that are written."""

_OURS = Path(__file__).parents[2]
_ELSEWHERE = "(a file of the user)"


def described(error: BaseException) -> list[str]:
    """The lines of an error and of those that it came from, the last one first."""
    return [line for each in _chain(error) for line in _lines(each)]


def kind_of(error: BaseException) -> str:
    """The type of an error, with what the system, the database or the app calls it: OSError[ENOSPC]."""
    name, detail = type(error).__name__, _detail(error)
    return f"{name}[{detail}]" if detail else name


def _detail(error: BaseException) -> str:
    if isinstance(error, OSError):
        return errno.errorcode.get(error.errno or 0, "")
    if isinstance(error, UserError):
        return error.key
    return str(getattr(error, "sqlite_errorname", ""))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what it was raised from, was raised while handling, or holds, each once."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < CAUSES:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        before = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
        inside = getattr(each, "exceptions", ()) if isinstance(each, BaseExceptionGroup) else ()
        held = (getattr(each, "orig", None), getattr(each, "error", None), before, *inside)
        waiting += [one for one in held if isinstance(one, BaseException)]


def _lines(error: BaseException) -> list[str]:
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    places = [_place(code.co_filename, line, code.co_name) for code, line in frames]
    if len(places) > FIRST + LAST:
        places[FIRST:-LAST] = [f"… {len(places) - FIRST - LAST} more"]
    return [f"  {kind_of(error)}", *(f"    {place}" for place in places)]


def of_threads() -> list[str]:
    """Where each thread is: the last places of its way."""
    found = []
    frames = sys._current_frames()
    for thread in threading.enumerate():
        frame = frames.get(thread.ident or 0)
        way = [_place(each.f_code.co_filename, line, each.f_code.co_name) for each, line in traceback.walk_stack(frame)]
        found += [f"  {thread.name}", *(f"    {place}" for place in way[:LAST])]
    return found


def _place(file: str, line: int | None, function: str) -> str:
    """A place in the code of the app, of a library or of Python; a file of the user's own is not named."""
    path = Path(file)
    if path.is_relative_to(_OURS):
        return f"journal/{path.relative_to(_OURS).as_posix()}:{line} {function}"
    if "site-packages" in path.parts:
        at = len(path.parts) - 1 - path.parts[::-1].index("site-packages")
        return f"{'/'.join(path.parts[at + 1 :])}:{line} {function}"
    if file.startswith("<frozen ") or path.is_relative_to(Path(sys.base_prefix) / "lib"):
        return f"python/{path.name}:{line} {function}"
    return _ELSEWHERE
