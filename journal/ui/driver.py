"""The terminal of the app: what it sends and cannot be read ends nothing, and it can be given back at any moment.

Not for Windows, where Textual's own driver is used.
"""

from __future__ import annotations

import os
import select
import termios
from codecs import getincrementaldecoder
from functools import partial

from textual.drivers import linux_driver

from journal.core import diagnostics

GIVE_BACK = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # pasting, wrapping, sizes
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l"  # the mouse
    "\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"  # keys, the other screen, the cursor, the focus
)
"""What turns off all that the app turns on."""

# A byte that is not UTF-8 becomes a mark in place of an error, which would end the thread that reads.
linux_driver.getincrementaldecoder = lambda name: partial(getincrementaldecoder(name), "replace")  # type: ignore[attr-defined]


class SturdyDriver(linux_driver.LinuxDriver):
    """Textual's driver. `holds` says whether the terminal shows the app now."""

    holds = False

    def start_application_mode(self) -> None:
        """Shows the app."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.holds = True

    def stop_application_mode(self) -> None:
        """Gives the terminal back."""
        super().stop_application_mode()
        self.holds = False

    def _run_input_thread(self) -> None:
        """Reads keys until the end; a sequence that Textual cannot read is left out, and noted."""
        while not self.exit_event.is_set():
            try:
                return self.run_input_thread()
            except OSError:
                return None  # the terminal is gone, which `Leaving` sees by itself
            except Exception as error:
                diagnostics.note_error("input", error)
        return None

    def give_back(self) -> None:
        """Gives the terminal back from any thread, without waiting for those that write to it."""
        if not self.holds:
            return
        self.holds = False
        if self.attrs_before is not None:
            termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        screen = 2  # where Textual paints
        if select.select([], [screen], [], 0)[1]:
            os.write(screen, GIVE_BACK.encode())
