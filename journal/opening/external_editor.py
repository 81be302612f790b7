"""The user's own editor, named by $VISUAL or $EDITOR."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from journal.core.files import write_whole
from journal.core.incoming import shown_name, text_of
from journal.core.input_files import bytes_of, is_file
from journal.core.messages import UserError
from journal.opening.journal import Journal


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The editor that $VISUAL or $EDITOR names, with its arguments. Raises UserError when neither does."""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise UserError("write.editor_failed", command=named) from error
    if not command:
        raise UserError("write.no_editor")
    return command


def edited_code(journal: Journal, name: str, text: str) -> str:
    """Code of this name after the user has changed it in their editor.

    Raises UserError when the editor cannot be started or fails; what was written in it until then is kept, and named.
    """
    editor_command(os.environ)
    path = journal.settings.home / f"{name}.py"
    write_whole(path, text.encode(), private=True)
    try:
        open_in_editor(path)
        changed = text_of(bytes_of(path), shown_name(path))
    except UserError as error:
        if is_file(path) and bytes_of(path) == text.encode():
            path.unlink()
            raise
        raise UserError("write.kept", path=path, reason=error) from error
    path.unlink(missing_ok=True)
    return changed


def open_in_editor(path: Path) -> None:
    """Opens a file in the user's editor and waits for its end. Raises UserError when it cannot be run."""
    command = editor_command(os.environ)
    try:
        subprocess.run([*command, str(path)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise UserError("write.editor_failed", command=command[0]) from error
