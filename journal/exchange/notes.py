"""Folders of Markdown notes: Obsidian (daily and weekly notes, the plugin Journals), Logseq, and our own export.

The days of a note come from its headings and the lines below them, else from its frontmatter, its name or its folder;
a period that the frontmatter tells comes first. A note without any of these is no part of a journal, and skipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from journal.exchange import frontmatter
from journal.exchange.carried import logs_in
from journal.exchange.naming import File, names_days
from journal.exchange.readout import Log, Note, Readout
from journal.exchange.source import Source
from journal.exchange.weekly import logs_of
from journal.text.dates import Period
from journal.text.files import reason_of
from journal.text.incoming import shown_name
from journal.text.moments import moment_of
from journal.text.parts import number_in, parts
from journal.words import UserError, say

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


def read(source: Source) -> Readout:
    """The logs and entries of one note, or of every note in a folder."""
    paths = source.files(*SUFFIXES) if source.is_folder else [source.path]
    paths = list(paths)
    numbers = [number for path in paths if (number := number_in(path.stem)) is not None] if source.begins else []
    first = min(numbers, default=None)
    return source.gather(((shown_name(path), path) for path in paths), lambda path: _note(source, path, first))


def _note(source: Source, path: Path, first: int | None) -> Readout:
    name = shown_name(path)
    text = source.text if path == source.path else source.text_at(path)
    try:
        told, body = frontmatter.split(text, name)
        if logs := logs_in(body):
            return Readout(logs=logs)
        if not body.strip() and source.is_folder and _BASE not in told:
            return Readout(skipped=(Note(name, say("exchange.empty")),))
        file = File(name, path, source.path, told, source.begins, first)
        if period := _span(told, name):
            return Readout(logs=(_log(file, body, period),))
        return logs_of(source, body, file)
    except ValueError as error:
        raise UserError("exchange.no_such_day", place=name, text=reason_of(error)) from None


def _span(told: Mapping[str, Any], name: str) -> Period | None:
    """The period in the frontmatter. Raises UserError for one that ends before it starts."""
    for first, last in _SPANS:
        starts, ends = _day(told.get(first)), _day(told.get(last))
        if starts and ends:
            if ends < starts:
                raise UserError("weeks.ends_before_start", text=f"{name}: {starts} – {ends}")
            return starts, ends
    return None


def _day(value: Any) -> date | None:
    moment = moment_of(value)
    return moment.day if moment else None


def _log(file: File, body: str, period: Period) -> Log:
    """A note whose frontmatter tells its period; number and title are those of frontmatter, heading or name."""
    if isinstance(base := file.told.get(_BASE), str) and isinstance(file.told.get("title"), str):
        return Log(file.number, *period, file.title, body, base)
    heading = next((part for part in parts(body) if part.line), None)
    number = file.number if file.number is not None or heading is None else heading.week
    title = file.title or (heading.title if heading else file.stem)
    return Log(number, *period, " ".join(title.split())[:_LONGEST_TITLE], body)
