"""Folders of Markdown notes: Obsidian (daily and weekly notes, the plugin Journals), Logseq, and our own export.

The days of a note come from its frontmatter, else from its heading, else from its name. A note without any of these
is no part of a journal, and skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from journal.exchange import frontmatter
from journal.exchange.readout import Entry, Log, Note, Readout, joined
from journal.exchange.source import Source
from journal.exchange.weekly import logs_of, read_text_file
from journal.text.moments import moment_of
from journal.text.weeks import IsoWeek, Period, split_weeks
from journal.words import UserError, say

SUFFIXES = (".md", ".markdown", ".txt")
_SPANS = (("start", "end"), ("journal-start-date", "journal-end-date"))
_DAYS = ("journal-date", "date", "created")
_NUMBERS = ("week", "journal-index")
_DAY_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_WEEK_NAME = re.compile(r"(?<!\d)(\d{4})-?[Ww](\d{2})(?!\d)")


def is_note(source: Source) -> bool:
    """Whether a file has frontmatter, or a name that tells its days where no heading does."""
    if source.is_folder or source.path.suffix.lower() not in SUFFIXES:
        return False
    named = _WEEK_NAME.search(source.path.stem) or _DAY_NAME.search(source.path.stem)
    return source.text.startswith("---") or (named is not None and not _has_heading(source.text))


def is_folder(source: Source) -> bool:
    """Whether a folder holds text files."""
    return source.is_folder and next(source.files(*SUFFIXES), None) is not None


def read(source: Source) -> Readout:
    """The logs and entries of one note, or of every note in a folder. Raises UserError for a note that is broken."""
    paths = source.files(*SUFFIXES) if source.is_folder else [source.path]
    return joined(_note(path) for path in paths)


def _note(path: Path) -> Readout:
    text = read_text_file(path)
    try:
        told, body = frontmatter.split(text, str(path))
        if not body.strip():
            return Readout(skipped=(Note(str(path), say("exchange.empty")),))
        return _by_frontmatter(told, body, path) or _by_heading(body, path) or _by_name(told, body, path)
    except ValueError as error:
        raise UserError("exchange.no_such_day", place=path, text=" ".join(str(error).split())) from None


def _by_frontmatter(told: Mapping[str, Any], body: str, path: Path) -> Readout | None:
    for first, last in _SPANS:
        starts, ends = _day(told.get(first)), _day(told.get(last))
        if starts and ends:
            if ends < starts:
                raise UserError("weeks.ends_before_start", text=f"{path}: {starts} – {ends}")
            return Readout(logs=(_log(told, body, path, (starts, ends)),))
    day = next((day for name in _DAYS if (day := _day(told.get(name)))), None)
    return _entry(told, body, path, day) if day else None


def _by_heading(body: str, path: Path) -> Readout | None:
    return logs_of(body, str(path)) if _has_heading(body) else None


def _by_name(told: Mapping[str, Any], body: str, path: Path) -> Readout:
    if week := _WEEK_NAME.search(path.stem):
        return Readout(logs=(_log(told, body, path, IsoWeek(int(week[1]), int(week[2])).period),))
    if day := _DAY_NAME.search(path.stem):
        return _entry(told, body, path, date(int(day[1]), int(day[2]), int(day[3])))
    return Readout(skipped=(Note(str(path), say("exchange.no_date")),))


def _has_heading(text: str) -> bool:
    """Whether a text has a weekly heading that tells days."""
    return any(week.heading is not None and week.heading.starts is not None for week in split_weeks(text))


def _day(value: Any) -> date | None:
    moment = moment_of(value)
    return moment.day if moment else None


def _log(told: Mapping[str, Any], body: str, path: Path, period: Period) -> Log:
    """A note that covers a period; its number and title are those of frontmatter or heading, else the file's name."""
    heading = split_weeks(body)[0].heading
    number = next((value for name in _NUMBERS if isinstance(value := told.get(name), int)), None)
    number = heading.number if number is None and heading else number
    title = told.get("title") or (heading.title if heading else path.stem)
    return Log(number, *period, str(title), body)


def _entry(told: Mapping[str, Any], body: str, path: Path, day: date) -> Readout:
    return Readout(entries=(Entry(day, body, str(path), tags=_tags(told.get("tags"))),))


def _tags(value: Any) -> tuple[str, ...]:
    """The tags of frontmatter: a list, or one text with commas or blanks between them."""
    names = re.split(r"[,，\s]+", value) if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(str(name).removeprefix("#") for name in names if name is not None and str(name).strip())
