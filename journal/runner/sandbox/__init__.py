"""The sandbox of a run: independent layers, each used where the system supports it.

Landlock says which files a run may open, and the filter of system calls says what else it may ask of the kernel: it is
a list of what is allowed, so that it also denies whatever the Landlock of an older kernel does not know of. The two are
therefore whole from the first version of Landlock on (Linux 5.13). The others add to them where they hold.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from journal.runner.limits import Limits

# The layers are imported where they are put on: not every system has the modules that they are made of.


def _namespaces(folder: Path) -> None:
    from journal.runner.sandbox import namespaces

    namespaces.apply()


def _view(folder: Path) -> None:
    from journal.runner.sandbox import view

    view.apply(folder)


def _privileges(folder: Path) -> None:
    from journal.runner.sandbox import linux

    linux.drop_privileges()


def _rlimits(folder: Path, limits: Limits) -> None:
    from journal.runner.sandbox import rlimits

    rlimits.apply(limits)


def _landlock(folder: Path, limits: Limits) -> None:
    from journal.runner.sandbox import landlock

    landlock.apply(folder)


def _seccomp(folder: Path, limits: Limits) -> None:
    from journal.runner.sandbox import seccomp

    seccomp.apply()


EARLY: Mapping[str, Callable[[Path], None]] = {
    "namespaces": _namespaces,
    "view": _view,
    "privileges": _privileges,
}
"""The layers that are put on before it is known what will be run, in their order."""

LATE: Mapping[str, Callable[[Path, Limits], None]] = {
    "rlimits": _rlimits,
    "landlock": _landlock,
    "seccomp": _seccomp,
}
"""Those that are put on just before the run, in their order."""

LAYERS = (*EARLY, *LATE)

NEEDS: Mapping[str, tuple[str, ...]] = {"view": ("namespaces",)}
"""The layers that another one rests on."""

WHOLE = frozenset({"landlock", "seccomp"})
"""The layers without which files that are not ours need the user's yes."""


def usable(found: Mapping[str, bool | str], without: Collection[str] = ()) -> tuple[str, ...]:
    """The layers to apply, given what was `found` of each, except those in `without` and their dependents."""
    held = {name for name, holds in found.items() if holds is True and name not in without}
    return tuple(name for name in LAYERS if name in held and held.issuperset(NEEDS.get(name, ())))


def prepare() -> None:
    """Loads in advance what the layers need, so that no fork has to."""
    from journal.runner.sandbox import landlock, namespaces, rlimits, seccomp, view  # noqa: F401

    landlock.readable()


def apply_early(layers: Collection[str], folder: Path) -> None:
    """Confines this process, which must be single-threaded, by those of `layers` that do not depend on the run.

    `folder` is the run's own. Raises OSError when a layer fails; nothing may be run then.
    """
    for name in EARLY:
        if name in layers:
            EARLY[name](folder)


def apply_late(layers: Collection[str], folder: Path, limits: Limits) -> None:
    """Confines this process, which must be single-threaded, by the remaining `layers`; raises OSError like the
    former.
    """
    for name in LATE:
        if name in layers:
            LATE[name](folder, limits)
