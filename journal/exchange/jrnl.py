"""Journals of jrnl (jrnl.sh): its text, its JSON, its folders of days.

An entry of the text begins with `[date] ` at the start of a line; a bracket that holds no date is content, and so is
a footnote of six characters or fewer. Of a file in a folder, `YYYY/MM/DD.txt`, the path gives the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from journal.exchange.readout import Entry, Log, Note, Readout, joined
from journal.exchange.source import Source
from journal.exchange.weekly import read_text_file
from journal.text.moments import Moment, moment_of, read_moment
from journal.words import UserError, say

_BRACKET = re.compile(r"^\[(?P<when>[^\[\]\n]{7,40})\](?:[ \t]|$)", re.MULTILINE)
_ENCRYPTED = (b"JRNLv3", b"gAAAAA")
_DAY_FILE = re.compile(r"(?P<y>\d{4})/(?P<m>\d{2})/(?P<d>\d{2})\.txt")

Header = tuple[re.Match[str], Moment, str]


def is_text(source: Source) -> bool:
    """Whether a file begins with a dated bracket, or is encrypted as jrnl does it."""
    if source.is_folder or source.data.startswith(_ENCRYPTED):
        return not source.is_folder
    first = _BRACKET.match(source.text.lstrip())
    try:
        return first is not None and read_moment(first["when"]) is not None
    except ValueError:
        return True


def is_json(source: Source) -> bool:
    """Whether a file holds entries as `jrnl --format json` prints them."""
    return not source.is_folder and source.path.suffix.lower() == ".json" and _is_document(source.document)


def is_folder(source: Source) -> bool:
    """Whether a folder holds a file a day in the way of jrnl."""
    return source.is_folder and any(_day_of(path, source.path) for path in source.files(".txt"))


def read_text(source: Source) -> Readout:
    """The entries of a text. Raises UserError for an encrypted file and for a day that does not exist."""
    _refuse_encrypted(source.data, source.path)
    return _entries(source.text, str(source.path))


def read_folder(source: Source) -> Readout:
    """The entries of a folder of days; other text files in it are skipped."""
    return joined(_day_file(path, _day_of(path, source.path)) for path in source.files(".txt"))


def read_json(source: Source) -> Readout:
    """The entries of a JSON file. Raises UserError for entries that are no list of objects."""
    name = str(source.path)
    entries = source.document["entries"] if _is_document(source.document) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise UserError("exchange.broken", path=name)
    return joined(_json_entry(entry, f"{name} #{n}") for n, entry in enumerate(entries, 1))


def written(logs: Sequence[Log]) -> str:
    """Weekly logs as jrnl's text: each an entry of its first day."""
    return "\n".join(f"[{log.starts:%Y-%m-%d} 09:00] {log.title}\n{log.body.rstrip()}\n" for log in logs)


def _refuse_encrypted(data: bytes, path: Path) -> None:
    if data.startswith(_ENCRYPTED):
        raise UserError("exchange.encrypted", path=path)


def _entries(text: str, name: str, day: date | None = None) -> Readout:
    """The entries of a text; a `day` that its path gives is that of all of them, and of words above the first."""
    headers = list(_headers(text, name))
    starts = [*(found.start() for found, _, _ in headers), len(text)]
    above = text[: starts[0]].strip("\r\n")
    parts = [_entry(above, f"{name}:1", Moment(day) if day else None, "")] if above.strip() else []
    for (found, moment, place), end in zip(headers, starts[1:], strict=True):
        content = text[found.end() : end].strip("\r\n")
        parts.append(_entry(content, place, Moment(day, moment.time) if day else moment, found["when"]))
    return joined(parts)


def _entry(content: str, place: str, moment: Moment | None, when: str) -> Readout:
    """One entry, or why it is none."""
    if moment is None:
        return Readout(skipped=(Note(place, say("exchange.no_date")),))
    if moment.day is None:
        return Readout(skipped=(Note(place, say("exchange.ambiguous", text=when)),))
    if not content.strip():
        return Readout(skipped=(Note(place, say("exchange.empty")),))
    return Readout(entries=(Entry(moment.day, content, place, moment.time),))


def _headers(text: str, name: str) -> Iterator[Header]:
    line, counted = 1, 0
    for found in _BRACKET.finditer(text):
        line, counted = line + text.count("\n", counted, found.start()), found.start()
        place = f"{name}:{line}"
        try:
            moment = read_moment(found["when"])
        except ValueError:
            raise UserError("exchange.no_such_day", place=place, text=found["when"]) from None
        if moment is not None:
            yield found, moment, place


def _day_of(path: Path, folder: Path) -> date | None:
    """The day that the path of a file names."""
    found = _DAY_FILE.search(path.relative_to(folder.parent).as_posix())
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"])) if found else None
    except ValueError:
        return None


def _day_file(path: Path, day: date | None) -> Readout:
    if day is None:
        return Readout(skipped=(Note(str(path), say("exchange.no_date")),))
    _refuse_encrypted(path.read_bytes()[:6], path)
    return _entries(read_text_file(path), str(path), day)


def _is_document(document: Any) -> bool:
    if not isinstance(document, dict) or not isinstance(document.get("entries"), list):
        return False
    entries = document["entries"]
    return "format" not in document and all(isinstance(each, dict) and "creationDate" not in each for each in entries)


def _json_entry(entry: dict[str, Any], place: str) -> Readout:
    try:
        moment = moment_of(f"{entry.get('date', '')} {entry.get('time') or ''}")
    except ValueError:
        raise UserError("exchange.no_such_day", place=place, text=entry.get("date")) from None
    title, body = (str(entry.get(name) or "") for name in ("title", "body"))
    text = f"{title}\n{body}" if title and body else title or body
    if moment is None or moment.day is None or not text.strip():
        return Readout(skipped=(Note(place, say("exchange.no_date" if text.strip() else "exchange.empty")),))
    found = Entry(moment.day, text.strip("\r\n"), place, moment.time, uid=str(entry.get("uuid") or ""))
    return Readout(entries=(found,))
