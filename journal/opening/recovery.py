"""Recovery of a damaged or missing database: refuse, restore, repair or accept it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from journal.core.files import make_private_folder
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.db import backup, integrity, mark
from journal.db import repair as mending
from journal.db.connections import has_log
from journal.db.database import OnStatus, Store, open_store, silent
from journal.db.errors import troubles_named
from journal.db.integrity import UnsoundError
from journal.opening.copies import Copy, damaged_in, found_in, free, newest, prune, prune_damaged, sound

Agree = Callable[[str], bool]
Clock = Callable[[], datetime]


class NotOpenedError(UserError):
    """A journal that cannot be opened; the message names the newest valid backup and the command to restore it.

    `error` says what is wrong, `copy` is what can be brought back.
    """

    def __init__(self, settings: Settings, error: UnsoundError, copy: Copy | None) -> None:
        what = error.found.summary if error.found.faults else ""
        how = "rows" if error.found.rows else error.how
        offer = say("recovery.no_offer", folder=settings.backups)
        if copy:
            offer = say("recovery.offer", copy=copy.path, n=copy.weeks)
        super().__init__(f"recovery.{how}", path=error.path, what=what, offer=offer)
        self.error, self.copy = error, copy


def open_database(settings: Settings, clock: Clock, on_status: OnStatus) -> Store:
    """The database of a journal, made where there is nothing of it. Raises NotOpenedError, a UserError.

    One that lacks its last changes is opened, with a warning, unless a copy holds more of them. The log that should
    hold them is kept: opening overwrites it.
    """
    path, day = settings.database, clock().date()
    try:
        return open_store(path, day=day, on_status=on_status, is_new=lambda: not found_in(settings.backups))
    except UnsoundError as error:
        copy = newest(settings.backups)
        if error.how != "behind" or (copy and is_ahead(copy, error)):
            raise NotOpenedError(settings, error, copy) from error
        kept = keep_bytes(settings, clock) if has_log(path) else None
        store = open_store(path, day=day, on_status=on_status, behind=True)
        store.warnings.append(say("backup.kept_beside", what=error, path=kept) if kept else str(error))
        return store


def is_ahead(copy: Copy, error: UnsoundError) -> bool:
    """Whether a copy of the same journal holds later changes than the database."""
    return copy.journal == error.found.journal and copy.commits > error.found.commits


def restore(settings: Settings, path: Path, clock: Clock) -> Path | None:
    """Puts a copy in the place of the database, which is kept as a copy itself; returns that, if there was any.

    Raises UserError while another process has the database open; then nothing is changed.
    """
    backup.check(path)
    with _in(settings):
        before = _kept_before(settings, clock)
        backup.put_in_place(path, settings.database)
    prune(settings.backups, {})
    return before


def begin_new(settings: Settings, clock: Clock) -> Path | None:
    """Begins a new, empty journal; returns the file in which the database that was there is kept, if there was any.

    It is made elsewhere and put in place at once, so that a kill leaves the old one or the new one.
    """
    with _in(settings), TemporaryDirectory() as folder:
        before = _kept_before(settings, clock)
        empty = Path(folder) / settings.database.name
        open_store(empty, day=clock().date()).close()
        backup.put_in_place(empty, settings.database)
        open_store(settings.database, day=clock().date()).close()
    return before


def keep_bytes(settings: Settings, clock: Clock) -> Path | None:
    """Keeps a database that is not sound byte for byte, once as long as it stays as it is.

    Returns the file; None where there is nothing to keep. Of those that were kept before, the last ones stay.
    """
    if integrity.is_missing(settings.database) and not has_log(settings.database):
        return None
    kept = damaged_in(settings.backups)
    if kept and backup.is_kept(settings.database, kept[-1]):
        return kept[-1]
    copied = backup.copy_bytes(settings.database, free(settings.backups, clock()))
    prune_damaged(settings.backups)
    return copied


def repair(settings: Settings, clock: Clock, agree: Agree) -> list[str]:
    """Fixes a database, where that can be done, and says what was done. Nobody may have it open.

    Rows are put back from the copies that still hold them as they were written; the rest is taken as it is after a
    yes. What stood there before is kept.
    """
    with _in(settings):
        if not integrity.is_missing(settings.database) and integrity.examine_file(settings.database).rows:
            return _repair_rows(settings, clock, agree)
    try:
        open_database(settings, clock, silent).close()
    except NotOpenedError as refused:
        if refused.error.how in ("another", "behind") and agree(say("recovery.ask_as_it_is", what=refused.error)):
            mark.forget(settings.database)
            return [say("recovery.taken_as_it_is")]
    return []


@contextmanager
def _in(settings: Settings) -> Iterator[None]:
    """Makes the home, and names what the disk complains of."""
    make_private_folder(settings.home)
    with troubles_named(settings.database):
        yield


def _repair_rows(settings: Settings, clock: Clock, agree: Agree) -> list[str]:
    backup.refuse_while_open(settings.database)
    kept = keep_bytes(settings, clock)
    copies = [path for path in reversed(found_in(settings.backups)) if sound(path)]
    n = mending.repair(settings.database, copies)
    done = [say("recovery.mended", n=n)] if n else []
    left = integrity.examine_file(settings.database)
    if left.rows and agree(say("recovery.ask_rows", what=left.summary, n=len(left.rows))):
        taken = mending.accept(settings.database, left.rows)
        done += [say("recovery.taken_rows", n=taken)] if taken else []
    return [*done, say("backup.kept", path=kept)] if done else []


def _kept_before(settings: Settings, clock: Clock) -> Path | None:
    if not integrity.is_missing(settings.database) and integrity.examine_file(settings.database).is_sound:
        return backup.copy_closed(settings.database, free(settings.backups, clock()))
    return keep_bytes(settings, clock)
