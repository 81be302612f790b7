"""Reports an unexpected error in one line that names the log file."""

from __future__ import annotations

from contextlib import suppress

from journal import __version__
from journal.core import diagnostics
from journal.core.messages import say
from journal.core.output import print_error


def report_error(error: BaseException, command: str) -> int:
    """Logs an error that ended a command, reports it in one line, and returns the exit status."""
    file = diagnostics.note_error("unforeseen", error, version=__version__, command=command)
    name = f"journal {command}".strip()
    with suppress(OSError):  # nobody may be left to read it
        print_error(say("unforeseen.command", command=name, kind=type(error).__name__, told=log_hint(file is not None)))
    return 1


def log_hint(noted: bool) -> str:
    """Names the log file, if the error could be logged."""
    return say("unforeseen.noted", path=diagnostics.path()) if noted else say("unforeseen.not_noted")
