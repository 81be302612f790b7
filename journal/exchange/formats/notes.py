"""Folders of Markdown notes: Obsidian (daily and weekly notes, the plugin Journals), Logseq, and our own export.

The days of a note come from its headings and the lines below them, else from its frontmatter, its name or its folder;
a period that the frontmatter tells comes first. A note without any of these is no part of a journal, and skipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from journal.core.dates import Period
from journal.core.incoming import shown_name
from journal.core.input_files import reason_of
from journal.core.messages import UserError, say
from journal.exchange import frontmatter
from journal.exchange.carried import logs_in
from journal.exchange.formats.weekly import logs_of
from journal.exchange.import_batch import ImportBatch, ImportedLog, ImportNote
from journal.exchange.moments import date_or_time_of
from journal.exchange.naming import NoteFile, names_days
from journal.exchange.parts import number_in, parts
from journal.exchange.source import Source

SUFFIXES = (".md", ".markdown", ".txt")
_SPANS = (("start", "end"), ("journal-start-date", "journal-end-date"))
_LONGEST_TITLE = 200
_BASE = "journal-base"


def is_note(source: Source) -> bool:
    """Whether a file has frontmatter, or a name that tells its days where its text does not."""
    if source.is_folder or source.path.suffix.lower() not in SUFFIXES:
        return False
    return source.text.startswith("---") or (names_days(source) and not any(part.span for part in parts(source.text)))


def is_folder(source: Source) -> bool:
    """Whether a folder holds text files."""
    return source.is_folder and next(source.files(*SUFFIXES), None) is not None


def read(source: Source) -> ImportBatch:
    """The logs and entries of one note, or of every note in a folder."""
    paths = source.files(*SUFFIXES) if source.is_folder else [source.path]
    paths = list(paths)
    first = min(numbers_of(source.path, paths), default=None) if source.begins else None
    return source.gather(((shown_name(path), path) for path in paths), lambda path: _note(source, path, first))


def numbers_of(root: Path, paths: Iterable[Path]) -> Iterator[int]:
    """The numbers of weeks in the names of files, else in those of their folders."""
    for path in paths:
        names = (path.stem, *reversed(path.relative_to(root).parts[:-1]))
        yield from islice((number for name in names if (number := number_in(name)) is not None), 1)


def _note(source: Source, path: Path, first: int | None) -> ImportBatch:
    name = shown_name(path)
    text = source.text if path == source.path else source.text_at(path)
    try:
        metadata, body = frontmatter.split(text, name)
        if logs := logs_in(body):
            return ImportBatch(logs=logs)
        if not body.strip() and source.is_folder and _BASE not in metadata:
            return ImportBatch(skipped=(ImportNote(name, say("exchange.empty")),))
        file = NoteFile(name, path, source.path, metadata, source.begins, first)
        if period := _span(metadata, name):
            return ImportBatch(logs=(_log(file, body, period),))
        return logs_of(source, body, file)
    except ValueError as error:
        raise UserError("exchange.no_such_day", place=name, text=reason_of(error)) from None


def _span(metadata: Mapping[str, Any], name: str) -> Period | None:
    """The period in the frontmatter. Raises UserError for one that ends before it starts."""
    for first, last in _SPANS:
        starts, ends = _day(metadata.get(first)), _day(metadata.get(last))
        if starts and ends:
            if ends < starts:
                raise UserError("weeks.ends_before_start", text=f"{name}: {starts} – {ends}")
            return starts, ends
    return None


def _day(value: Any) -> date | None:
    moment = date_or_time_of(value)
    return moment.day if moment else None


def _log(file: NoteFile, body: str, period: Period) -> ImportedLog:
    """A note whose frontmatter tells its period; number and title are those of frontmatter, heading or name."""
    if isinstance(base := file.metadata.get(_BASE), str) and isinstance(file.metadata.get("title"), str):
        return ImportedLog(file.number, *period, file.title, body, base)
    heading = next((part for part in parts(body) if part.line), None)
    number = file.number if file.number is not None or heading is None else heading.week
    title = file.title or (heading.title if heading else file.stem)
    return ImportedLog(number, *period, " ".join(title.split())[:_LONGEST_TITLE], body)
