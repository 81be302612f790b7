"""Copies of the open journal: made each day, checked, compared with the one before, and rotated."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from journal import files
from journal.desk import Desk
from journal.desk.copies import found_in, free, newest, prune
from journal.store import backup, weeks
from journal.store.census import census, vanished
from journal.store.soundness import Examination
from journal.words import UserError, say

LEFTOVER = timedelta(days=1)
"""The age from which a file that was never finished is taken for that of a killed process."""


def back_up(desk: Desk, path: Path | None = None) -> Path:
    """Copies the database as it is now, into the journal's folder of copies unless `path` says where.

    Returns the file. Raises UserError for a path that is taken, and for a copy that is not sound.
    """
    folder = desk.settings.backups
    if path is not None and not path.is_dir():
        backup.copy(desk.store, path)
        return path
    made, found = _copied_into(desk, path or folder)
    prune(folder, {made: found.weeks} if path is None else {})
    return made


def back_up_daily(desk: Desk) -> Path | None:
    """Copies the database if that was not yet done today and there is something in it; returns the file."""
    day = f"journal-{desk.clock():%Y%m%d}-"
    if desk.store.read_only or any(path.name.startswith(day) for path in found_in(desk.settings.backups)):
        return None
    with desk.store.read() as session:
        if not weeks.periods(session):
            return None
    return back_up(desk)


def lost_rows(desk: Desk) -> list[str]:
    """A line for each table that has fewer rows than the newest copy, though fewer were deleted since."""
    copy = newest(desk.settings.backups)
    if copy is None:
        return []
    missing = vanished(census(copy.path), census(desk.settings.database))
    return [say("backup.lost_rows", table=say(f"tables.{table}"), n=n, copy=copy.path) for table, n in missing.items()]


def sweep(desk: Desk) -> None:
    """Removes what killed processes left unfinished in the journal's folders, a day later."""
    before = (desk.clock() - LEFTOVER).timestamp()
    for folder in {desk.settings.home, desk.settings.backups, desk.settings.database.resolve().parent}:
        files.sweep(folder, before)


def _copied_into(desk: Desk, folder: Path) -> tuple[Path, Examination]:
    """A copy under the first name that is free, also where another process is making one at the same moment."""
    while True:
        path = free(folder, desk.clock())
        try:
            return path, backup.copy(desk.store, path)
        except UserError as error:
            if error.key != "backup.exists":
                raise
