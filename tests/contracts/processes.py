"""Programs in a process of their own, to see what they load, print and leave behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def environment(**changed: str) -> dict[str, str]:
    """The environment of a program that finds this checkout and nothing of the user's."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", **changed}


def run_journal(
    *arguments: str, cwd: Path, environ: Mapping[str, str], text: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs one command of the journal, with `text` to read."""
    command = [sys.executable, "-m", "journal", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environ, input=text or "", capture_output=True, encoding="utf-8", check=False, timeout=300
    )


def packages_after(program: str, cwd: Path, arguments: Sequence[str] = ()) -> dict[str, set[str]]:
    """The packages of the modules in the sets `loaded` and `first_frame` that a program leaves when it ends."""
    found = modules_after(program, cwd, arguments)
    return {name: {module.split(".")[0] for module in modules} for name, modules in found.items()}


def modules_after(program: str, cwd: Path, arguments: Sequence[str] = ()) -> dict[str, set[str]]:
    """The modules themselves in these sets."""
    told = "print(json.dumps({name: sorted(globals().get(name, ())) for name in ('loaded', 'first_frame')}))"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport json, sys\n{told}", *arguments],
        cwd=cwd,
        env=environment(JOURNAL_HOME=str(cwd / "home")),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    told_last = json.loads(done.stdout.splitlines()[-1])
    return {name: set(modules) for name, modules in told_last.items()}
