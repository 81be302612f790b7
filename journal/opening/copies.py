"""The backups in a journal's folder: names, rotation, and the newest valid one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.db import backup

LAST = 10
"""How many of the last copies are kept, besides the last one of each month."""

LATEST = "latest"
"""What the newest sound copy may be called."""

_NAME = re.compile(r"journal-(\d{8}-\d{6})(?:-(\d+))?\.db")
_DAMAGED = re.compile(rf"journal-(\d{{8}}-\d{{6}})(?:-(\d+))?{backup.DAMAGED}\.db")


@dataclass(frozen=True)
class Copy:
    """A valid backup: its number of weeks, journal id and commit number."""

    path: Path
    weeks: int
    journal: str
    commits: int


def found_in(folder: Path) -> list[Path]:
    """The copies in a folder, the oldest first. Raises UserError for a folder that cannot be read."""
    return _named(folder, _NAME)


def damaged_in(folder: Path) -> list[Path]:
    """What was kept of databases that were not sound, the oldest first."""
    return _named(folder, _DAMAGED)


def kept(copies: Sequence[Path]) -> set[Path]:
    """Which of these copies, the oldest first, are kept: the last ones, and the last of each month."""
    of_month = {path.name[: len("journal-202407")]: path for path in copies}
    return {*copies[-LAST:], *of_month.values()}


def newest(folder: Path) -> Copy | None:
    """The newest sound copy in a folder, if there is one. Raises UserError for a folder that cannot be read."""
    return next((copy for path in reversed(found_in(folder)) if (copy := sound(path))), None)


def sound(path: Path) -> Copy | None:
    """A copy, if it is sound and of no newer version of the app."""
    try:
        found = backup.check(path)
    except UserError:
        return None
    return Copy(path, found.weeks, found.journal, found.commits)


def find_backup(settings: Settings, name: str) -> Path:
    """The copy that a user calls `name`: latest, the name of one in the folder of copies, or a path.

    Raises UserError where there is none, or when it is damaged or of a newer version.
    """
    if name == LATEST:
        found = newest(settings.backups)
        if found is None:
            raise UserError("backup.none", folder=settings.backups)
        return found.path
    path = Path(name).expanduser()
    if not path.exists() and (settings.backups / name).exists():
        path = settings.backups / name
    backup.check(path)
    return path


def weeks_in(path: Path) -> int:
    """How many weeks a copy holds. Raises UserError as `find_backup` does."""
    return backup.check(path).weeks


def free(folder: Path, now: datetime) -> Path:
    """An unused backup name: the time, with a suffix where that is taken."""
    path, number = folder / f"journal-{now:%Y%m%d-%H%M%S}.db", 2
    while path.exists() or backup.damaged_name(path).exists():
        path, number = folder / f"journal-{now:%Y%m%d-%H%M%S}-{number}.db", number + 1
    return path


def prune(folder: Path, known: Mapping[Path, int]) -> None:
    """Removes backups outside the rotation, each only if a newer valid one has as many weeks.

    So the fullest sound copy stays, and the last one. `known` are weeks in copies that were just found sound. A copy
    that would stay but proves unsound gets the name of one that does not count.
    """
    copies = found_in(folder)
    going = set(copies) - kept(copies)
    for number, path in enumerate(copies, start=1):
        if path in going:
            weeks = backup.weeks_claimed(path)
            if any(_holds(newer, weeks, known) for newer in reversed(copies[number:])):
                path.unlink(missing_ok=True)
            elif backup.is_damaged(path):
                backup.set_aside(path)
    prune_damaged(folder)


def prune_damaged(folder: Path) -> None:
    """Keeps only the last of what was kept of databases that were not sound."""
    for path in damaged_in(folder)[:-LAST]:
        backup.discard(path)


def _holds(copy: Path, weeks: int, known: Mapping[Path, int]) -> bool:
    """Whether a copy is sound and holds at least that many weeks; one that says otherwise itself is not examined."""
    if copy in known:
        return known[copy] >= weeks
    return backup.weeks_claimed(copy) >= weeks and sound(copy) is not None


def _named(folder: Path, name: re.Pattern[str]) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            found = [(match, Path(entry.path)) for entry in entries if (match := name.fullmatch(entry.name))]
    except (FileNotFoundError, NotADirectoryError):
        if folder.is_symlink():
            raise UserError("backup.unreadable", folder=folder) from None
        return []
    except OSError as error:
        raise UserError("backup.unreadable", folder=folder) from error
    return [path for _, path in sorted(found, key=lambda each: (each[0][1], int(each[0][2] or 1)))]
