"""How long it takes from handing code in to its verdict, in a warm worker, over the tasks of the library.

    python -m tests.benchmarks.judging_speed [TASKS]

For each task the reference (accepted) and its first wrong implementation (refuted, shrunk, diagnosed) are handed in.
Prints the median and the 95th percentile in milliseconds.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from journal.library.concept import Concept, Task
from journal.library.library import read_library
from journal.runner.client import Runner
from journal.runner.tasks.assignment import function_text


def main(count: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder, Runner(cache=Path(folder)) as runner:
        library = read_library(Path(folder) / "own")
        tasks = [(concept, task) for concept in library.in_order for task in concept.tasks][:count]
        submit(runner, *tasks[0], tasks[0][1].body)  # the worker is warm from here on
        right = [submit(runner, concept, task, task.body) for concept, task in tasks]
        wrong = [
            submit(runner, concept, task, task.misconceptions[0].body) for concept, task in tasks if task.misconceptions
        ]
    print(f"{len(tasks)} tasks{'':8}{'median':>8}{'p95':>8}  ms from handing in to the verdict")
    for name, times in (("accepted", right), ("refuted", wrong)):
        print(f"{name:16}{median(times):8.0f}{quantiles(times, n=20)[-1]:8.0f}")


def submit(runner: Runner, concept: Concept, task: Task, body: str) -> float:
    """Milliseconds until the verdict on this body is here."""
    start = time.perf_counter()
    runner.judge(concept.path, task.name, function_text(task, body), 0).result()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
