"""Hostile demos are contained: by the whole sandbox, and all but a known few by what is left when a layer is off."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from journal.demos.client import Runner
from journal.demos.limits import Limits
from journal.demos.runs import RunFailed
from journal.demos.sandbox import LAYERS
from journal.demos.sandbox.probe import sandbox_layers
from tests.demos.hostile import CASES, HOST, Hostile
from tests.demos.system import descendants, runs_in, soon, workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")

SHORT = Limits(wall_s=3, cpu_s=1, memory_mb=256)
SHORTER = replace(SHORT, wall_s=1.5)
"""Where a layer is off: there it does not matter whether the clock or the computing ends an endless loop."""

RELIES_ON: dict[str, set[str]] = {
    "landlock": {
        "read the user's files",
        "look into the user's home",
        "read the list of users",
        "write outside",
        "overwrite",
        "cut short",
        "delete",
        "rename",
        "a symbolic link",
        "a hard link",
        "its own concept file",
    },
    "seccomp": {
        "fork bomb",
        "a daemon that outlives",
        "a fork by number",
        "outlive the parent",
        "change rights",
        "change times",
        "a Unix socket",
    },
}
"""The cases that no other layer holds when this one is off, so that they reach their aim while the run lasts."""


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Around a concept file, everything that a demo must not reach: the values of the parameters of `HOST`."""
    home = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        for name in (str(home / "socket"), "\0" + str(home / "socket")):
            unix = stack.enter_context(socket.socket(socket.AF_UNIX))
            unix.bind(name)
            unix.listen()
        yield {
            "secret": str(home / "journal.db"),
            "outside": str(home),
            "tcp": tcp.getsockname()[1],
            "udp": udp.getsockname()[1],
            "unix": str(home / "socket"),
            "client": os.getpid(),
        }


@pytest.fixture
def concept(surroundings: dict[str, Any]) -> Path:
    """The concept file; it and the secret beside it are as they were, whatever the last case did."""
    home, secret = Path(surroundings["outside"]), Path(surroundings["secret"])
    (home / "left").unlink(missing_ok=True)
    (home / "concept.py").write_text(HOST, encoding="utf-8")
    secret.write_text("secret", encoding="utf-8")
    secret.chmod(0o600)
    return home / "concept.py"


@pytest.fixture(scope="module", params=[None, *LAYERS], ids=lambda layer: f"without {layer}" if layer else "whole")
def without(request: pytest.FixtureRequest) -> str | None:
    """The layer that is off, or none."""
    layer: str | None = request.param
    if layer is None and (missing := {name: why for name, why in sandbox_layers().items() if why is not True}):
        pytest.skip(f"not all layers hold on this system: {missing}")
    return layer


@pytest.fixture(scope="module")
def runner(without: str | None, cache: Path) -> Iterator[Runner]:
    off = [without] if without else []
    limits = SHORTER if without else SHORT
    with Runner(limits, allow=lambda path, sha256: True, cache=cache, without=off) as runner:
        yield runner


@pytest.fixture(scope="module")
def worker(runner: Runner, surroundings: dict[str, Any]) -> int:
    """The id of the worker that must live through everything."""
    before = set(workers())
    path = Path(surroundings["outside"]) / "concept.py"
    path.write_text(HOST, encoding="utf-8")
    assert answers(runner, path)
    (found,) = set(workers()) - before
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} (lasts)" if case.lasts else case.name)
def test_is_contained(
    case: Hostile, runner: Runner, worker: int, without: str | None, concept: Path, surroundings: dict[str, Any]
) -> None:
    if without not in (None, "rlimits") and not (case.refused or (without == "landlock" and "disk" in case.ends)):
        pytest.skip("this layer has nothing to do with it")
    if case.name == "fork bomb" and without == "seccomp":
        surroundings = {**surroundings, "forks": 6}
    folder = workers()[worker]
    before = state_of(concept.parent)

    end = outcome(runner, case, concept, surroundings)

    if without is None and case.ends:
        assert end in case.ends
    if case.name in RELIES_ON.get(without or "", ()):
        assert end == "escaped"
    else:
        assert end != "escaped"
        assert state_of(concept.parent) == before, "nothing outside has changed"
    assert worker in workers(), "the same worker lives"
    concept.write_text(HOST, encoding="utf-8")
    assert answers(runner, concept), "the next run is right"
    assert soon(lambda: len(descendants(worker)) == 1), "no process is left but the one that waits for the next run"
    assert soon(lambda: len(runs_in(folder)) == 1), "no file is left but the folder of that one"


def outcome(runner: Runner, case: Hostile, concept: Path, surroundings: dict[str, Any]) -> str:
    """How a case ends: the limit that stopped it, the type of its exception, or the value that it returned."""
    try:
        run = runner.run(concept, "demo", surroundings, 0, code=case.body, png=case.png).result(60)
    except RunFailed as failed:
        return str(failed.values["type"]) if failed.limit == "error" else failed.limit
    return run.error.type if run.error else run.value


def answers(runner: Runner, concept: Path) -> bool:
    return runner.run(concept, "demo", {}, 0).result(60).value == "2"


def state_of(folder: Path) -> dict[str, tuple[int, float, bytes]]:
    """Every file of a folder: its rights, its time and what is in it."""
    found = {path: path.lstat() for path in folder.iterdir()}
    return {
        path.name: (stat.st_mode, stat.st_mtime, path.read_bytes() if path.is_file() else b"")
        for path, stat in found.items()
    }
