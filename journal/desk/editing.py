"""Writing in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from journal.words import UserError


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor that $VISUAL or $EDITOR names, with its arguments. Raises UserError when neither does."""
    command = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")
    if not command:
        raise UserError("write.no_editor")
    return command


def edited(text: str) -> str:
    """`text` after the user has changed it in their editor. Raises UserError when the editor cannot be started."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "week.md"
        path.write_text(text, encoding="utf-8", newline="")
        open_in_editor(path)
        return path.read_bytes().decode("utf-8")


def open_in_editor(path: Path) -> None:
    """Opens a file in the user's editor and waits for its end. Raises UserError when it cannot be run."""
    command = editor_command(os.environ)
    try:
        subprocess.run([*command, str(path)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UserError("write.editor_failed", command=command[0]) from error
