"""One run from start to end: the process confines itself, waits for its request, performs it and exits."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from journal.core import messages
from journal.runner import sandbox
from journal.runner.limits import RESULT_LARGEST, Limits
from journal.runner.sandbox.linux import PR_SET_PDEATHSIG, prctl
from journal.runner.worker.disk_use import overfull
from journal.runner.worker.operations import perform
from journal.runner.worker.preload import rehearse
from journal.runner.worker.protocol import Frames, Message
from journal.runner.worker.stops import described

RESULT = 3
"""The descriptor of the file that takes the result."""
REQUEST = 4
"""The descriptor that the request comes from; closed as a sign that the result is there."""
DESCRIPTORS = 2**16
"""More than this process has open."""
_dumps, _put = json.dumps, os.write  # held here: a demo may put something else in their place


def serve_request(hear: int, output: int, result: int, folder: Path, layers: Sequence[str], parent: int) -> NoReturn:
    """Waits for a request on `hear`, performs it and exits; never returns.

    What is printed goes to `output`, the result as JSON to `result`. Most of the start-up cost is paid before the
    request arrives.
    """
    code = 1
    try:
        _leave(parent)
        _redirect(hear, output, result)
        os.chdir(folder)
        objection = _confined(lambda: sandbox.apply_early(layers, folder))
        _keep_files_in(folder)
        rehearse()
        request = _request()
        if request:
            messages.use(request["language"])
            limits = Limits(**request["limits"])
            objection = objection or _confined(lambda: sandbox.apply_late(layers, folder, limits))
            _write(objection or _performed(request, layers, folder))
            os.close(REQUEST)
        code = 0
    finally:
        os._exit(code)


def _leave(parent: int) -> None:
    """Starts a new process session, and dies with the parent."""
    if hasattr(os, "setsid") and os.getsid(0) != os.getpid():
        os.setsid()
    if sys.platform == "linux":
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _redirect(hear: int, output: int, result: int) -> None:
    """Empties standard input, redirects output to `output` and closes all other descriptors."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, source in enumerate([_high(each) for each in (nothing, output, output, result, hear)]):
        os.dup2(source, descriptor)
    os.closerange(REQUEST + 1, DESCRIPTORS)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115


def _high(descriptor: int) -> int:
    """A duplicate of a descriptor outside the range to be replaced."""
    copy = os.dup(descriptor)
    return copy if copy > REQUEST else _high(copy)


def _request() -> Message:
    """The request; empty when the worker has exited."""
    frames = Frames()
    while data := os.read(REQUEST, 2**16):
        for message in frames.feed(data):
            return message
    return {}


def _keep_files_in(folder: Path) -> None:
    """Places temporary files in the only folder that a run can write to."""
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def _performed(request: Message, layers: Sequence[str], folder: Path) -> Message:
    """The result of the request; the number of files is checked here at the latest."""
    reply = perform(request)
    return {"limit": "disk", "values": {}} if "view" not in layers and overfull(folder, os.getpid()) else reply


def _confined(apply: Callable[[], None]) -> Message | None:
    """Applies sandbox layers; returns the error reply if one of them fails."""
    try:
        apply()
    except OSError as error:
        return {"limit": "sandbox", "values": {"reason": described(error)["message"]}}
    return None


def _write(reply: Message) -> None:
    """Writes the result to its file, replacing anything the demo may have written there."""
    body = _dumps(reply).encode()
    if len(body) > RESULT_LARGEST:
        body = _dumps({"limit": "result", "values": {}}).encode()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os.ftruncate(RESULT, 0)
    os.lseek(RESULT, 0, os.SEEK_SET)
    while body:
        body = body[_put(RESULT, body) :]
