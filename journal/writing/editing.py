"""Editing in the user's external editor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from journal.core.incoming import encoding_of, shown_name, text_of
from journal.core.input_files import bytes_of, is_file
from journal.core.messages import UserError
from journal.opening.external_editor import editor_command, open_in_editor
from journal.opening.journal import Journal
from journal.weeks.weeks import OpenWeek
from journal.writing.drafts import write_draft


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
