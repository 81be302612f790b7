"""Folders of Markdown notes: Obsidian (daily and weekly notes, the plugin Journals), Logseq, and our own export.

The days of a note come from its frontmatter, else from its heading, else from its name. A note without any of these
is no part of a journal, and skipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from journal.exchange import frontmatter
from journal.exchange.readout import Entry, Log, Note, Readout
from journal.exchange.source import Source
from journal.exchange.weekly import logs_of
from journal.text.files import reason_of, text_file
from journal.text.incoming import shown_name
from journal.text.moments import day_named, moment_of
from journal.text.weeks import IsoWeek, Period, Section, sections, split_weeks, week_number
from journal.words import UserError, say

SUFFIXES = (".md", ".markdown", ".txt")
_SPANS = (("start", "end"), ("journal-start-date", "journal-end-date"))
_DAYS = ("journal-date", "date", "created")
_NUMBERS = ("week", "journal-index")
_WEEK_NAME = re.compile(r"(?<!\d)(?:(?P<y1>\d{4})-?[Ww](?P<w1>\d{1,2})(?!\d)|(?P<y2>\d{4})年第?(?P<w2>\d{1,2})周)")
_LONGEST_TITLE = 200


def is_note(source: Source) -> bool:
    """Whether a file has frontmatter, or a name that tells its days where no heading does."""
    if source.is_folder or source.path.suffix.lower() not in SUFFIXES:
        return False
    stem = PurePath(source.name).stem
    named = _WEEK_NAME.search(stem) or day_named(stem)
    return source.text.startswith("---") or (named is not None and not _has_heading(source.text))


def is_folder(source: Source) -> bool:
    """Whether a folder holds text files."""
    return source.is_folder and next(source.files(*SUFFIXES), None) is not None


def read(source: Source) -> Readout:
    """The logs and entries of one note, or of every note in a folder."""
    paths = source.files(*SUFFIXES) if source.is_folder else [source.path]
    return source.gather(((shown_name(path), path) for path in paths), lambda path: _note(source, path))


def _note(source: Source, path: Path) -> Readout:
    name, text = shown_name(path), text_file(path)
    try:
        told, body = frontmatter.split(text, name)
        if not body.strip():
            return Readout(skipped=(Note(name, say("exchange.empty")),))
        if found := _by_frontmatter(told, body, name):
            return found
        return logs_of(source, body, name) if _has_heading(body) else _by_name(told, body, name)
    except ValueError as error:
        raise UserError("exchange.no_such_day", place=name, text=reason_of(error)) from None


def _by_frontmatter(told: Mapping[str, Any], body: str, name: str) -> Readout | None:
    for first, last in _SPANS:
        starts, ends = _day(told.get(first)), _day(told.get(last))
        if starts and ends:
            if ends < starts:
                raise UserError("weeks.ends_before_start", text=f"{name}: {starts} – {ends}")
            return Readout(logs=(_log(told, body, name, (starts, ends)),))
    day = next((day for key in _DAYS if (day := _day(told.get(key)))), None)
    return _entry(told, body, name, day) if day else None


def _by_name(told: Mapping[str, Any], body: str, name: str) -> Readout:
    stem = PurePath(name).stem
    if week := _week_named(stem):
        return Readout(logs=(_log(told, body, name, IsoWeek(*week).period),))
    named = day_named(stem)
    if named and named.day:
        return _entry(told, body, name, named.day)
    why = say("exchange.ambiguous", text=stem) if named else say("exchange.no_date")
    return Readout(skipped=(Note(name, why),))


def _week_named(stem: str) -> tuple[int, int] | None:
    """Year and week in the name of a note: 2024-W28, 2024年第28周."""
    week = _WEEK_NAME.search(stem)
    return (int(week["y1"] or week["y2"]), int(week["w1"] or week["w2"])) if week else None


def _has_heading(text: str) -> bool:
    """Whether a text has a weekly heading that tells days, or means to."""
    return any(_tells_days(section) for section in sections(text) if section.line)


def _tells_days(section: Section) -> bool:
    try:
        heading = section.read().heading
    except UserError:
        return True
    return heading is not None and heading.starts is not None


def _day(value: Any) -> date | None:
    moment = moment_of(value)
    return moment.day if moment else None


def _log(told: Mapping[str, Any], body: str, name: str, period: Period) -> Log:
    """A note that covers a period; its number and title are those of frontmatter or heading, else the file's name."""
    heading = split_weeks(body)[0].heading
    numbers = (told.get(key) for key in _NUMBERS)
    number = next((week_number(value) for value in numbers if type(value) is int), None)
    number = heading.number if number is None and heading else number
    title = str(told.get("title") or (heading.title if heading else PurePath(name).stem))
    return Log(number, *period, " ".join(title.split())[:_LONGEST_TITLE], body)


def _entry(told: Mapping[str, Any], body: str, name: str, day: date) -> Readout:
    return Readout(entries=(Entry(day, body, name, tags=_tags(told.get("tags"))),))


def _tags(value: Any) -> tuple[str, ...]:
    """The tags of frontmatter: a list, or one text with commas or blanks between them."""
    names = re.split(r"[,，\s]+", value) if isinstance(value, str) else value if isinstance(value, list) else ()
    return tuple(str(name).removeprefix("#") for name in names if name is not None and str(name).strip())
