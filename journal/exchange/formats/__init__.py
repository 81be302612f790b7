"""The formats that can be imported, and which of them a file or folder has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from journal.core.incoming import known_encoding, shown_name
from journal.core.input_files import reading
from journal.core.marks import without_controls
from journal.core.messages import UserError, say
from journal.exchange.formats import archive, dayone, jrnl, notes
from journal.exchange.import_batch import ImportBatch, ImportNote
from journal.exchange.other_formats import name_of
from journal.exchange.source import Source


@dataclass(frozen=True)
class Format:
    """A format by the name that a user may give it; `fits` tells it by name and content, `read` may raise UserError."""

    name: str
    fits: Callable[[Source], bool]
    read: Callable[[Source], ImportBatch]


FORMATS = (
    Format("journal", archive.fits, archive.read),
    Format("dayone", dayone.is_export, dayone.read_export),
    Format("dayone-classic", dayone.is_classic, dayone.read_classic),
    Format("jrnl-json", jrnl.is_json, jrnl.read_json),
    Format("jrnl-folder", jrnl.is_folder, jrnl.read_folder),
    Format("jrnl", jrnl.is_text, jrnl.read_text),
    Format("notes", lambda source: notes.is_note(source) or notes.is_folder(source), notes.read),
    Format("weekly", lambda source: not source.is_folder and source.path.suffix.lower() != ".json", notes.read),
)
"""In the order in which they are tried; the last takes any file but JSON."""


def read_path(
    path: Path,
    name: str | None = None,
    *,
    strict: bool = False,
    begins: date | None = None,
    encoding: str | None = None,
) -> ImportBatch:
    """What a file or folder holds, in the format of this `name`, else in the one that it shows.

    Raises UserError, and no other exception, for a path that cannot be read or that is broken, and says where. A part
    that is damaged is left out; with `strict`, and where no part is sound, it stops the reading. `begins` is the first
    day of a series that tells none, `encoding` that of the texts.
    """
    with reading(shown_name(path)):
        if not path.exists():
            raise UserError("weeks.missing_file", path=shown_name(path))
        source = Source(path, strict=strict, begins=begins, encoding=encoding and known_encoding(encoding))
        if name is None and not dayone.is_export(source) and (other := name_of(source)):
            formats = ", ".join(each.name for each in FORMATS)
            raise UserError("exchange.other_format", path=source.name, found=other, formats=formats)
        found = next((each for each in FORMATS if (each.name == name if name else each.fits(source))), None)
        if found is None:
            formats = ", ".join(each.name for each in FORMATS)
            raise UserError("exchange.unknown_format", path=source.name, formats=formats)
        return _shown(_sound(found.read(source)), source.name)


def _sound(batch: ImportBatch) -> ImportBatch:
    """The readout. Raises UserError where everything in it is damaged."""
    damaged = [note for note in batch.skipped if note.damaged]
    if damaged and not (batch.logs or batch.entries or batch.archive.tables):
        raise UserError("exchange.stopped", reason=damaged[0].message)
    return batch


def _shown(batch: ImportBatch, name: str) -> ImportBatch:
    """The readout with marks in place of the control and bidi characters of its logs and entries, and a note of them.

    A whole journal stays as it is: it holds what its learner wrote.
    """
    counts: list[int] = []

    def shown(text: str) -> str:
        text, count = without_controls(text)
        counts.append(count)
        return text

    logs = tuple(replace(log, title=shown(log.title), body=shown(log.body)) for log in batch.logs)
    entries = tuple(replace(each, text=shown(each.text), tags=tuple(map(shown, each.tags))) for each in batch.entries)
    flags = (ImportNote(name, say("exchange.controls", n=sum(counts))),) if any(counts) else ()
    return replace(batch, logs=logs, entries=entries, flagged=batch.flagged + flags)
