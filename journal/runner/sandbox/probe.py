"""Probes which sandbox layers work on this system, by applying each in a separate process."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import journal
from journal.runner.limits import Limits
from journal.runner.sandbox import LAYERS, NEEDS, apply_early, apply_late


@dataclass(frozen=True)
class Others:
    """What a run must not reach: a file that it may not touch, and the id of another process of the same user."""

    file: Path
    process: int


_MUST_FAIL: Mapping[str, Sequence[Callable[[Others], object]]] = {
    "view": (lambda others: others.file.stat(),),
    "landlock": (
        lambda others: os.listdir("/"),  # noqa: PTH208
        lambda others: others.file.read_bytes(),
        lambda others: others.file.write_bytes(b""),
    ),
    "seccomp": (
        lambda others: socket.socketpair(),
        lambda others: os.truncate(others.file, 0),
        lambda others: os.open(others.file, os.O_RDONLY | os.O_TRUNC),
        lambda others: os.kill(others.process, 0),
        lambda others: os.setpriority(os.PRIO_PROCESS, others.process, 19),
    ),
}
"""What a layer refuses by itself as soon as it holds."""


def sandbox_layers() -> dict[str, bool | str]:
    """For each layer True, or why it does not work here. Probes in a short-lived process."""
    asked = subprocess.run(
        [sys.executable, "-P", "-m", "journal.runner.sandbox.probe"],
        env={**os.environ, "PYTHONPATH": str(Path(journal.__file__).parents[1])},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        timeout=60,
        check=True,
    )
    found: dict[str, bool | str] = json.loads(asked.stdout)
    return found


def probe() -> dict[str, bool | str]:
    """The same, by forks of this process, which must have one thread."""
    if not hasattr(os, "fork"):
        return dict.fromkeys(LAYERS, "no fork")
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryDirectory() as folder:
        file.write(b"not to be read")
        file.flush()
        with sibling() as process:
            others = Others(Path(file.name), process)
            return {name: _holds(name, Path(folder).resolve(), others) for name in LAYERS}


@contextmanager
def sibling() -> Iterator[int]:
    """A process that does nothing until its end, which comes with that of this process, however it ends."""
    waits, held = os.pipe()
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            os.close(held)
            os.read(waits, 1)  # nobody writes: it returns when the last holder of the other end is gone
        os._exit(0)
    os.close(waits)
    try:
        yield pid
    finally:
        os.close(held)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _holds(name: str, folder: Path, others: Others) -> bool | str:
    end, start = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(start, _objection(name, folder, others).encode()[:1000])
        os._exit(0)
    os.close(start)
    with open(end, encoding="utf-8") as answer:  # noqa: PTH123
        objection = answer.read()
    _, status = os.waitpid(pid, 0)
    return objection or status == 0 or f"ended with status {status}"


def _objection(name: str, folder: Path, others: Others) -> str:
    """Why the layer does not work; empty if it does."""
    layers = (*NEEDS.get(name, ()), name)
    try:
        apply_early(layers, folder)
        apply_late(layers, folder, Limits())
    except (OSError, ImportError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if all(_refused(each, others) for each in _MUST_FAIL.get(name, ())) else "it does not refuse everything"


def _refused(attempt: Callable[[Others], object], others: Others) -> bool:
    try:
        attempt(others)
    except (PermissionError, FileNotFoundError):
        return True
    return False


if __name__ == "__main__":
    print(json.dumps(probe()))
