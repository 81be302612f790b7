"""Importing: files of weekly logs, journals of other programs, a whole exported journal.

A file is read completely first, then stored in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Literal, get_args

from journal.core.files import write_whole
from journal.core.incoming import shown_name
from journal.core.input_files import LARGEST_OF_OURS, text_file
from journal.core.merging import merge
from journal.core.messages import UserError, say
from journal.core.settings import check_text
from journal.db import archive, undo_log, versions, weeks
from journal.db.database import Session
from journal.db.tables import Imported as EntryRow
from journal.db.tables import Week
from journal.exchange import matching, queries
from journal.exchange.formats import read_path
from journal.exchange.import_batch import Archive, ImportBatch, ImportedEntry, ImportedLog, ImportNote
from journal.opening.journal import Journal
from journal.sync.joining import take_in
from journal.weeks.weeks import below, new_week, reindex_week

ImportOutcome = Literal["created", "updated", "skipped"]
OUTCOMES: tuple[ImportOutcome, ...] = get_args(ImportOutcome)
"""What becomes of a week; the first of several that hold."""


@dataclass
class ImportResult:
    """The result of an import or dry run.

    `weeks` are those that it spoke of, by id. `entries` counts those of other programs that were new, `rows` the new
    rows of a whole journal by table, `dropped` the steps that changed what was merged, and can be undone no more.
    `left` is what was not taken, `flagged` what was taken and is worth a look.
    """

    by_id: dict[int, tuple[Week, ImportOutcome]] = field(default_factory=dict)
    new_cards: int = 0
    entries: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    dropped: int = 0
    left: list[ImportNote] = field(default_factory=list)
    flagged: list[ImportNote] = field(default_factory=list)

    @property
    def weeks(self) -> tuple[Week, ...]:
        """The weeks, in the order in which they were met."""
        return tuple(week for week, _ in self.by_id.values())

    @property
    def outcomes(self) -> Counter[ImportOutcome]:
        """How many weeks were created, updated and skipped (there already, and unchanged)."""
        return Counter(outcome for _, outcome in self.by_id.values())

    def note(self, week: Week, outcome: ImportOutcome) -> None:
        """Notes what became of a week."""
        _, before = self.by_id.get(week.id, (week, outcome))
        self.by_id[week.id] = week, min(before, outcome, key=OUTCOMES.index)


class _DryRunError(Exception):
    """Rolls back the transaction of a dry run."""


def import_path(
    journal: Journal,
    path: Path,
    format_name: str | None = None,
    *,
    dry_run: bool = False,
    strict: bool = False,
    begins: date | None = None,
    encoding: str | None = None,
) -> ImportResult:
    """Imports what the journal lacks from a file or folder; with `dry_run`, only reports what would be imported.

    Damaged parts are skipped and reported. Raises UserError, and stores nothing, where no part can be read or, with
    `strict`, where any part cannot. `begins` and `encoding` are those of `read_path`.
    """
    batch = read_path(path, format_name, strict=strict, begins=begins, encoding=encoding)
    done = ImportResult(left=list(batch.skipped), flagged=list(batch.flagged))
    with suppress(_DryRunError), journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "imported", file=shown_name(path.name))
        _store(journal, session, batch, done)
        if dry_run:
            session.flush()
            session.expunge_all()
            raise _DryRunError
        _store_settings(journal, batch.archive.settings, done)
    return done


def _store(journal: Journal, session: Session, batch: ImportBatch, done: ImportResult) -> None:
    _store_logs(journal, session, batch.logs, done)
    if batch.entries:
        _store_entries(journal, session, batch.entries, done)
    if batch.archive.tables:
        _store_archive(journal, session, batch.archive, done)


def _store_logs(journal: Journal, session: Session, logs: Sequence[ImportedLog], done: ImportResult) -> None:
    """Every log into a week of its own: one that is there already is brought up to date, or left as it is."""
    taken: set[int] = set()
    for log in logs:
        week = matching.week_of(session, log, taken)
        if week is None:
            week = weeks.add(
                session,
                number=log.number,
                starts=log.starts,
                ends=log.ends,
                title=log.title,
                body=log.body,
                now=journal.clock(),
            )
            outcome: ImportOutcome = "created"
        else:
            outcome = _into(journal, session, week, log, done)
        taken.add(week.id)
        queries.give_out(session, week.id, log.body, "out" if log.base else "in")
        done.note(week, outcome)
        if outcome != "skipped":
            done.new_cards += reindex_week(journal, session, week)


def _into(journal: Journal, session: Session, week: Week, log: ImportedLog, done: ImportResult) -> ImportOutcome:
    """Merges a log into its week; where both had changed the same, both texts are kept as versions, and it is said."""
    merged = merge(matching.base_of(session, week, log), week.body, log.body)
    title = week.title if log.base else log.title
    if not weeks.import_body(session, week, title, merged.text, journal.clock()):
        return "skipped"
    if merged.conflicts:
        versions.keep_other(session, week, log.body, journal.clock())
        done.flagged.append(ImportNote(week.title, say("exchange.merged", n=len(merged.conflicts))))
    return "updated"


# --- entries of other programs ----------------------------------------------------------------------------------


def _store_entries(journal: Journal, session: Session, entries: Sequence[ImportedEntry], done: ImportResult) -> None:
    """Adds entries to the logs of their weeks, each only once, grouped by week."""
    new: dict[int, list[str]] = {}
    ordered = sorted(entries, key=lambda each: (each.day, each.time or time.min))
    for entry, key, there in matching.matched(ordered, queries.by_key(session)):
        if there:
            there.key = key
            _bring_up_to_date(journal, session, entry, there, done)
        else:
            week = _home_of(journal, session, entry.day, done)
            done.note(week, "updated")
            new.setdefault(week.id, []).append(entry.section)
            queries.note(session, key, week.id, entry.text)
            done.entries += 1
    for week_id, sections in new.items():
        week = done.by_id[week_id][0]
        weeks.save_body(session, week_id, below(week.body, "\n".join(sections)), journal.clock(), from_elsewhere=True)
        done.new_cards += reindex_week(journal, session, week)


def _home_of(journal: Journal, session: Session, day: date, done: ImportResult) -> Week:
    """The log of a day; created if missing."""
    week = weeks.on_day(session, day)
    if week is None:
        begun = new_week(journal, session, day)
        week = weeks.add(
            session,
            number=begun.number,
            starts=begun.starts,
            ends=begun.ends,
            title=begun.title,
            body="",
            now=journal.clock(),
        )
        done.note(week, "created")
    return week


def _bring_up_to_date(
    journal: Journal, session: Session, entry: ImportedEntry, there: EntryRow, done: ImportResult
) -> None:
    """Merges the new text of an entry into its own section, unless its week or the section was deleted here."""
    week = weeks.by_id(session, there.week_id) if there.week_id else None
    if week is None:
        done.left.append(ImportNote(entry.location, say("exchange.deleted_here")))
        return
    if entry.text == there.text:
        done.note(week, "skipped")
        return
    place = matching.section_of(week.body, entry.heading, there.text)
    if place is None:
        done.left.append(ImportNote(entry.location, say("exchange.changed_here", title=week.title)))
        return
    start, end = place
    ours = week.body[start:end]
    merged = merge(there.text.strip("\r\n"), ours, entry.text.strip("\r\n"))
    body = week.body[:start] + merged.text + week.body[end:]
    weeks.save_body(session, week.id, body, journal.clock(), from_elsewhere=True)
    if merged.conflicts:
        versions.keep_other(session, week, week.body.replace(merged.text, entry.text), journal.clock())
        done.flagged.append(ImportNote(entry.location, say("exchange.merged", n=len(merged.conflicts))))
    there.text = entry.text
    done.note(week, "updated")
    done.new_cards += reindex_week(journal, session, week)


# --- a whole journal --------------------------------------------------------------------------------------------


def _store_archive(journal: Journal, session: Session, whole: Archive, done: ImportResult) -> None:
    """Merges the rows with those that are here."""
    before = {week.id: week.body for week in weeks.all_weeks(session)}
    try:
        merged = take_in(journal, session, whole.tables)
    except archive.BrokenRowError as error:
        raise UserError("exchange.broken_row", table=error.table, row=error.row) from None
    done.rows, done.dropped = merged.added, merged.dropped
    for week in weeks.all_weeks(session):
        same = before.get(week.id) == week.body
        done.note(week, "skipped" if same else "updated" if week.id in before else "created")


def _store_settings(journal: Journal, text: str, done: ImportResult) -> None:
    """Imports the settings of a journal unless there are settings already."""
    file = journal.settings.file
    if not text:
        return
    if not file.exists():
        check_text(file, text)
        write_whole(file, text.encode())
    elif text_file(file, LARGEST_OF_OURS) != text:
        done.left.append(ImportNote(shown_name(file), say("exchange.settings_left")))
