"""Where hostile demos are tried: a home that they must not touch, another process, and any combination of layers.

`python -m tests.runner.abuse` prints which demos reach their aim with which layers, for the user who runs it; root may
add `--ordinary` to try it as a user without rights.
"""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import journal
from journal.runner.client import Runner
from journal.runner.limits import Limits
from journal.runner.runs import RunFailed
from journal.runner.sandbox import LAYERS, WHOLE, landlock
from journal.runner.sandbox.linux import syscall
from journal.runner.sandbox.probe import sandbox_layers
from journal.runner.sandbox.system_calls import table
from journal.runner.worker import process
from tests.runner.hostile import CASES, HOST, Hostile
from tests.runner.hostile_calls import CALLS
from tests.runner.system import workers
from tests.support.ordinary_user import folder_of_theirs, run_as_user

SHORT = Limits(wall_s=6, cpu_s=1, memory_mb=256)
"""Where demos are tried that only time ends."""
AMPLE = Limits(wall_s=60, cpu_s=20, memory_mb=256)
"""Where it is layers that must hold, and a busy machine must make no difference."""
NEWEST = 7
"""The latest version of Landlock that brought rights which this app asks for."""
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@dataclass(frozen=True)
class Column:
    """The layers that are on, and the version of Landlock that the kernel is made to have."""

    layers: tuple[str, ...]
    abi: int = NEWEST

    def __str__(self) -> str:
        off = [layer for layer in LAYERS if layer not in self.layers]
        some = "all" if not off else f"all but {off[0]}" if len(off) == 1 else "+".join(self.layers)
        return f"{some} ({self.abi})" if "landlock" in self.layers else some

    @property
    def missing(self) -> str:
        """What of it this system does not have; empty when it can be tried."""
        if "landlock" in self.layers and landlock.abi() < self.abi:
            return f"this kernel has Landlock {landlock.abi()} only"
        return ", ".join(
            f"{name}: {why}" for name, why in sandbox_layers().items() if name in self.layers and why is not True
        )


def only(*layers: str, abi: int = NEWEST) -> Column:
    """These layers, and the limits, which are always there."""
    return Column(tuple(layer for layer in LAYERS if layer in (*layers, "rlimits")), abi)


def without(layer: str) -> Column:
    """All layers but one, and those that rest on it."""
    return Column(tuple(each for each in LAYERS if each != layer and not (layer == "namespaces" and each == "view")))


WHOLE_ONES = tuple(sorted(WHOLE))
ALL = Column(LAYERS)
NONE = only()
CLAIMED = {abi: only(*WHOLE_ONES, abi=abi) for abi in range(1, NEWEST + 1)}
"""What counts as a whole sandbox, on every kernel that has it."""
OTHERS = [
    *map(without, LAYERS),
    *(only(layer) for layer in ("seccomp", "namespaces", "privileges")),
    only("namespaces", "view"),
    *(only("landlock", abi=abi) for abi in CLAIMED),
    *(Column(LAYERS, abi) for abi in CLAIMED if abi != NEWEST),
]


# --- what must not be reached ---------------------------------------------------------------------------------


class Victim:
    """A process of the same user that does nothing; another takes its place when something was done to it."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(["sleep", "600"])
        self._unharmed = self.state()

    def state(self) -> tuple[object, ...]:
        """Whether it lives, its niceness, processors, policy, class of input and output, and limits."""
        pid = self.process.pid
        if self.process.poll() is not None:
            return ("ended",)
        about = os.getpriority(os.PRIO_PROCESS, pid), os.sched_getaffinity(pid), os.sched_getscheduler(pid)
        return *about, _io_class(pid), Path(f"/proc/{pid}/limits").read_text(encoding="utf-8")

    def renew(self) -> int:
        """Its id, or that of another where it is not as it was."""
        if self.state() != self._unharmed:
            self.end()
            self._start()
        return self.process.pid

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


def _io_class(pid: int) -> int:
    """The class of input and output of a process: see ioprio_get(2)."""
    (number,) = (number for number, (name, _) in table(platform.machine()).items() if name == "ioprio_get")
    return syscall(number, ctypes.c_int(1), ctypes.c_int(pid))


@dataclass
class Surroundings:
    """A concept file and all around it that a demo must not reach; of `cache`, a folder of the user's, it may read."""

    home: Path
    cache: Path
    servers: dict[str, Any]
    victim: Victim = field(default_factory=Victim)

    @property
    def concept(self) -> Path:
        return self.home / "concept.py"

    @property
    def secret(self) -> Path:
        return self.home / "journal.db"

    def renew(self) -> dict[str, Any]:
        """Makes everything be as it was before the last case; gives the values of the parameters of `HOST`."""
        for left in {*self.home.iterdir()} - {self.concept, self.secret, self.home / "socket"}:
            left.unlink()
        self.concept.write_text(HOST, encoding="utf-8")
        self.secret.unlink(missing_ok=True)
        self.secret.write_text("secret", encoding="utf-8")
        self.secret.chmod(0o600)
        os.setxattr(self.secret, "user.kept", b"1")
        (self.home / "link").symlink_to(self.secret)
        (self.cache / "kept").write_text("kept", encoding="utf-8")
        known = {"secret": str(self.secret), "outside": str(self.home), "client": os.getpid()}
        return {**known, **self.servers, "victim": self.victim.renew()}

    def state(self) -> dict[str, object]:
        """Every file's rights, owner, time, attributes and content, and how the victim is."""
        files = {path.name: _state(path) for path in self.home.iterdir()}
        return {**files, "kept": (self.cache / "kept").read_bytes(), "victim": self.victim.state()}


