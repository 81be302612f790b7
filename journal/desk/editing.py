"""Writing in the user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

from journal.exchange.weekly import read_text_file
from journal.words import UserError


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor that $VISUAL or $EDITOR names, with its arguments. Raises UserError when neither does."""
    command = shlex.split(environ.get("VISUAL") or environ.get("EDITOR") or "")
    if not command:
        raise UserError("write.no_editor")
    return command


@contextmanager
def edited(text: str, folder: Path) -> Iterator[str]:
    """`text` after the user has changed it in their editor, for as long as it takes to store it.

    The editor's file, in `folder`, goes when the text is stored. When that or the editor fails it stays if anything
    was written in it, and the UserError names it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix="writing-", suffix=".md", dir=folder)
    os.close(handle)
    path = Path(name)
    path.write_text(text, encoding="utf-8", newline="")
    try:
        open_in_editor(path)
        yield read_text_file(path)
    except (UserError, OSError) as error:
        if not path.exists() or path.read_bytes() == text.encode():
            path.unlink(missing_ok=True)
            raise
        raise UserError("write.kept", path=path, reason=error) from error
    path.unlink(missing_ok=True)


def open_in_editor(path: Path) -> None:
    """Opens a file in the user's editor and waits for its end. Raises UserError when it cannot be run."""
    command = editor_command(os.environ)
    try:
        subprocess.run([*command, str(path)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UserError("write.editor_failed", command=command[0]) from error
