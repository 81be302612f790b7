"""A process that loads torch in advance, does one run and exits: the replacement of a fork, where there is none.

Started by the worker with a folder: says in `ready` that it is, reads one request, fills `output` and `result`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from journal.runner.worker import child, reaper
from journal.runner.worker.preload import warm_up

READY, OUTPUT, RESULT, WORK = "ready", "output", "result", "work"
"""The names in a spare process's folder; only `work` is open to the run itself."""


def main() -> None:
    """Waits for one request on standard input and serves it."""
    folder, layers, parent = Path(sys.argv[1]), sys.argv[2].split(","), int(sys.argv[3])
    coming = folder / "coming"
    with reaper.ending_with_parent():
        coming.write_text(warm_up(), encoding="utf-8")
    coming.rename(folder / READY)
    output, result = (os.open(folder / name, os.O_RDWR) for name in (OUTPUT, RESULT))
    child.serve_request(0, output, result, folder / WORK, layers, parent)


if __name__ == "__main__":
    main()