def _state(path: Path) -> tuple[object, ...]:
    found, names = path.lstat(), os.listxattr(path, follow_symlinks=False)
    attributes = {name: os.getxattr(path, name, follow_symlinks=False) for name in names}
    content = path.read_bytes() if path.is_file() else b""
    return found.st_mode, found.st_uid, found.st_mtime, attributes, content


@contextmanager
def surroundings(folder: Path) -> Iterator[Surroundings]:
    """Surroundings in a folder, with servers that listen and a victim that waits."""
    home, cache = folder / "home", folder / "cache"
    home.mkdir()
    cache.mkdir()
    with ExitStack() as stack:
        tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=1000))
        udp = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        for name in (str(home / "socket"), "\0" + str(home / "socket")):
            unix = stack.enter_context(socket.socket(socket.AF_UNIX))
            unix.bind(name)
            unix.listen(1000)
        ports = {"tcp": tcp.getsockname()[1], "udp": udp.getsockname()[1], "unix": str(home / "socket")}
        found = Surroundings(home, cache, ports)
        stack.callback(found.victim.end)
        yield found


# --- trying ---------------------------------------------------------------------------------------------------


@contextmanager
def confined(
    column: Column, around: Surroundings, folder: Path, limits: Limits = AMPLE
) -> Iterator[tuple[Runner, int]]:
    """A runner with the layers of a column, by a copy of the package in `folder`, and the id of its worker."""
    off = [layer for layer in LAYERS if layer not in column.layers]
    around.renew()
    before = set(workers())
    with pytest.MonkeyPatch.context() as patch:
        init = _capped(folder, column.abi) / "__init__.py"
        patch.setattr(process, "journal", SimpleNamespace(__file__=str(init)))
        with Runner(limits, allow=lambda path, sha256: True, cache=around.cache, without=off) as runner:
            assert answers(runner, around)
            (worker,) = set(workers()) - before
            yield runner, worker


def _capped(folder: Path, abi: int) -> Path:
    """A copy of the package that finds a Landlock of at most this version."""
    package = folder / "journal"
    shutil.copytree(Path(journal.__file__).parent, package)
    with (package / "runner/sandbox/landlock.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n_uncapped = abi\n\n\ndef abi():\n    return min({abi}, _uncapped())\n")
    return package


@dataclass(frozen=True)
class Attempt:
    """How a case ended, what was changed outside, and whether it was meant to reach its aim with these layers."""

    end: str
    changed: frozenset[str]
    expected: bool

    @property
    def reached(self) -> bool:
        return self.end == "escaped" or bool(self.changed)


def attempt(case: Hostile, column: Column, around: Surroundings, runner: Runner) -> Attempt | None:
    """Tries one case; None for one that would reach too far if nothing held it."""
    expected = case.reaches(column.layers, column.abi, ROOT)
    if case.wide and expected:
        return None
    known = {**around.renew(), **({"forks": 3} if expected else {})}
    before = around.state()
    end = _end(runner, case, around.concept, known)
    after = around.state()
    changed = frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))
    return Attempt(end, changed, expected)


def _end(runner: Runner, case: Hostile, concept: Path, known: dict[str, Any]) -> str:
    """How a case ends: the limit that stopped it, the type of its exception, or the value that it returned."""
    try:
        run = runner.run(concept, "demo", known, 0, code=case.body, png=case.png).result(120)
    except RunFailed as failed:
        return str(failed.values["type"]) if failed.limit == "error" else failed.limit
    return run.error.type if run.error else run.value


def answers(runner: Runner, around: Surroundings) -> bool:
    """Whether the next run is right."""
    around.concept.write_text(HOST, encoding="utf-8")
    return runner.run(around.concept, "demo", {}, 0).result(60).value == "2"


def refused_ones() -> list[Hostile]:
    """The cases that layers hold, and those of files too many, which a layer holds where another does not."""
    return [case for case in (*CASES, *CALLS) if case.refused or ("disk" in case.ends and not case.lasts)]


def _tried(column: Column) -> dict[str, Attempt | None]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        around = stack.enter_context(surroundings(folder))
        runner, _ = stack.enter_context(confined(column, around, folder))
        return {case.name: attempt(case, column, around, runner) for case in refused_ones()}


def main() -> None:
    """Prints a row for each case that a layer holds, and in it the columns in which it reaches its aim."""
    if "--ordinary" in sys.argv:
        with folder_of_theirs() as folder:
            sys.exit(run_as_user(["-m", "tests.runner.abuse"], folder, capture=False).returncode)
    found: dict[str, list[str]] = {case.name: [] for case in refused_ones()}
    wanted = [NONE, *OTHERS, *CLAIMED.values(), ALL]
    columns = [column for column in wanted if not column.missing]
    for column in wanted:
        if column.missing:
            print(f"not tried: {column}: {column.missing}")
    for column in columns:
        for name, tried in _tried(column).items():
            found[name].append("?" if tried is None else "+" if tried.reached else ".")
    for number, column in enumerate(columns):
        print(f"{number:2} {column}")
    print("\n. held   + reached its aim   ? not tried, it would reach too far\n")
    for name, marks in found.items():
        print(f"{name[:48]:50}{''.join(f'{mark:>3}' for mark in marks)}")
    print(f"{'as ' + ('root' if ROOT else 'an ordinary user'):50}{''.join(f'{n:>3}' for n in range(len(columns)))}")


if __name__ == "__main__":
    main()
