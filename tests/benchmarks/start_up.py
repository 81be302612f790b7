"""How long one waits for the first thing: the help, the first frame, the first run of a demo.

    python -m tests.benchmarks.start_up [ROUNDS]

Each is measured from the start of its process to what one sees of it, in turn with a baseline on the same machine:
an interpreter that does nothing, an empty Textual app, `python demo.py`. Medians in milliseconds, and their ratio; then
the seconds of the processor that the app itself takes until its first frame stands and until Today can be used, of an
empty journal and of the sample, both opened once before, against those of the empty app. Bytecode is kept, as it is
where the package is installed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from journal.core.messages import say
from journal.core.settings import Settings
from journal.library.library import OURS
from journal.runner.client import Runner
from journal.sample.shipped import unpack

EMPTY_APP = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("Today")

Empty().run()
"""
DEMO = """
import runpy, sys
demo = runpy.run_path(sys.argv[1])["demo"]
print(demo(32, 5, 2, 2).shape)
"""
CONCEPT = OURS / "07_images" / "conv_output_size.py"
PARAMS = {"n": 32, "k": 5, "s": 2, "p": 2}
SEEN = b"Today"
PATIENCE_S = 60.0

Work = Callable[[], object]


def main(rounds: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder, Runner(cache=Path(folder) / "cache") as runner:
        os.environ |= {"JOURNAL_HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}
        os.environ |= {"PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        rows: dict[str, tuple[Work, Work]] = {
            "journal --help / nothing": (lambda: run("-m", "journal", "--help"), lambda: run("-c", "pass")),
            "first frame / empty app": (lambda: paint("-m", "journal"), lambda: paint("-c", EMPTY_APP)),
            "a demo / a fresh process": (lambda: demo(runner), lambda: run("-c", DEMO, str(CONCEPT))),
        }
        print(f"{rounds} rounds\n\n{'':28}{'journal':>9}{'baseline':>10}{'ratio':>8}")
        for title, (ours, baseline) in rows.items():
            print(row(title, measure((ours, baseline), rounds)))
        print(f"\n{'seconds of the processor':28}{'journal':>9}{'baseline':>10}{'ratio':>8}")
        for title, home, seen in (
            ("first frame", "empty", SEEN),
            ("Today, empty journal", "empty", say("today.speaks_of").encode()),
            ("Today, sample journal", "sample", say("today.speaks_of").encode()),
        ):
            print(row(title, spent(prepared(Path(folder) / home), seen, rounds), ".2f"))


def prepared(home: Path) -> Path:
    """A home whose journal was opened before; the one of that name holds the sample."""
    if not home.exists():
        settings = Settings(home)
        if home.name == "sample":
            unpack(settings)
        run("-m", "journal", "--home", str(home), "weeks")
    return home


def spent(home: Path, seen: bytes, rounds: int) -> list[float]:
    """The median seconds of the processor of the app on a home, and of the empty app."""
    taken: list[tuple[float, float]] = []
    os.environ["JOURNAL_HOME"] = str(home)
    for number in range(rounds + 1):
        ours, empty = paint("-m", "journal", seen=seen), paint("-c", EMPTY_APP)
        if number:
            taken.append((ours, empty))
    return [median(each) for each in zip(*taken, strict=True)]


def measure(works: Sequence[Work], rounds: int) -> list[float]:
    """The median of each in milliseconds; they take turns, after one round that does not count."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds + 1):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            if number:
                taken.append(1000 * (time.perf_counter() - start))
    return [median(taken) for taken in times]


def row(title: str, medians: Sequence[float], form: str = ".1f") -> str:
    """One line of the table; where ours is the quicker one, the ratio says by how much."""
    ours, baseline = medians
    ratio = f"{ours / baseline:.2f}" if ours >= baseline else f"1/{baseline / ours:.0f}"
    return f"{title:28}{ours:9{form}}{baseline:10{form}}{ratio:>8}"


def run(*arguments: str) -> None:
    """Runs Python to its end."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)


def demo(runner: Runner) -> None:
    """Runs the demo in the warm worker."""
    assert "(1, 8, 16, 16)" in runner.run(CONCEPT, "demo", PARAMS, 0).result().value


def paint(*arguments: str, seen: bytes = SEEN) -> float:
    """Runs Python in a terminal of 80×24 until something is seen, then ends it; gives its seconds of the processor."""
    terminal, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *arguments], stdin=inside, stdout=inside, stderr=inside, start_new_session=True
    )
    os.close(inside)
    try:
        read_until_seen(terminal, seen)
        return processor_seconds(process.pid)
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def processor_seconds(pid: int) -> float:
    """What a process itself, without its children, has taken of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def read_until_seen(terminal: int, seen: bytes) -> None:
    """Reads what is painted until something is in it. Raises TimeoutError."""
    painted = b""
    while seen not in painted:
        if not select.select([terminal], [], [], PATIENCE_S)[0]:
            raise TimeoutError(painted)
        painted += os.read(terminal, 2**16)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
