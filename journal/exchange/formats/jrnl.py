"""Journals of jrnl (jrnl.sh): its text, its JSON, its folders of days.

An entry of the text begins with `[date] ` at the start of a line; a bracket that holds no date is content, and so is
a footnote of six characters or fewer. Of a file in a folder, `YYYY/MM/DD.txt`, the path gives the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from journal.core.incoming import shown_name, text_of
from journal.core.input_files import bytes_of
from journal.core.messages import UserError, say
from journal.exchange.carried import logs_in, marked
from journal.exchange.import_batch import ImportBatch, ImportedEntry, ImportedLog, ImportNote
from journal.exchange.moments import DateOrTime, date_or_time_of, read_date_or_time
from journal.exchange.source import Source

_BRACKET = re.compile(r"^\[(?P<when>[^\[\]\n]{7,40})\](?:[ \t]|$)", re.MULTILINE)
_ENCRYPTED = (b"JRNLv3", b"gAAAAA")
_DAY_FILE = re.compile(r"(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})\.txt")


@dataclass(frozen=True)
class Header:
    """The dated bracket that begins an entry, and its place for messages."""

    found: re.Match[str]
    location: str


def is_text(source: Source) -> bool:
    """Whether a file begins with a dated bracket, or is encrypted as jrnl does it."""
    if source.is_folder or source.data.startswith(_ENCRYPTED):
        return not source.is_folder
    first = _BRACKET.match(source.text.lstrip())
    return first is not None and _names_a_date(first["when"])


def is_json(source: Source) -> bool:
    """Whether a file holds entries as `jrnl --format json` prints them."""
    return not source.is_folder and source.path.suffix.lower() == ".json" and _is_document(source.document)


def is_folder(source: Source) -> bool:
    """Whether a folder holds a file a day in the way of jrnl."""
    return source.is_folder and any(_day_of(path, source.path) for path in source.files(".txt"))


def read_text(source: Source) -> ImportBatch:
    """The entries of a text. Raises UserError for an encrypted file and for a day that does not exist."""
    _refuse_encrypted(source.data, source.name)
    if logs := logs_in(source.text):
        return ImportBatch(logs=logs)
    return _entries(source, source.text, source.name)


def read_folder(source: Source) -> ImportBatch:
    """The entries of a folder of days; other text files in it are skipped."""
    return source.gather(
        ((shown_name(path), path) for path in source.files(".txt")), lambda path: _day_file(source, path)
    )


def read_json(source: Source) -> ImportBatch:
    """The entries of a JSON file. Raises UserError for a document that has no list of them."""
    entries = source.document.get("entries") if isinstance(source.document, dict) else None
    if not isinstance(entries, list):
        raise UserError("exchange.broken", path=source.name)
    places = [f"{source.name} #{n}" for n in range(1, len(entries) + 1)]
    parts = [(location, (entry, location)) for location, entry in zip(places, entries, strict=True)]
    return source.gather(parts, lambda part: _json_entry(*part, source.origin(source.name)))


def written(logs: Sequence[ImportedLog]) -> str:
    """Weekly logs as jrnl's text: each an entry of its first day."""
    return "".join(marked(f"[{log.starts:%Y-%m-%d} 09:00] {' '.join(log.title.split())}\n", log) for log in logs)


def _refuse_encrypted(data: bytes, name: str) -> None:
    if data.startswith(_ENCRYPTED):
        raise UserError("exchange.encrypted", path=name)


def _entries(source: Source, text: str, name: str, day: date | None = None) -> ImportBatch:
    """The entries of a text; a `day` that its path gives is that of all of them, and of words above the first."""
    headers = list(_headers(text, name))
    starts = [*(header.found.start() for header in headers), len(text)]
    above = text[: starts[0]].strip("\r\n")
    parts: list[tuple[str, tuple[str, Header | None]]] = [(f"{name}:1", (above, None))] if above.strip() else []
    for header, end in zip(headers, starts[1:], strict=True):
        parts.append((header.location, (text[header.found.end() : end].strip("\r\n"), header)))
    return source.gather(parts, lambda part: _entry(*part, name=name, day=day, origin=source.origin(name)))


def _entry(content: str, header: Header | None, *, name: str, day: date | None, origin: str) -> ImportBatch:
    """One entry, or why it is none. Without a header it is what stands above the first. Raises UserError."""
    location = header.location if header else f"{name}:1"
    moment = _date_or_time(header) if header else DateOrTime(None)
    if day is not None:
        moment = DateOrTime(day, moment.time)
    if moment.day is None:
        why = say("exchange.ambiguous", text=header.found["when"]) if header else say("exchange.no_date")
        return ImportBatch(skipped=(ImportNote(location, why),))
    if not content.strip():
        return ImportBatch(skipped=(ImportNote(location, say("exchange.empty")),))
    return ImportBatch(entries=(ImportedEntry(moment.day, content, location, moment.time, origin=origin),))


def _headers(text: str, name: str) -> Iterator[Header]:
    line, counted = 1, 0
    for found in _BRACKET.finditer(text):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        if _names_a_date(found["when"]):
            yield Header(found, f"{name}:{line}")


def _names_a_date(text: str) -> bool:
    """Whether a text has the form of a date, one that does not exist included."""
    try:
        return read_date_or_time(text) is not None
    except ValueError:
        return True


def _date_or_time(header: Header) -> DateOrTime:
    """The moment that a header names. Raises UserError for one that does not exist."""
    try:
        return read_date_or_time(header.found["when"]) or DateOrTime(None)
    except ValueError:
        raise UserError("exchange.no_such_day", place=header.location, text=header.found["when"]) from None


def _day_of(path: Path, folder: Path) -> date | None:
    """The day that the path of a file names."""
    found = _DAY_FILE.search(path.relative_to(folder.parent).as_posix())
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None


def _day_file(source: Source, path: Path) -> ImportBatch:
    name, day = shown_name(path), _day_of(path, source.path)
    if day is None:
        return ImportBatch(skipped=(ImportNote(name, say("exchange.no_date")),))
    data = bytes_of(path)
    _refuse_encrypted(data, name)
    return _entries(source, text_of(data, name), name, day)


def _is_document(document: Any) -> bool:
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list) or "format" in document:
        return False
    objects = [each for each in entries if isinstance(each, dict)]
    return bool(objects or not entries) and not any("creationDate" in each for each in objects)


def _json_entry(entry: Any, location: str, origin: str) -> ImportBatch:
    if not isinstance(entry, dict):
        raise UserError("exchange.broken", path=location)
    try:
        moment = date_or_time_of(f"{entry.get('date', '')} {entry.get('time') or ''}")
    except ValueError:
        raise UserError("exchange.no_such_day", place=location, text=entry.get("date")) from None
    title, body = (str(entry.get(name) or "") for name in ("title", "body"))
    text = f"{title}\n{body}" if title and body else title or body
    if moment is None or moment.day is None or not text.strip():
        return ImportBatch(
            skipped=(ImportNote(location, say("exchange.no_date" if text.strip() else "exchange.empty")),)
        )
    found = ImportedEntry(
        moment.day, text.strip("\r\n"), location, moment.time, uid=str(entry.get("uuid") or ""), origin=origin
    )
    return ImportBatch(entries=(found,))
