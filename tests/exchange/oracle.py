"""The real `anki` package, in an environment of its own: `.anki` beside this checkout, or what JOURNAL_ANKI names."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = Path(os.environ.get("JOURNAL_ANKI", str(ROOT / ".anki" / "bin" / "python")))
SCRIPT = Path(__file__).with_name("anki_oracle.py")


def asked(*arguments: str) -> str:
    """What the script prints. Skips where there is no such environment."""
    if not PYTHON.exists():
        pytest.skip("the real anki package is not installed: python -m venv .anki && .anki/bin/pip install anki")
    command = [str(PYTHON), str(SCRIPT), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")  # Anki warns of what it mends
    return done.stdout


def made(folder: Path) -> Path:
    """A folder with a deck in each generation of the file."""
    asked("make", str(folder))
    return folder


def read(*steps: Path | str) -> dict[str, Any]:
    """What Anki holds after it imported packages one after the other, or did what else the script knows."""
    found: dict[str, Any] = json.loads(asked("read", *map(str, steps)))
    return found
