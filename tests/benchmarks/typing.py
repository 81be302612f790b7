"""How long one waits for a key while writing: from the key to its character on the screen, in a long week.

    python -m tests.benchmarks.typing [--characters 20000] [--keys 200]

The real app in a pseudo-terminal of 100×30, on Write, beside a bare TextArea of Textual with the same text. Both are
sent the same characters, none of which stands in the text: near the end at a human pace, there as fast as they are
painted, and in the middle. Milliseconds, median and 95th percentile, and the ratio of the latter.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from statistics import quantiles

from journal.core.messages import use
from journal.log.periods import period_of
from journal.sample.filling import logs

LINES, COLUMNS = 30, 100
HUMAN_S = (0.06, 0.20)
"""Between two keys: sixty to two hundred milliseconds."""
SETTLED_S = 1.5
PATIENCE_S = 60.0
UP = b"\x1b[A"
"""A bare TextArea does not show the first character of a new row below its last one, so one types above it."""

BARE = """
import sys
from pathlib import Path
from journal.ui.chinese import break_lines_in_chinese
from textual.app import App
from textual.widgets import TextArea

break_lines_in_chinese()

class Bare(App):
    def compose(self):
        yield TextArea(Path(sys.argv[1]).read_text(), soft_wrap=True)

    def on_ready(self):
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

Bare().run()
"""


class Typist:
    """Someone who types into a program in a terminal, and sees when it is painted."""

    def __init__(self, arguments: list[str]) -> None:
        self.terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, *arguments], stdin=inside, stdout=inside, stderr=inside, start_new_session=True
        )
        os.close(inside)

    def close(self) -> None:
        """Ends the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)

    def until(self, seen: str) -> None:
        """Reads until something was painted. Raises TimeoutError."""
        painted = b""
        while seen.encode() not in painted:
            if not select.select([self.terminal], [], [], PATIENCE_S)[0]:
                raise TimeoutError(seen)
            painted += os.read(self.terminal, 2**16)

    def send(self, keys: bytes) -> None:
        """Sends keys, whatever is painted."""
        os.write(self.terminal, keys)

    def type(self, character: str) -> float:
        """The milliseconds from a key to its character on the screen. Raises TimeoutError."""
        painted, wanted = b"", character.encode()
        start = time.perf_counter()
        os.write(self.terminal, wanted)
        while wanted not in painted:
            if not select.select([self.terminal], [], [], PATIENCE_S)[0]:
                raise TimeoutError(character)
            painted += os.read(self.terminal, 2**16)
        return 1000 * (time.perf_counter() - start)

    def rest(self, seconds: float) -> None:
        """Pauses, and reads what is painted meanwhile."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self.terminal], [], [], left)[0]:
                os.read(self.terminal, 2**16)


@contextmanager
def typist(*arguments: str, seen: str, keys: bytes = b"", ready: str) -> Iterator[Typist]:
    """A program that is sent some keys as soon as one thing is seen, and can be typed into as soon as another is."""
    opened = Typist(list(arguments))
    try:
        opened.until(seen)
        opened.send(keys)
        opened.until(ready)
        opened.rest(SETTLED_S)
        yield opened
    finally:
        opened.close()


def unused(text: str) -> Iterator[str]:
    """Characters that do not stand in a text, without an end."""
    rare = [chr(code) for code in range(0x4E00, 0x9FA0) if chr(code) not in text]
    return (rare[number % len(rare)] for number in count())


def measure(who: Typist, characters: Iterator[str], keys: int, *, human: bool) -> list[float]:
    """The waits for some keys."""
    rng = random.Random(7)
    waits = []
    for _ in range(keys):
        waits.append(who.type(next(characters)))
        who.rest(rng.uniform(*HUMAN_S) if human else 0)
    return waits


def long_text(characters: int) -> str:
    """The sample's logs, over and over, to this length."""
    use("zh")
    text = "\n\n".join(logs())
    return (text * (characters // len(text) + 1))[:characters]


def main(characters: int, keys: int) -> None:
    """Prints the table."""
    text = long_text(characters)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"JOURNAL_HOME": f"{folder}/home", "TERM": "xterm-256color", "LANG": "zh_CN.UTF-8"}
        os.environ |= {"OMP_NUM_THREADS": "1", "TEXTUAL_DISABLE_KITTY_KEY": "1"}
        first, last = period_of(date.today(), 0)
        path = Path(folder) / "week.md"
        path.write_text(f"# 第1周周记 {first:%Y.%m.%d} ~ {last:%Y.%m.%d}\n\n{text}", encoding="utf-8")
        subprocess.run([sys.executable, "-m", "journal", "import", path], check=True, stdout=subprocess.DEVNULL)
        print(f"{characters} characters, {keys} keys\n\n{'ms':34}{'median':>8}{'p95':>8}{'ratio':>8}")
        for title, human, up in (("end, human", True, 12), ("end, fast", False, 12), ("middle, human", True, 200)):
            end = text.rstrip()[-5:]
            with typist("-c", BARE, str(path), seen=end, ready="") as bare:
                baseline = row(bare, text, keys, human=human, up=up)
            with typist("-m", "journal", seen="新题", keys=b"w", ready=end) as ours:
                told = row(ours, text, keys, human=human, up=up)
            for name, waits in ((f"{title}: TextArea", baseline), (f"{title}: Write", told)):
                cuts = quantiles(waits, n=20)
                ratio = cuts[-1] / quantiles(baseline, n=20)[-1]
                print(f"{name:34}{cuts[9]:8.1f}{cuts[-1]:8.1f}{ratio:8.2f}", flush=True)


def row(who: Typist, text: str, keys: int, *, human: bool, up: int) -> list[float]:
    """The waits for keys that many rows above the end of a text."""
    who.send(UP * up)
    who.rest(SETTLED_S)
    characters = unused(text)
    measure(who, characters, 10, human=human)
    return measure(who, characters, keys, human=human)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--characters", type=int, default=20_000)
    parser.add_argument("--keys", type=int, default=200)
    options = parser.parse_args()
    main(options.characters, options.keys)
