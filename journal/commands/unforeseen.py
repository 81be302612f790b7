"""What nobody foresaw, in one line that tells where the rest is."""

from __future__ import annotations

from contextlib import suppress

from journal import __version__, diagnostics
from journal.commands.output import print_error
from journal.words import say


def tell(error: BaseException, command: str) -> int:
    """Notes an error that ended a command, says so in one line, and returns the exit status."""
    file = diagnostics.note_error("unforeseen", error, version=__version__, command=command)
    name = f"journal {command}".strip()
    with suppress(OSError):  # nobody may be left to read it
        print_error(say("unforeseen.command", command=name, kind=type(error).__name__, told=told(file is not None)))
    return 1


def told(noted: bool) -> str:
    """Where more of it is to be found, if it was noted."""
    return say("unforeseen.noted", path=diagnostics.path()) if noted else say("unforeseen.not_noted")
