"""Exporting: weekly logs for people and for other programs, or the whole journal as one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journal.core.files import write_whole
from journal.core.input_files import LARGEST_OF_OURS, text_if_there
from journal.core.messages import UserError
from journal.db import archive as rows
from journal.db import mentions, weeks
from journal.db.database import Session
from journal.db.tables import Week
from journal.exchange import queries
from journal.exchange.formats import archive, calendar, dayone, jrnl, sheets
from journal.exchange.formats.sheets import ExportDocument
from journal.exchange.import_batch import Archive, ImportedLog
from journal.exchange.plans import days_to_keep
from journal.log.counting import body_count
from journal.opening.journal import Journal
from journal.weeks.weeks import find_week

WHOLE = "json"
"""The format that holds the whole journal, whichever weeks there are."""

_WRITERS: Mapping[str, Callable[[Sequence[ExportDocument]], str]] = {
    "md": sheets.markdown,
    "html": sheets.html,
    "text": sheets.text,
    "jrnl": lambda found: jrnl.written([document.log for document in found]),
    "dayone": lambda found: dayone.written([document.log for document in found]),
}
CALENDAR = "ics"
"""The format that holds what is due, not what is written."""
FORMATS = (*_WRITERS, CALENDAR, WHOLE)
_BY_SUFFIX = {
    ".md": "md",
    ".markdown": "md",
    ".json": WHOLE,
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".ics": CALENDAR,
}


@dataclass(frozen=True)
class Export:
    """The result of an export: texts by target path (None: standard output), and the exported weeks."""

    format: str
    files: Mapping[Path | None, str]
    weeks: tuple[int, ...]


def export(journal: Journal, path: Path | None, format_name: str | None = None, names: Sequence[str] = ()) -> Export:
    """Exports the named weeks, or all of them, as files; nothing is written yet.

    The ending of `path` tells the format where none is named; without an ending it is a folder of Markdown notes.
    Raises UserError for a format that cannot be told, for a week that there is not, and where there is nothing.
    """
    chosen = format_name or _format_of(path)
    if chosen not in FORMATS:
        raise UserError("exchange.no_such_format", name=chosen, formats=", ".join(FORMATS))
    chosen_weeks = [find_week(journal, name).id for name in names]
    with journal.store.read() as session:
        if chosen == CALENDAR:
            return Export(chosen, {path: _calendar(journal, session, chosen_weeks)}, ())
        found = [week for week in weeks.all_weeks(session) if not names or week.id in chosen_weeks]
        if chosen == WHOLE and not names:
            files = {path: archive.written(Archive(rows.rows(session), _settings(journal)))}
        else:
            files = _files(path, chosen, [document_of(journal, session, week) for week in found])
    return Export(chosen, files, tuple(week.id for week in found))


def given_out(journal: Journal, exported: Export) -> None:
    """Notes which text of each week the files hold: what is changed in them is what is different from it."""
    if exported.format == WHOLE:
        return
    with journal.store.write() as session:
        for week in weeks.all_weeks(session):
            if week.id in exported.weeks:
                queries.give_out(session, week.id, week.body, "out")


def write(exported: Export, *, force: bool = False) -> None:
    """Writes the files, each for its owner only. Raises UserError for one that is there already, unless by `force`."""
    targets = {path: text for path, text in exported.files.items() if path is not None}
    there = [path for path in targets if path.exists()]
    if there and not force:
        raise UserError("exchange.exists", path=there[0])
    for path, text in targets.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode(), private=True)
        except OSError as error:
            raise UserError("exchange.unwritable", path=path, reason=error.strerror) from error


def _calendar(journal: Journal, session: Session, chosen: Sequence[int]) -> str:
    days = days_to_keep(journal, session, chosen or None)
    if not days:
        raise UserError("exchange.nothing_due")
    return calendar.written(days, journal.clock())


def _format_of(path: Path | None) -> str:
    if path is None or path.is_dir() or not path.suffix:
        return "md"
    if found := _BY_SUFFIX.get(path.suffix.lower()):
        return found
    raise UserError("exchange.no_such_ending", path=path, formats=", ".join(FORMATS))


def _files(path: Path | None, chosen: str, found: Sequence[ExportDocument]) -> dict[Path | None, str]:
    if not found:
        raise UserError("exchange.nothing")
    if chosen == WHOLE:
        raise UserError("exchange.whole_only")
    if path is None or path.suffix or chosen != "md":
        return {path: _WRITERS[chosen](found)}
    return {path / name: sheets.note(document) for name, document in _named(found).items()}


def _named(found: Sequence[ExportDocument]) -> dict[str, ExportDocument]:
    """The notes by the names of their files; of two logs for the same days the second has its id in its name."""
    named: dict[str, ExportDocument] = {}
    for document in found:
        name, number = document.name, 2
        while name in named:
            name, number = document.name.replace(".md", f"-{number}.md"), number + 1
        named[name] = document
    return named


def document_of(journal: Journal, session: Session, week: Week) -> ExportDocument:
    """A week as it is written for others."""
    spoken = dict.fromkeys(mention.concept for mention in mentions.of_week(session, week.id))
    log = ImportedLog(week.number, week.starts, week.ends, week.title, week.body)
    return ExportDocument(log, body_count(week.body), journal.settings.quota, tuple(spoken))


def _settings(journal: Journal) -> str:
    return text_if_there(journal.settings.file, LARGEST_OF_OURS) or ""
