"""The diagnostic log: what the app did and what went wrong, to go with a bug report. It never holds a text of the user.

What is noted are events by names of ours, numbers, versions and the places in the code at which an error came up; no
message of an error, no value of a variable. The file is opened with the first note, and `logging` imported then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

NAME = "diagnostics.log"

_folder: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Keeps the log in `folder` from here on, which is made with the first note; with None nothing is kept."""
    global _folder
    _folder = folder


def path() -> Path | None:
    """The file of the log, which need not be there yet; None while no folder is known."""
    return _folder / NAME if _folder else None


def note(event: str, **facts: float | str) -> None:
    """Notes an event by a name of ours. The `facts` are numbers and words of the app's own, never of the user's."""
    _write("INFO", _line(event, facts))


def note_error(event: str, error: BaseException, **facts: float | str) -> Path | None:
    """Notes where an error came up and of which type it is; returns the file, None where it cannot be written."""
    from journal.core.diagnostics.errors import described

    return _write("ERROR", "\n".join([_line(event, facts), *described(error)]))


def note_threads() -> None:
    """Notes where each thread is."""
    from journal.core.diagnostics.errors import of_threads

    _write("WARNING", "\n".join(["threads", *of_threads()]))


@contextmanager
def noted(event: str, *kinds: type[Exception]) -> Iterator[None]:
    """Suppresses errors of some kinds, as `contextlib.suppress` does, and notes them."""
    try:
        yield
    except kinds as error:
        note_error(event, error)


def _line(event: str, facts: Mapping[str, float | str]) -> str:
    return " ".join([event, *(f"{name}={value}" for name, value in facts.items())])


def _write(level: str, text: str) -> Path | None:
    """Writes an entry. A failure to write has no other effect."""
    file = path()
    if file is None:
        return None
    from journal.core.diagnostics.file import write

    return file if write(file, level, text) else None
