"""Backups of the open journal: made daily, checked, compared with the previous one, and rotated."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from journal.core import files
from journal.core.messages import UserError, say
from journal.db import backup, weeks
from journal.db.census import census, vanished
from journal.db.integrity import Examination
from journal.opening.copies import found_in, free, newest, prune, prune_damaged
from journal.opening.journal import Journal

LEFTOVER = timedelta(days=1)
"""The age from which a file that was never finished is taken for that of a killed process."""


def back_up(journal: Journal, path: Path | None = None) -> Path:
    """Copies the database as it is now, into the journal's folder of copies unless `path` says where.

    Returns the file. Raises UserError for a path that is taken, and for a copy that is not sound.
    """
    folder = journal.settings.backups
    if path is not None and not path.is_dir():
        backup.copy(journal.store, path)
        return path
    made, found = _copied_into(journal, path or folder)
    prune(folder, {made: found.weeks} if path is None else {})
    return made


def back_up_daily(journal: Journal) -> Path | None:
    """Copies the database if that was not yet done today and there is something in it; returns the file."""
    day = f"journal-{journal.clock():%Y%m%d}-"
    if journal.store.read_only or any(path.name.startswith(day) for path in found_in(journal.settings.backups)):
        return None
    with journal.store.read() as session:
        if not weeks.periods(session):
            return None
    return back_up(journal)


def lost_rows(journal: Journal) -> list[str]:
    """A line for each table that lost rows since the newest backup without deletions."""
    copy = newest(journal.settings.backups)
    if copy is None:
        return []
    missing = vanished(census(copy.path), census(journal.settings.database))
    return [say("backup.lost_rows", table=say(f"tables.{table}"), n=n, copy=copy.path) for table, n in missing.items()]


def sweep(journal: Journal) -> None:
    """Removes unfinished files that killed processes left in the journal's folders more than a day ago."""
    before = (journal.clock() - LEFTOVER).timestamp()
    for folder in {journal.settings.home, journal.settings.backups, journal.settings.database.resolve().parent}:
        files.sweep(folder, before)


def _copied_into(journal: Journal, folder: Path) -> tuple[Path, Examination]:
    """A copy under the first name that is free, also where another process is making one at the same moment."""
    while True:
        path = free(folder, journal.clock())
        try:
            return path, backup.copy(journal.store, path)
        except UserError as error:
            if error.key != "backup.exists":
                prune_damaged(journal.settings.backups)  # the copy that is not sound may have come on top of them
                raise
