"""Running Python as a user who has no rights at all, where root runs the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

USER = 61000 + os.getpid() % 1000
"""A user who has no other process, so that what reaches all processes of a user reaches none but those of the test."""
REPOSITORY = Path(__file__).resolve().parents[2]


def missing_tools() -> str:
    """The programs that it needs and that are not there; empty when it can be done."""
    return ", ".join(name for name in ("unshare", "mount", "setpriv") if shutil.which(name) is None)


@contextmanager
def folder_of_theirs() -> Iterator[Path]:
    """A folder of that user's own, where anybody may go."""
    folder = Path("/tmp") / f"ordinary-{os.getpid()}"
    folder.mkdir()
    os.chown(folder, USER, USER)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def run_as_user(arguments: Sequence[str], folder: Path, *, capture: bool = True) -> subprocess.CompletedProcess[str]:
    """Runs Python with `arguments` as that user, whose home and temporary folder is `folder`."""
    command = ["unshare", "--mount", "sh", "-ec", _as_user(), "sh", sys.executable, *arguments]
    env = {**os.environ, "TMPDIR": str(folder), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=capture, text=True, check=False)


def _as_user() -> str:
    """A script that runs its arguments as that user, let to the interpreter even where it lies in root's home."""
    closed = next((path for path in reversed(Path(sys.base_prefix).parents) if not path.stat().st_mode & 1), None)
    show = f"""
        umask 022; at=$(mktemp --directory); mount --bind {sys.base_prefix} $at
        mount -t tmpfs -o mode=755 none {closed}; mkdir -p {sys.base_prefix}
        mount --move $at {sys.base_prefix}; rmdir $at
    """
    drop = f'exec setpriv --reuid={USER} --regid={USER} --clear-groups "$@"'
    return f"mount --make-rprivate /; {show if closed else ''}\n{drop}"
