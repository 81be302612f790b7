"""Removes a run's folder, whatever its state."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 60


def remove(folder: Path) -> None:
    """Removes `folder` and its content; ignores errors."""
    with suppress(RecursionError):  # nested deeper than Python can go
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(["rm", "-rf", str(folder)], check=False, timeout=PATIENCE_S, stderr=subprocess.DEVNULL)
