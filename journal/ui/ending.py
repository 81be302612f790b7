"""Clean exit of the app: unsaved text is kept, and one line reports what happened."""

from __future__ import annotations

import asyncio
import os
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import App
from textual.driver import Driver
from textual.worker import WorkerFailed

from journal import __version__
from journal.core import diagnostics
from journal.core.messages import say
from journal.ui.leaving import PATIENCE_S, Leaving

if TYPE_CHECKING:
    from journal.opening.journal import Journal


class Writing(Protocol):
    """Where text is being written."""

    def put_away(self, journal: Journal) -> str:
        """Saves the text to its week, or else to a file; returns the message about a text that could not be stored."""

    def rescue(self, journal: Journal) -> str:
        """Saves unsaved text to a file, even if the database is locked; returns the message about it."""


class EndingApp(App[str]):
    """Knows what is written, and how to leave.

    `unsaved` is what to say of a text that could not be stored, `mishap` the line about an unexpected error.
    """

    journal: Journal | None = None
    writing: Writing | None = None
    farewell = ""
    unsaved = ""
    mishap = ""

    def __init__(self) -> None:
        super().__init__()
        self.leaving = Leaving(self)

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver, or ours in its place."""
        found = super().get_driver_class()
        if sys.platform == "win32":
            return found
        from textual.drivers.linux_driver import LinuxDriver

        from journal.ui.driver import SturdyDriver

        return SturdyDriver if found is LinuxDriver else found

    def hear(self) -> None:
        """From here on what ends the app from outside reaches it; call it once it runs."""
        self.leaving.loop = asyncio.get_running_loop()
        self.leaving.loop.set_exception_handler(_note_unheard)

    def exit(self, result: str | None = None, return_code: int = 0, message: Any = None) -> None:
        """Leaves, within a time."""
        self.leaving.within(PATIENCE_S, return_code)
        super().exit(result, return_code, message)

    def leave(self, status: int) -> None:
        """Saves, and quits with an exit status."""
        if not self._exit:
            self.keep_text()
            self.exit(return_code=status)

    def keep_text(self) -> None:
        """Has what is written on disk: in its week, else in a file that the next start offers."""
        if self.journal is not None and self.writing is not None:
            self.unsaved = self.writing.put_away(self.journal) or self.unsaved

    # --- unexpected errors ----------------------------------------------------------------------------------------

    def _handle_exception(self, error: Exception) -> None:
        """Called by Textual for every exception that was not caught."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and self._exit:
            diagnostics.note_error("late", cause)  # a thread that was still at work came back to screens that are gone
            return
        self.leaving.within(PATIENCE_S, 1)
        log = diagnostics.note_error("unforeseen", cause, version=__version__, screen=self._screen_name())
        self.mishap = self.mishap or self._line(cause, log)
        super()._handle_exception(error)

    def _line(self, error: BaseException, log: Path | None) -> str:
        """Keeps what is written, and says this and what happened."""
        try:
            self.keep_text()
            kept = self.unsaved or say("unforeseen.kept")
        except Exception as another:
            diagnostics.note_error("not_kept", another)
            kept = say("write.lost")
        message = say("unforeseen.noted", path=log) if log else say("unforeseen.not_noted")
        return say("unforeseen.app", kind=type(error).__name__, kept=kept, told=message)

    def _screen_name(self) -> str:
        try:
            return type(self.screen).__name__
        except Exception:
            return ""

    def _fatal_error(self) -> None:
        """Ends the app. Textual would print the traceback with all values; `mishap` is said in its place."""
        self._close_messages_no_wait()

    def panic(self, *_: object) -> None:
        """Ends the app, as `_fatal_error` does."""
        self._return_code = 1
        self._close_messages_no_wait()

    # --- the end by force, from a thread while others are stuck ---------------------------------------------------

    def rescue(self) -> None:
        """Puts what is not on disk into a file of its own, even if the database is locked."""
        if self.journal is None or self.writing is None:
            return
        self.unsaved = self.writing.rescue(self.journal) or self.unsaved

    def drop_processes(self) -> None:
        """Ends the processes of the app, without waiting for their end."""
        if self.journal is not None:
            self.journal.trainer.close()
            self.journal.runner.kill()

    def give_back_terminal(self) -> None:
        """Leaves the terminal as it was found, with the last line, if there is still somebody to read it."""
        give_back = getattr(self._driver, "give_back", None)
        if give_back is not None:
            give_back()
        lines = [each for each in (self.mishap, self.unsaved or self.farewell) if each]
        if lines and select.select([], [2], [], 0)[1]:
            os.write(2, "".join(f"{each}\r\n" for each in lines).encode())


def _note_unheard(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Notes an error that no task waits for; asyncio would print it onto the screen."""
    error = context.get("exception")
    diagnostics.note_error("unheard", error if isinstance(error, BaseException) else RuntimeError())
