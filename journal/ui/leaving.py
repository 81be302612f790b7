"""How the app ends: by its own key, at a signal, when its terminal goes away, after an error; and never too late.

Whatever asks it to end sets a time. When that is over and the app is still there, since one of its threads is stuck,
the text is saved, the processes of the app are ended, and then its own: by a thread of this module, or by an alarm in
the main thread where that one keeps all others from running. Where neither comes to run, since code in C holds
Python's lock, the thread of `faulthandler`, which needs none, ends the process.
"""

from __future__ import annotations

import asyncio
import faulthandler
import os
import select
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Protocol

from journal.core import diagnostics

GONE_S = 1.2
"""Seconds that the end may take when the terminal is gone, or the system asks for it."""
PATIENCE_S = 10.0
"""Seconds that it may take otherwise: a database that another program uses is waited for."""
HARD_S = 0.7
"""Seconds that the end by force may take."""


class Endable(Protocol):
    """What an app must offer to be ended, in good order or by force."""

    @property
    def return_code(self) -> int | None:
        """The exit status, once it is known."""

    def leave(self, status: int) -> None:
        """Saves, and quits with an exit status."""

    def rescue(self) -> None:
        """Puts unsaved text into a file of its own."""

    def drop_processes(self) -> None:
        """Ends the processes of the app without waiting for them."""

    def give_back_terminal(self) -> None:
        """Restores the terminal and prints the last line."""


class Leaving:
    """Ends one app, in good order if that works in time. Without `guard` it does nothing."""

    def __init__(self, app: Endable) -> None:
        self.app = app
        self.loop: asyncio.AbstractEventLoop | None = None
        self._changed = threading.Condition()
        self._once = threading.Lock()
        self._guards = False
        self._ends: float | None = None
        self._status = 1
        self._nowhere = -1

    @contextmanager
    def guard(self) -> Iterator[None]:
        """Watches over the app while the block runs, and after it while a thread is left that will not end."""
        self._guards = True
        self._nowhere = os.open(os.devnull, os.O_WRONLY)  # open to the end: what is written on time may be late
        self._hear_signals()
        threading.Thread(target=self._enforce, name="leaving", daemon=True).start()
        try:
            yield
        finally:
            self._over()

    def within(self, seconds: float, status: int | None = None) -> None:
        """From now on the end may take that many seconds, or less if that was said before; else `status` is the
        end's.
        """
        if not self._guards:
            return
        with self._changed:
            self._status = self._status if status is None else status
            ends = monotonic() + seconds
            if self._ends is None or ends < self._ends:
                self._ends = ends
                faulthandler.dump_traceback_later(seconds + HARD_S, exit=True, file=self._nowhere)
                if sys.platform != "win32":
                    signal.setitimer(signal.ITIMER_REAL, seconds)
            self._changed.notify_all()

    def _hear_signals(self) -> None:
        """Hears signals, and looks for the terminal's end, of which no signal tells one that is not its own."""
        if sys.platform == "win32" or sys.__stdin__ is None:
            return
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda number, _: self._message(number))
        signal.signal(signal.SIGALRM, lambda *_: self._force())
        threading.Thread(target=self._await_hangup, args=[sys.__stdin__.fileno()], name="hangup", daemon=True).start()

    def _await_hangup(self, terminal: int) -> None:
        poll = select.poll()
        poll.register(terminal, 0)  # which hears of nothing but the end
        poll.poll()
        self._message(signal.SIGHUP)

    def _message(self, number: int) -> None:
        """Has the app leave with the exit status of a signal."""
        if number == signal.SIGHUP:
            _paint_nowhere()
        self.within(GONE_S, 128 + number)
        if self.loop is not None:
            with suppress(RuntimeError):  # it is closed: the app is on its way
                self.loop.call_soon_threadsafe(self.app.leave, 128 + number)

    def _over(self) -> None:
        """The app has ended. What is left are threads: Python would wait for those that are no daemons."""
        if any(not each.daemon and each is not threading.main_thread() for each in threading.enumerate()):
            self.within(PATIENCE_S, self.app.return_code)
            return
        with self._changed:
            self._guards = False
            faulthandler.cancel_dump_traceback_later()
            if sys.platform != "win32":
                signal.setitimer(signal.ITIMER_REAL, 0)
            self._changed.notify_all()

    def _enforce(self) -> None:
        """Waits until the time is over."""
        with self._changed:
            while self._guards and (self._ends is None or monotonic() < self._ends):
                self._changed.wait(None if self._ends is None else max(0.0, self._ends - monotonic()))
            if not self._guards:
                return
        self._force()

    def _force(self) -> None:
        """Ends the app as it stands."""
        if not self._once.acquire(blocking=False):
            return
        for step in (diagnostics.note_threads, self.app.rescue, self.app.drop_processes, self.app.give_back_terminal):
            try:
                step()
            except Exception as error:
                diagnostics.note_error("forced", error)
        os._exit(self._status)


def _paint_nowhere() -> None:
    """What is painted for a terminal that is gone goes nowhere from here on."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
