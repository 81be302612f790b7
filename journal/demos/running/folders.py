"""Takes a folder away, whatever a run may have made of it."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 60


def remove(folder: Path) -> None:
    """Removes `folder` with all that is in it; what cannot be removed stays, and nothing is raised."""
    with suppress(RecursionError):  # nested deeper than Python can go
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(["rm", "-rf", str(folder)], check=False, timeout=PATIENCE_S, stderr=subprocess.DEVNULL)
