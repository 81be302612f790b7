"""Journals of Day One: the zip or JSON file of its export, and the entry files of Day One Classic.

Times are UTC with the time zone in which the entry was written; its day is that of that zone.
"""

from __future__ import annotations

import json
import plistlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from journal.core.days import usable
from journal.core.incoming import clean_values, shown_name, text_of
from journal.core.input_files import LARGEST, bytes_of
from journal.core.messages import UserError, say
from journal.exchange.carried import log_of, message
from journal.exchange.import_batch import ImportBatch, ImportedEntry, ImportedLog, ImportNote
from journal.exchange.source import Source, parsed

_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)
_ESCAPED = re.compile(r"\\([.!()\[\]\-#+*_{}>~|])")
_PICTURE = re.compile(r"!\[\]\(dayone-moment:/{1,2}(?:\w+/)?(?P<id>[0-9A-Za-z]+)\)")
_MEDIA = {"photos": "photos", "videos": "videos", "audios": "audios", "pdfAttachments": "pdfs"}


def is_export(source: Source) -> bool:
    """Whether a file is a zip of journals, or one journal as JSON."""
    if source.is_folder:
        return False
    return _is_zip_of_journals(source.path) or (source.path.suffix.lower() == ".json" and _is_journal(source.document))


def is_classic(source: Source) -> bool:
    """Whether a path is an entry of Day One Classic, or a folder that holds some."""
    if source.is_folder:
        return next(source.files(".doentry"), None) is not None
    return source.path.suffix.lower() == ".doentry"


def read_export(source: Source) -> ImportBatch:
    """The entries of every journal in a zip, or of one JSON file. Raises UserError for what is neither."""
    if not zipfile.is_zipfile(source.path):
        return _journal(source, source.name, source.document)
    with zipfile.ZipFile(source.path) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.json", name))
        places = [(f"{source.name}: {clean_values(name)}", name) for name in names]
        return source.gather(places, lambda name: _journal_in(source, archive, name))


def read_classic(source: Source) -> ImportBatch:
    """The entries of Day One Classic. Raises UserError for a file that is no property list."""
    paths = source.files(".doentry") if source.is_folder else [source.path]
    return source.gather(((shown_name(path), path) for path in paths), _classic)


def plain(text: str) -> str:
    """Markdown of Day One without the backslashes that it puts before marks outside of code."""
    parts = _CODE.split(text)
    return "".join(part if n % 2 else _ESCAPED.sub(r"\1", part) for n, part in enumerate(parts))


def _journal_in(source: Source, archive: zipfile.ZipFile, name: str) -> ImportBatch:
    """The entries of one journal of a zip."""
    location = f"{source.name}: {clean_values(name)}"
    with archive.open(name) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise UserError("weeks.too_large", path=location, most=f"{LARGEST / 2**20:g}")
    return _journal(source, location, parsed(text_of(data, location), location))


def _journal(source: Source, name: str, document: Any) -> ImportBatch:
    """The entries of one journal, each a part of its own."""
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise UserError("exchange.broken", path=name)
    places = [(f"{name} #{n}", (entry, f"{name} #{n}")) for n, entry in enumerate(entries, 1)]
    return source.gather(places, lambda part: _entry(*part))


