"""What holds for root holds for anybody: the abuse suite once more, as a user without any rights."""

from __future__ import annotations

import os
import sys

import pytest

from tests.support.ordinary_user import folder_of_theirs, missing_tools, run_as_user


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="this user is an ordinary one already")
@pytest.mark.parametrize(
    "chosen",
    [["-k", "layer or doctor"], pytest.param(["--slow"], marks=pytest.mark.slow)],
    ids=["the least that is whole, and nothing", "all"],
)
def test_the_abuse_suite_passes_for_a_user_without_rights(chosen: list[str]) -> None:
    if missing := missing_tools():
        pytest.skip(f"needs {missing}")
    tests = ["-m", "pytest", "tests/runner/sandbox/test_abuse.py", *chosen, "-p", "no:cacheprovider", "-rs"]
    with folder_of_theirs() as folder:
        done = run_as_user([*tests, f"--basetemp={folder}/tests"], folder)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
        assert " passed" in done.stdout
        skipped = [line for line in done.stdout.splitlines() if line.startswith("SKIPPED") and "--slow" not in line]
        assert not skipped, skipped
        assert not list(folder.glob("journal-*")), "no file is left"
