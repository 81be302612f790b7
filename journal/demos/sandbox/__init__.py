"""What keeps a run in its place: layers, each of which holds by itself where the system has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journal.demos.limits import Limits


@dataclass(frozen=True)
class Ground:
    """What a run may use: its limits, its own folder to write in, and the concept file that it reads."""

    limits: Limits
    folder: Path
    concept: Path


# The layers are imported where they are put on: not every system has the modules that they are made of.


def _rlimits(ground: Ground) -> None:
    from journal.demos.sandbox import rlimits

    rlimits.put_on(ground.limits)


def _namespaces() -> None:
    from journal.demos.sandbox import namespaces

    namespaces.put_on()


def _privileges() -> None:
    from journal.demos.sandbox import linux

    linux.drop_privileges()


def _landlock(ground: Ground) -> None:
    from journal.demos.sandbox import landlock

    landlock.put_on(ground.folder, ground.concept)


def _seccomp(ground: Ground) -> None:
    from journal.demos.sandbox import seccomp

    seccomp.put_on()


AHEAD: Mapping[str, Callable[[], None]] = {"namespaces": _namespaces, "privileges": _privileges}
"""The layers that are put on before it is known what will be run, in their order."""

AT_LAST: Mapping[str, Callable[[Ground], None]] = {"rlimits": _rlimits, "landlock": _landlock, "seccomp": _seccomp}
"""Those that are put on just before the run, in their order."""

LAYERS = (*AHEAD, *AT_LAST)

WHOLE = frozenset({"landlock", "seccomp"})
"""The layers without which files that are not ours need the user's yes."""


def prepare() -> None:
    """Loads ahead what the layers are made of, so that no fork has to."""
    from journal.demos.sandbox import landlock, namespaces, rlimits, seccomp  # noqa: F401

    landlock.readable()


def put_on(layers: Sequence[str], ground: Ground | None) -> None:
    """Shuts this process in: without `ground` by the layers that are put on ahead, with it by the others.

    Raises OSError when a layer does not hold, and then nothing may be run.
    """
    for name in layers:
        if ground is None and name in AHEAD:
            AHEAD[name]()
        if ground is not None and name in AT_LAST:
            AT_LAST[name](ground)
