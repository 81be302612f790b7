"""What ends the app from outside, in good order: its terminal goes away, or the system asks it to end."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys

from textual.app import App

LOOKED_FOR = 1.0
"""Seconds between two looks at whether the terminal is still there."""


def leave_when_told(app: App[str]) -> None:
    """Has the app leave as by its own key, the text saved, at a signal to end or when its terminal is gone.

    The terminal is looked for because its end is not always told: to one that is not its terminal's leader, or that
    was started to outlive it, no signal is sent, and reading a terminal that is gone returns at once, for ever.
    """
    if sys.platform == "win32" or app.is_headless or sys.__stdin__ is None:
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, _leave, app, signal.SIGTERM)
    loop.add_signal_handler(signal.SIGHUP, _leave, app, signal.SIGHUP)
    stdin = sys.__stdin__.fileno()
    app.set_interval(LOOKED_FOR, lambda: _leave(app, signal.SIGHUP) if is_gone(stdin) else None)


def is_gone(terminal: int) -> bool:
    """Whether the other side of a file is closed for good."""
    poll = select.poll()
    poll.register(terminal, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, event in poll.poll(0))


def _leave(app: App[str], why: signal.Signals) -> None:
    """Ends the app with the exit status of the signal; what is painted for a terminal that is gone goes nowhere."""
    if why == signal.SIGHUP:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
    app.exit(return_code=128 + why)
