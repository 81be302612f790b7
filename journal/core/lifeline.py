"""A helper process that answers one request and ends with its parent.

The question is a line of JSON on its standard input, which stays open: its end means that nobody waits any more. The
answer is JSON on its standard output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Thread
from typing import Any

import journal

_ENVIRONMENT = {
    "PYTHONPATH": str(Path(journal.__file__).parents[1]),
    "PYTHONUTF8": "1",
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
}


def start(module: str) -> subprocess.Popen[bytes]:
    """Starts a process that runs `module`. Raises OSError when it cannot."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **_ENVIRONMENT},
    )


def ask(process: subprocess.Popen[bytes], question: Mapping[str, Any]) -> Any:
    """Asks a process that was started, and waits for the answer and its end. Raises OSError when it gives none."""
    assert process.stdin
    assert process.stdout
    with process:
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.flush()
        told = process.stdout.read()
    if process.returncode or not told:
        raise OSError(f"the process ended with {process.returncode}")
    return json.loads(told)


def answer(reply: Callable[[Any], Any]) -> None:
    """What such a process does: reads the question, writes the answer."""
    question = json.loads(sys.stdin.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    json.dump(reply(question), sys.stdout)


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(1)
