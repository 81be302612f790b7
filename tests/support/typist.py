"""Someone who types into the real Write screen until the process is killed:
`python -m tests.support.typist HOME LIBRARY`.

For each line that it reads, a number of seconds and a seed, a child opens the journal, goes to Write and types at the
pace of a human, now and then in a burst. So many seconds after its first key it is killed by SIGKILL. Then a line of
JSON is printed: what was typed, each character with the seconds by which it came before the end, and for how long the
machine kept the child from its work: how late timers came, and by how much a save took longer than a fifth of a second.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

import journal.today.screens.today
import journal.writing.drafts
import journal.writing.interrupted
from journal.app.app import JournalApp
from journal.core.settings import Settings
from journal.db.database import open_store
from journal.library.library import Library, read_library
from journal.opening.journal import Journal
from journal.writing.buffer import EditorBuffer
from journal.writing.screens import write
from tests.support.app import NearRunner

PIECES = ("今天学了卷积，", "padding 和步长决定输出有多大。", "\n", "RNN", "，容易和池化搞混", "（今晚就学）", " ")
TICK = 0.05
A_SAVE = 0.2
OF_LATE = 2.0
Note = tuple[str, float, str]
"""What was noted, the time, and a character or a number."""


class Journalist:
    """The child: notes what it does in a pipe, which outlives it."""

    def __init__(self, home: Path, library: Library, pipe: int, seed: int) -> None:
        self.settings, self.library, self.pipe = Settings(home), library, pipe
        self.rng = random.Random(seed)

    def note(self, what: str, value: object = "") -> None:
        """Writes a note down at once."""
        os.write(self.pipe, f"{json.dumps([what, time.monotonic(), value])}\n".encode())

    def open_journal(self, _: object) -> Journal:
        """The journal over the small library."""
        store = open_store(self.settings.database)
        return Journal(self.settings, store, self.library, NearRunner(), datetime.now)

    def run(self) -> None:
        """Opens the app and types until the end."""
        stored = EditorBuffer.store

        def noted(buffer: EditorBuffer, journal: Journal) -> str:
            self.note("save")
            elsewhere = stored(buffer, journal)
            self.note("saved")
            return elsewhere

        EditorBuffer.store = noted  # type: ignore[method-assign, assignment]
        JournalApp(self.settings, self.open_journal).run(headless=True, size=(80, 24), auto_pilot=self.types)

    async def types(self, pilot: Pilot[Any]) -> None:
        """Goes to Write and types without an end."""
        app = pilot.app
        assert isinstance(app, JournalApp)
        while app.journal is None:
            await asyncio.sleep(TICK)
        app.action_go("write")
        while not isinstance(app.screen, write.WriteScreen) or app.screen.week is None:
            await asyncio.sleep(TICK)
        ticking = asyncio.create_task(self.tick())
        assert app._driver is not None
        while not ticking.done():
            for character in self.rng.choice(PIECES):
                name = "enter" if character == "\n" else _character_to_key(character)
                key = events.Key(name, character)
                key.set_sender(app)
                app._driver.send_message(key)
                self.note("key", character)
                await asyncio.sleep(self.rng.choice((0.0, 0.01, 0.05, 0.1, 0.2)))

    async def tick(self) -> None:
        """Notes how late a timer comes."""
        while True:
            due = time.monotonic() + TICK
            await asyncio.sleep(TICK)
            self.note("late", time.monotonic() - due)


def review_session(home: Path, library: Library, seconds: float, seed: int) -> dict[str, Any]:
    """One review session, killed that many seconds after its first key."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        Journalist(home, library, writing, seed).run()
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        notes: list[Note] = [json.loads(pipe.readline())]
        while notes[-1][0] != "key":
            notes.append(json.loads(pipe.readline()))
        time.sleep(seconds)
        end = time.monotonic()
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        notes += (json.loads(line) for line in pipe if line.endswith("\n"))
    return {"keys": [(end - at, value) for what, at, value in notes if what == "key"], "kept": kept(notes, end)}


def kept(notes: list[Note], end: float) -> float:
    """The seconds by which the machine kept a child from its work."""
    late = sum(float(value) for what, at, value in notes if what == "late" and at > end - OF_LATE)
    began, longest = end, 0.0
    for what, at, _ in [*notes, ("saved", end, "")]:
        if what == "save":
            began = at
        elif what == "saved":
            longest = max(longest, at - began)
    return late + max(0.0, longest - A_SAVE)


def main(home: Path, folder: Path) -> None:
    """One review session for each line that is read."""
    library = read_library(home / "concepts", ours=folder)
    for line in sys.stdin:
        seconds, seed = line.split()
        print(json.dumps(review_session(home, library, float(seconds), int(seed))), flush=True)


if __name__ == "__main__":
    assert journal.writing.drafts
    assert journal.writing.interrupted
    assert journal.today.screens.today
    main(Path(sys.argv[1]), Path(sys.argv[2]))
