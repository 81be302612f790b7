"""What holds for root holds for anybody: the abuse suite once more, as a user without any rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NOBODY = 65534
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="this user is an ordinary one already")
def test_the_abuse_suite_passes_for_a_user_without_rights(tmp_path: Path) -> None:
    missing = [name for name in ("unshare", "mount", "setpriv") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    tests = ["-m", "pytest", "tests/demos/test_abuse.py", "-k", "whole and not lasts", "-p", "no:cacheprovider", "-rs"]
    folder = open_folder()
    try:
        command = [
            "unshare",
            "--mount",
            "sh",
            "-ec",
            as_nobody(),
            "sh",
            sys.executable,
            *tests,
            f"--basetemp={folder}/tests",
        ]
        env = {**os.environ, "TMPDIR": str(folder), "HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            command, cwd=REPOSITORY, env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
        assert " passed" in done.stdout
        assert " skipped" not in done.stdout, done.stdout
        assert not list(folder.glob("journal-*")), "no file is left"
    finally:
        shutil.rmtree(folder)


def open_folder() -> Path:
    """A folder of nobody's own, where anybody may go."""
    folder = Path("/tmp") / f"ordinary-{os.getpid()}"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    return folder


def as_nobody() -> str:
    """A script that runs its arguments as nobody, who is let to the interpreter even where it lies in root's home."""
    closed = next((path for path in reversed(Path(sys.base_prefix).parents) if not path.stat().st_mode & 1), None)
    show = f"""
        at=$(mktemp --directory); mount --bind {sys.base_prefix} $at
        mount -t tmpfs -o mode=755 none {closed}; mkdir -p {sys.base_prefix}
        mount --move $at {sys.base_prefix}; rmdir $at
    """
    drop = f'exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups "$@"'
    return f"mount --make-rprivate /; {show if closed else ''}\n{drop}"
