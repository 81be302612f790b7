"""Reads a file of logs, as learners keep them: Markdown or plain text, cut at the lines that name weeks or days."""

from __future__ import annotations

from collections.abc import Sequence

from journal.core.dates import Period, whole_span
from journal.core.messages import UserError, say
from journal.exchange.import_batch import ImportBatch, ImportedEntry, ImportedLog, ImportNote
from journal.exchange.naming import NoteFile
from journal.exchange.parts import NamedPart, number_in, parts
from journal.exchange.placing import Placed, placed
from journal.exchange.source import Source
from journal.log.headings import WeekText, week_number
from journal.report.markdown import log_in

_LONGEST_TITLE = 200


def logs_of(source: Source, text: str, file: NoteFile) -> ImportBatch:
    """The logs and the entries of single days in the text of a file. Of a report only its log is read.

    The days are those of headings and the lines below them; where there are none, those of the file. Of a part that
    does not tell its days the place and the reason are noted. Raises UserError for an empty text, and for a single
    file without any day.
    """
    if not text.strip():
        raise UserError("weeks.empty_file", path=file.name)
    if report := log_in(text):
        return ImportBatch(logs=(_reported(report, file),))
    cut = parts(text)
    found = placed(cut, file.around)
    whole = file.placed()
    if whole.period and _is_of_one_piece(found, whole.period):
        return _taken(source, file, [_whole(whole, found, text)])
    if not any(each.part.is_named or each.part.looks_dated for each in found):
        return _undated(source, file, whole)
    return _taken(source, file, [_above(found[0], whole), *found[1:]])


def _above(first: Placed, whole: Placed) -> Placed:
    """What stands above the first naming line, with the days of its file; any other part as it is."""
    is_above = not (first.part.is_named or first.part.looks_dated or first.why)
    return Placed(first.part, whole.period) if is_above and whole.period else first


def _reported(report: WeekText, file: NoteFile) -> ImportedLog:
    heading = report.heading
    if heading is None or heading.starts is None or heading.ends is None:
        raise UserError("weeks.no_period", path=file.name)
    return ImportedLog(heading.number, heading.starts, heading.ends, heading.title, report.text)


def _is_of_one_piece(found: Sequence[Placed], period: Period) -> bool:
    """Whether a text whose file is of these days is not several: all that is dated in it lies within them."""
    dated = [each for each in found if each.part.span is not None or each.part.looks_dated]
    if len(dated) == 1 and dated[0].period and dated[0].period != period:
        return False
    return all(each.period and period[0] <= each.period[0] and each.period[1] <= period[1] for each in dated)


def _whole(whole: Placed, found: Sequence[Placed], text: str) -> Placed:
    """All of a text as one part with the days of its file; its number and title are those of its first heading."""
    first = next((each.part for each in found if each.part.line), whole.part)
    number = first.week if first.week is not None else whole.part.week
    line = first.line if first.line else ""
    part = NamedPart(1, first.level if line else 0, "", text, number, whole.part.day, whole.part.span, heading=line)
    return Placed(part, whole.period, said=whole.said)


def _undated(source: Source, file: NoteFile, whole: Placed) -> ImportBatch:
    if source.is_folder:
        return ImportBatch(skipped=(ImportNote(file.name, whole.why or say("exchange.no_date")),))
    raise (
        UserError("exchange.stopped_at", place=file.name, reason=whole.why)
        if whole.why
        else UserError("weeks.no_period", path=file.name)
    )


def _taken(source: Source, file: NoteFile, found: Sequence[Placed]) -> ImportBatch:
    alone = len(found) == 1 and not found[0].part.line
    places = [file.name if alone else f"{file.name}:{each.part.at}" for each in found]
    parts_with_places = zip(places, found, strict=True)
    return source.gather(
        ((location, (location, each)) for location, each in parts_with_places), lambda each: _part(source, file, *each)
    )


def _part(source: Source, file: NoteFile, location: str, found: Placed) -> ImportBatch:
    """One part as a log, or as an entry of its day; or why it is neither. Raises UserError as `week_number` does."""
    part = found.part
    if found.period is None:
        if not found.why:
            return ImportBatch(skipped=(ImportNote(location, say("exchange.above")),))
        source.refuse(location, found.why)
        return ImportBatch(skipped=(ImportNote(location, found.why, damaged=True),))
    flags = (ImportNote(location, found.said),) if found.said else ()
    is_day = part.week is None or part.day is not None
    if found.period[0] == found.period[1] and not (part.span and part.span.last) and is_day:
        if not _content(part).strip():
            return ImportBatch(skipped=(ImportNote(location, say("exchange.empty")),))
        entry = ImportedEntry(found.period[0], _content(part), location, tags=file.tags, origin=file.origin)
        return ImportBatch(entries=(entry,), flagged=flags)
    return ImportBatch(logs=(_log(file, part, found.period),), flagged=flags)


def _log(file: NoteFile, part: NamedPart, period: Period) -> ImportedLog:
    """A part that covers a period; number and title are those of frontmatter or heading, else the file's name."""
    number = file.number if file.number is not None else part.week
    heading = part.title if part.line else part.heading_title
    title = file.title or heading or file.stem
    number = number_in(title) if number is None else number
    return ImportedLog(
        None if number is None else week_number(number), *period, " ".join(title.split())[:_LONGEST_TITLE], part.text
    )


def _content(part: NamedPart) -> str:
    """The text of an entry: without its naming line where that is nothing but the day."""
    is_day_alone = part.line and part.span is not None and whole_span(part.title.strip(" 。."), pairs=True) is not None
    return part.body.strip("\r\n") + "\n" if is_day_alone else part.text
