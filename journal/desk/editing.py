"""Editing in the user's external editor."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from journal.desk import Journal
from journal.desk.drafts import write_draft
from journal.desk.weeks import OpenWeek
from journal.text.files import bytes_of, is_file
from journal.text.incoming import encoding_of, shown_name, text_of
from journal.words import UserError


@dataclass(frozen=True)
class Edited:
    """A text returned by an editor, and its `encoding`. Its file is kept until the text is `stored`."""

    text: str
    path: Path
    encoding: str

    def stored(self) -> None:
        """Removes the file, once the text is stored."""
        self.path.unlink(missing_ok=True)


@contextmanager
def kept_until_stored(done: Edited) -> Iterator[str]:
    """The text, while it is being stored; on failure its file is kept, and the UserError names it."""
    try:
        yield done.text
    except UserError as error:
        raise UserError("write.kept", path=done.path, reason=error) from error
    done.stored()


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


def edited(journal: Journal, week: OpenWeek, text: str) -> Edited:
    """Opens `text` of a week in the user's editor and returns the result.

    Raises UserError when the editor cannot be started or fails, leaves no file, or one that is no text; what was
    written in it until then is kept, and named.
    """
    editor_command(os.environ)
    path = write_draft(journal, "editing", week, text)
    try:
        open_in_editor(path)
        data = bytes_of(path)
        return Edited(text_of(data, shown_name(path)), path, encoding_of(data))
    except UserError as error:
        if not path.exists():
            raise UserError("write.no_file") from error
        if is_file(path) and bytes_of(path) == text.encode():
            path.unlink()
            raise
        raise UserError("write.kept", path=path, reason=error) from error


def edited_code(journal: Journal, name: str, text: str) -> str:
    """Code of this name after the user has changed it in their editor.

    Raises UserError when the editor cannot be started or fails; what was written in it until then is kept, and named.
    """
    editor_command(os.environ)
    path = journal.settings.home / f"{name}.py"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8", newline="")
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
