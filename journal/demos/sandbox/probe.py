"""Finds out which layers of the sandbox hold on this system, by putting on each in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import journal
from journal.demos.limits import Limits
from journal.demos.sandbox import LAYERS, Ground, put_on

_MUST_FAIL: Mapping[str, Callable[[], object]] = {
    "landlock": lambda: os.listdir("/"),  # noqa: PTH208
    "seccomp": socket.socketpair,
}
"""What a layer refuses as soon as it holds."""


def sandbox_layers() -> dict[str, bool | str]:
    """For each layer True, or why it does not hold here. Asks a process of its own, for a moment."""
    asked = subprocess.run(
        [sys.executable, "-P", "-m", "journal.demos.sandbox.probe"],
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
    return {name: _holds(name) for name in LAYERS}


def _holds(name: str) -> bool | str:
    end, start = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(start, _objection(name).encode()[:1000])
        os._exit(0)
    os.close(start)
    with open(end, encoding="utf-8") as answer:  # noqa: PTH123
        objection = answer.read()
    _, status = os.waitpid(pid, 0)
    return objection or status == 0 or f"ended with status {status}"


def _objection(name: str) -> str:
    """Why the layer does not hold; empty if it does."""
    folder = Path(tempfile.gettempdir())
    try:
        put_on([name], None)
        put_on([name], Ground(Limits(), folder, folder))
    except (OSError, ImportError, AttributeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if _refused(_MUST_FAIL.get(name)) else "it refuses nothing"


def _refused(attempt: Callable[[], object] | None) -> bool:
    try:
        if attempt is not None:
            attempt()
        return attempt is None
    except PermissionError:
        return True


if __name__ == "__main__":
    print(json.dumps(probe()))
