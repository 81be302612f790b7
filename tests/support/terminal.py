"""The real app in a pseudo-terminal of 80×24, read as a terminal shows it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pexpect
import pyte

COLUMNS, LINES = 80, 24
PATIENCE = 120.0
"""Seconds after which what a test waits for will not come, on a slow and busy machine."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the app finds around it: a journal's home, a terminal with colours, the English language."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "JOURNAL", "TEXTUAL"))}
    settings = {"JOURNAL_HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
    return {**plain, **settings, **more}


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the app without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "journal", *arguments],
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


APP = ("-m", "journal")


def planted(plant: str) -> tuple[str, str]:
    """The app with a fault: some lines of Python that run before it."""
    return "-c", f"{plant}\nimport sys\nsys.argv = ['journal']\nfrom journal.cli import main\nsys.exit(main())"


class Terminal:
    """A terminal in which the app runs. `painted` is all that it was sent."""

    def __init__(self, home: Path, *arguments: str, app: Sequence[str] = APP, **more: str) -> None:
        self.painted = b""
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.process: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable,
            [*app, *arguments],
            env=environment(home, **more),
            dimensions=(LINES, COLUMNS),
            timeout=None,
        )

    def send(self, keys: str | bytes) -> None:
        """Types keys, as the terminal sends them."""
        self.process.send(keys)

    def until(self, *texts: str) -> str:
        """Waits until the screen shows one of these texts, wherever its lines break; returns which."""
        end = monotonic() + PATIENCE
        while monotonic() < end:
            self._read()
            found = next((text for text in texts if "".join(text.split()) in self.flat), None)
            if found is not None:
                return found
        raise AssertionError(f"none of {texts} came up; the screen:\n{self.text}")

    def ended(self) -> int | None:
        """Waits until the app has ended; returns its exit status, None when a signal ended it."""
        end = monotonic() + PATIENCE
        while monotonic() < end and self.process.isalive():
            self._read()
        assert not self.process.isalive(), f"still running; the screen:\n{self.text}"
        status: int | None = self.process.exitstatus
        return status

    def _read(self) -> None:
        try:
            read = self.process.read_nonblocking(65536, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.painted += read
        self._stream.feed(read)

    @property
    def last_words(self) -> list[str]:
        """The lines that were printed after the terminal was given back, without what steers it."""
        self._read()
        _, given_back, after = self.painted.rpartition(b"\x1b[?1049l")
        assert given_back, self.text
        return re.sub(r"\x1b\[[\d;?<>]*[a-zA-Z]", "", after.decode()).split("\r\n")[:-1]

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        lines = (self.screen.buffer[y] for y in range(LINES))
        return "\n".join("".join(line[x].data for x in range(COLUMNS)).rstrip() for line in lines)

    @property
    def flat(self) -> str:
        """What the screen shows, without blanks."""
        return "".join(self.text.split())


@contextmanager
def terminal(home: Path, *arguments: str, app: Sequence[str] = APP, **more: str) -> Iterator[Terminal]:
    """The app in a terminal, ended with the block."""
    opened = Terminal(home, *arguments, app=app, **more)
    try:
        yield opened
    finally:
        opened.process.close(force=True)


def review(app: Terminal) -> None:
    """Answers one question with anything of the right form, and rates it Good."""
    app.until("F2 later")
    refusals = ("in order, each at most once", "Not one of the choices", "not exact enough")
    for typed in ("1", "2"):  # an order needs both; one of them may be near a number, which is asked again
        app.send(f"{typed}\r")
        if app.until("How sure are you?", *refusals) == "How sure are you?":
            break
    app.send("2")
    app.until("enter next")
    app.send("3")
    app.until("Good · comes back")
