"""What the short commands cost: seconds of the processor, against bare Python in the same run.

    python -m tests.benchmarks.commands [ROUNDS]

Each command runs in a process of its own on a small journal, in turn with the others; the first round does not count.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from statistics import median

COMMANDS = {
    "journal --help": ("-m", "journal", "--help"),
    "journal add": ("-m", "journal", "add", "今天：学了LSTM和GRU，先跳过MAS。"),
    "journal weeks": ("-m", "journal", "weeks"),
    "journal due": ("-m", "journal", "due"),
    "journal items": ("-m", "journal", "items"),
    "journal search LSTM": ("-m", "journal", "search", "LSTM"),
    "bare Python": ("-c", "pass"),
}


def main(rounds: int) -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "JOURNAL_HOME": folder, "LANG": "C.UTF-8"}
        run(COMMANDS["journal add"], environ)
        taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for number in range(rounds + 1):
            for name, arguments in COMMANDS.items():
                spent = run(arguments, environ)
                if number:
                    taken[name].append(spent)
    bare = median(taken["bare Python"])
    print(f"{rounds} rounds\n\n{'':24}{'CPU seconds':>12}{'× Python':>10}")
    for name, each in taken.items():
        print(f"{name:24}{median(each):12.3f}{median(each) / bare:10.1f}")


def run(arguments: tuple[str, ...], environ: dict[str, str]) -> float:
    """Runs Python to its end; gives the seconds of the processor that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environ, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
