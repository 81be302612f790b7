"""How long a run takes, from asking to having it, in the worker and in two other ways to be alone in a process.

    python -m tests.benchmarks.run_speed [ROUNDS]

All three run in turn on one machine; a fresh process runs in every sixth round only. Milliseconds, and ratios of
medians. The worker's runs have the whole sandbox, the others none.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median, quantiles

from journal.runner.client import Runner
from journal.runner.worker.preload import ENVIRONMENT
from tests.benchmarks.run_cases import CONCEPT, ROWS, answer

Times = Mapping[str, list[float]]
FRESH_EVERY = 6


def main(rounds: int) -> None:
    """Prints the table."""
    os.environ.update(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as folder, Runner(cache=Path(folder)) as runner:
        path = Path(folder) / "speed.py"
        path.write_text(CONCEPT, encoding="utf-8")
        ways = ways_to_run(path, runner)
        for way in ways.values():
            way("shape")
        layers = runner.run(path, "shape", {}, 0).result().sandbox
        print(f"sandbox: {' + '.join(layers)}; {rounds} rounds\n")
        print(f"{'':16}{'worker':>8}{'p95':>8}{'forkserver':>12}{'ratio':>7}{'fresh':>9}{'ratio':>7}")
        for demo, title in ROWS.items():
            print(row(title, measure(demo, ways, rounds)))


def ways_to_run(path: Path, runner: Runner) -> dict[str, Callable[[str], object]]:
    """Each way as a function of a demo's name that ends when the result is here."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "torch"])

    def worker(demo: str) -> object:
        return runner.run(path, demo, {}, 0, png=demo == "draw").result()

    def forkserver(demo: str) -> object:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=answer, args=(path, demo, there))
        process.start()
        there.close()
        result = here.recv()
        process.join()
        here.close()
        return result

    def fresh(demo: str) -> object:
        call = f"run_here(Path({str(path)!r}), {demo!r})"
        code = f"from pathlib import Path\nfrom tests.benchmarks.run_cases import run_here\nprint({call})"
        return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout

    return {"worker": worker, "forkserver": forkserver, "fresh": fresh}


def measure(demo: str, ways: Mapping[str, Callable[[str], object]], rounds: int) -> Times:
    """Milliseconds of every round, by way."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            if name != "fresh" or number % FRESH_EVERY == 0:
                start = time.perf_counter()
                way(demo)
                times[name].append(1000 * (time.perf_counter() - start))
    return times


def row(title: str, times: Times) -> str:
    """One line of the table."""
    ours, forkserver, fresh = (median(times[name]) for name in ("worker", "forkserver", "fresh"))
    p95 = quantiles(times["worker"], n=20)[-1]
    return f"{title:16}{ours:8.1f}{p95:8.1f}{forkserver:12.1f}{forkserver / ours:6.1f}x{fresh:9.0f}{fresh / ours:6.0f}x"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
