"""The formats that can be imported, and which of them a file or folder has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from journal.exchange import archive, dayone, jrnl, notes, weekly
from journal.exchange.readout import Readout
from journal.exchange.source import Source
from journal.words import UserError


@dataclass(frozen=True)
class Format:
    """A format by the name that a user may give it; `fits` tells it by name and content, `read` may raise UserError."""

    name: str
    fits: Callable[[Source], bool]
    read: Callable[[Source], Readout]


def _weekly(source: Source) -> Readout:
    return weekly.logs_of(source.text, str(source.path))


FORMATS = (
    Format("journal", archive.fits, archive.read),
    Format("dayone", dayone.is_export, dayone.read_export),
    Format("dayone-classic", dayone.is_classic, dayone.read_classic),
    Format("jrnl-json", jrnl.is_json, jrnl.read_json),
    Format("jrnl-folder", jrnl.is_folder, jrnl.read_folder),
    Format("jrnl", jrnl.is_text, jrnl.read_text),
    Format("notes", lambda source: notes.is_note(source) or notes.is_folder(source), notes.read),
    Format("weekly", lambda source: not source.is_folder and source.path.suffix.lower() != ".json", _weekly),
)
"""In the order in which they are tried; the last takes any file but JSON."""


def read_path(path: Path, name: str | None = None) -> Readout:
    """What a file or folder holds, in the format of this `name`, else in the one that it shows.

    Raises UserError for a path that cannot be read, or that is broken, and says where.
    """
    source = Source(path)
    if not path.exists():
        raise UserError("weeks.missing_file", path=path)
    found = next((each for each in FORMATS if (each.name == name if name else each.fits(source))), None)
    if found is None:
        raise UserError("exchange.unknown_format", path=path, formats=", ".join(each.name for each in FORMATS))
    return found.read(source)
