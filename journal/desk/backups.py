"""Copies of the whole database in the journal's folder: made each day, kept with measure, brought back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from journal.desk import Desk
from journal.settings import Settings
from journal.store import backup, weeks
from journal.words import UserError

LAST = 10
"""How many of the last copies are kept, besides the last one of each month."""

LATEST = "latest"
"""What the newest copy may be called."""

_NAME = re.compile(r"journal-\d{8}-\d{6}(?:-\d+)?\.db")


def back_up(desk: Desk, path: Path | None = None) -> Path:
    """Copies the database as it is now, into the journal's folder of copies unless `path` says where.

    Returns the file. Raises UserError for a path that is taken.
    """
    folder = desk.settings.backups if path is None else path
    if path is None or path.is_dir():
        path = _free(folder, desk.clock())
    elif path.exists():
        raise UserError("backup.exists", path=path)
    backup.copy(desk.store, path)
    _prune(desk.settings.backups)
    return path


def back_up_daily(desk: Desk) -> Path | None:
    """Copies the database if that was not yet done today and there is something in it; returns the file."""
    day = f"journal-{desk.clock():%Y%m%d}-"
    if any(path.name.startswith(day) for path in found_in(desk.settings.backups)):
        return None
    with desk.store.read() as session:
        if not weeks.periods(session):
            return None
    return back_up(desk)


def found_in(folder: Path) -> list[Path]:
    """The copies in a folder, the oldest first."""
    copies = (path for path in folder.glob("journal-*.db") if _NAME.fullmatch(path.name))
    return sorted(copies, key=lambda path: path.stem)


def kept(copies: Sequence[Path]) -> set[Path]:
    """Which of these copies, the oldest first, are kept: the last ones, and the last of each month."""
    of_month = {path.name[: len("journal-202407")]: path for path in copies}
    return {*copies[-LAST:], *of_month.values()}


def find_backup(settings: Settings, name: str) -> Path:
    """The copy that a user calls `name`: latest, the name of one in the folder of copies, or a path.

    Raises UserError where there is none, or when it is damaged or of a newer version.
    """
    copies = found_in(settings.backups)
    if name == LATEST and not copies:
        raise UserError("backup.none", folder=settings.backups)
    path = copies[-1] if name == LATEST else Path(name).expanduser()
    if not path.exists() and (settings.backups / name).exists():
        path = settings.backups / name
    backup.check(path)
    return path


def weeks_in(path: Path) -> int:
    """How many weeks a copy holds. Raises UserError as `find_backup` does."""
    return backup.check(path)


def restore(settings: Settings, path: Path, clock: Callable[[], datetime]) -> Path | None:
    """Puts a copy in the place of the database, which is kept as a copy itself; returns that, if there was any.

    Raises UserError while another process has the database open; then nothing is changed.
    """
    backup.refuse_while_open(settings.database)
    before = _free(settings.backups, clock()) if settings.database.exists() else None
    if before is not None:
        backup.copy_closed(settings.database, before)
    backup.put_in_place(path, settings.database)
    _prune(settings.backups)
    return before


def _free(folder: Path, now: datetime) -> Path:
    """A name that no copy has yet: its time, with a number behind it where that is taken."""
    path, number = folder / f"journal-{now:%Y%m%d-%H%M%S}.db", 2
    while path.exists():
        path, number = folder / f"journal-{now:%Y%m%d-%H%M%S}-{number}.db", number + 1
    return path


def _prune(folder: Path) -> None:
    copies = found_in(folder)
    for path in set(copies) - kept(copies):
        path.unlink(missing_ok=True)
