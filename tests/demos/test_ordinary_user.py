"""What holds for root holds for anybody: the abuse suite once more, as a user without any rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

USER = 61000 + os.getpid() % 1000
"""A user who has no other process, so that what reaches all processes of a user reaches none but those of the test."""
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="this user is an ordinary one already")
@pytest.mark.parametrize(
    "chosen",
    [["-k", "layer or doctor"], pytest.param(["--slow"], marks=pytest.mark.slow)],
    ids=["the least that is whole, and nothing", "all"],
)
def test_the_abuse_suite_passes_for_a_user_without_rights(chosen: list[str]) -> None:
    missing = [name for name in ("unshare", "mount", "setpriv") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    tests = ["-m", "pytest", "tests/demos/test_abuse.py", *chosen, "-p", "no:cacheprovider", "-rs"]
    folder = open_folder()
    try:
        command = [
            "unshare",
            "--mount",
            "sh",
            "-ec",
            as_user(),
            "sh",
            sys.executable,
            *tests,
            f"--basetemp={folder}/tests",
        ]
        env = {**os.environ, "TMPDIR": str(folder), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
        assert " passed" in done.stdout
        skipped = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED") and "--slow" not in line]
        assert not skipped, skipped
        assert not list(folder.glob("journal-*")), "no file is left"
    finally:
        shutil.rmtree(folder)


def open_folder() -> Path:
    """A folder of that user's own, where anybody may go."""
    folder = Path("/tmp") / f"ordinary-{os.getpid()}"
    folder.mkdir()
    os.chown(folder, USER, USER)
    return folder


def as_user() -> str:
    """A script that runs its arguments as that user, let to the interpreter even where it lies in root's home."""
    closed = next((path for path in reversed(Path(sys.base_prefix).parents) if not path.stat().st_mode & 1), None)
    show = f"""
        at=$(mktemp --directory); mount --bind {sys.base_prefix} $at
        mount -t tmpfs -o mode=755 none {closed}; mkdir -p {sys.base_prefix}
        mount --move $at {sys.base_prefix}; rmdir $at
    """
    drop = f'exec setpriv --reuid={USER} --regid={USER} --clear-groups "$@"'
    return f"mount --make-rprivate /; {show if closed else ''}\n{drop}"