def _is_zip_of_journals(path: Path) -> bool:
    """Whether a file is a zip with a journal, or more, at its top."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(re.fullmatch(r"[^/]+\.json", name) for name in archive.namelist())


def _is_journal(document: Any) -> bool:
    entries = document.get("entries") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        return False
    return "metadata" in document or any(isinstance(each, dict) and "creationDate" in each for each in entries)


def _entry(entry: Any, location: str) -> ImportBatch:
    if not isinstance(entry, dict):
        raise UserError("exchange.broken", path=location)
    if log := log_of(entry.get("journal"), str(entry.get("text") or "")):
        return ImportBatch(logs=(log,))
    text = plain(str(entry.get("text") or "")) or _rich_text(entry.get("richText"), location)
    text = _PICTURE.sub(lambda found: f"![]({_file_of(entry, found['id'])})", text)
    files = len(list(_files(entry)))
    flags = (ImportNote(location, say("exchange.files_left", n=files)),) if files else ()
    moment, uid = _utc(entry.get("creationDate"), location), str(entry.get("uuid") or "")
    return _batch(text, moment, entry.get("timeZone"), uid, entry.get("tags"), location, flags)


def _batch(
    text: str,
    moment: datetime | None,
    zone: Any,
    uid: str,
    tags: Any,
    location: str,
    flags: tuple[ImportNote, ...] = (),
) -> ImportBatch:
    if moment is None or not text.strip():
        return ImportBatch(
            skipped=(ImportNote(location, say("exchange.no_date" if text.strip() else "exchange.empty")),)
        )
    try:
        moment = moment.astimezone(ZoneInfo(str(zone))) if zone else moment
    except OverflowError:
        raise UserError("exchange.no_such_day", place=location, text=moment) from None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        flags += (ImportNote(location, say("exchange.unknown_zone", zone=zone)),)
    names = tuple(map(str, tags)) if isinstance(tags, list) else ()
    entry = ImportedEntry(_day(moment, location), text, location, moment.time().replace(tzinfo=None), uid, names)
    return ImportBatch(entries=(entry,), flagged=flags)


def _day(moment: datetime, location: str) -> date:
    """The day of a moment. Raises UserError for one that no log can speak of."""
    try:
        return usable(moment.date())
    except ValueError:
        raise UserError("exchange.no_such_day", place=location, text=moment) from None


def _utc(value: Any, location: str) -> datetime | None:
    """The moment of a creation date, which is UTC. Raises UserError for one that does not exist."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise UserError("exchange.no_such_day", place=location, text=value) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rich_text(value: Any, location: str) -> str:
    """The plain text in the JSON string of a rich text: its headings, its words, the pictures left out."""
    if not isinstance(value, str) or not value:
        return ""
    document = parsed(value, location)
    contents = document.get("contents") if isinstance(document, dict) else None
    parts = contents if isinstance(contents, list) else []
    return "".join(_run(part) for part in parts if isinstance(part, dict))


def _run(part: Mapping[str, Any]) -> str:
    attributes = part.get("attributes")
    line = attributes.get("line") if isinstance(attributes, dict) else None
    level = line.get("header") if isinstance(line, dict) else None
    marks = "#" * level + " " if isinstance(level, int) and 1 <= level <= 6 else ""
    return marks + str(part.get("text") or "")


def _files(entry: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What is attached to an entry, each with the folder in which the export keeps it."""
    for kind, folder in _MEDIA.items():
        attached = entry.get(kind)
        yield from (
            (folder, each) for each in (attached if isinstance(attached, list) else ()) if isinstance(each, dict)
        )


def _file_of(entry: Mapping[str, Any], identifier: str) -> str:
    """Where the export keeps a picture: photos/<md5>.<type>."""
    for folder, each in _files(entry):
        if each.get("identifier") == identifier and each.get("md5"):
            return f"{folder}/{each['md5']}.{each.get('type', 'jpeg')}"
    return identifier


def _classic(path: Path) -> ImportBatch:
    name = shown_name(path)
    entry = clean_values(plistlib.loads(bytes_of(path), fmt=plistlib.FMT_XML))
    if not isinstance(entry, dict):
        raise UserError("exchange.broken", path=name)
    moment = entry.get("Creation Date")
    moment = moment.replace(tzinfo=UTC) if isinstance(moment, datetime) else None
    text, uid = str(entry.get("Entry Text") or ""), str(entry.get("UUID") or "")
    return _batch(text, moment, entry.get("Time Zone"), uid, entry.get("Tags"), name)


def written(logs: Sequence[ImportedLog]) -> str:
    """Weekly logs as a journal of Day One: each an entry of its first day at noon, known by its days and title."""
    entries = [
        {
            "uuid": uuid5(NAMESPACE_URL, f"journal:{log.starts}:{log.ends}:{log.title}").hex.upper(),
            "creationDate": f"{log.starts:%Y-%m-%d}T12:00:00Z",
            "timeZone": "UTC",
            "isAllDay": True,
            "text": log.body,
            "journal": message(log),
        }
        for log in logs
    ]
    return json.dumps({"metadata": {"version": "1.0"}, "entries": entries}, ensure_ascii=False, indent=1) + "\n"
