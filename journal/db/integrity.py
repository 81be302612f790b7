"""Whether a database is sound: its pages, its references, its definitions, and every row as it was written."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from journal.core.messages import UserError, say
from journal.db import checksums, migrations, schema
from journal.db.checksums import Mismatch
from journal.db.connections import Mode, connect, is_busy, reading_mode

SINCE = migrations.SCRIPTS.index(migrations.CHECKSUMS) + 1
"""The version from which on rows have hashes, and commits are counted."""
JOURNAL = "journal"
"""The note that holds the journal's id: it tells one journal, and its copies, from every other."""
NAMED = 5
"""How many damaged pages or references are named at most."""

_UNREADABLE = (sqlite3.Error, ValueError, TypeError)
"""What reading a damaged file raises: where a number is expected there may be anything, and errors may be no UTF-8."""
_INDEX_OF_WORDS = "FTS5 table"
"""What SQLite calls a full-text index; one that is damaged is made again, from the weeks."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, in a line for the user; `row` names it where one row alone is concerned."""

    text: str
    row: Mismatch | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Examination:
    """A database as it was found; `is_blank` where it defines nothing. What cannot be read is empty or zero."""

    version: int = 0
    schema: int = 0
    is_blank: bool = False
    journal: str = ""
    commits: int = 0
    weeks: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def is_newer(self) -> bool:
        """Whether a newer version of the app wrote it: then it is not examined any further."""
        return self.version > len(migrations.SCRIPTS)

    @property
    def is_sound(self) -> bool:
        """Whether everything was examined, and nothing is wrong."""
        return not self.is_newer and not self.faults

    @property
    def rows(self) -> list[Mismatch]:
        """The rows that are not as they were written, where nothing else is wrong."""
        rows = [fault.row for fault in self.faults if fault.row]
        return rows if len(rows) == len(self.faults) else []

    @property
    def summary(self) -> str:
        """What is wrong, in one line: the first fault, and how many more there are."""
        more = len(self.faults) - 1
        return say("faults.and_more", what=self.faults[0], n=more) if more else str(self.faults[0])


class UnsoundError(UserError):
    """A database that is not opened as it is.

    It is `damaged`: it does not hold together, or has rows that cannot be read; `lost`: missing or empty where there
    was a journal; `another` journal than before; or `behind`: sound, but without the last changes that were made.
    """

    def __init__(self, how: Literal["damaged", "lost", "another", "behind"], path: Path, found: Examination) -> None:
        what = {"what": found.summary} if found.faults else {}
        super().__init__(f"store.{how}", path=path, **what)
        self.how, self.path, self.found = how, path, found


def is_missing(path: Path) -> bool:
    """Whether there is no database at `path`: no file, or an empty one. Raises OSError where that cannot be told."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(found.st_mode) and found.st_size == 0


def examine_file(path: Path) -> Examination:
    """Examines a database, which may be open elsewhere; no byte of it is changed.

    Raises sqlite3.Error where the file cannot be opened at all.
    """
    mode = reading_mode(path)
    with closing(_reading(path, mode)) as connection:
        found = examine(connection)
    if found.faults and mode == "immutable" != reading_mode(path):  # another program began to write meanwhile
        return examine_file(path)
    return found


def unchecked_facts(path: Path) -> Examination:
    """Basic facts about a database, without checks; empty where it cannot be read."""
    with closing(_reading(path, reading_mode(path))) as connection:
        try:
            return facts(connection)
        except _UNREADABLE as error:
            if _is_outside(error):
                raise
            return Examination()


def facts(connection: sqlite3.Connection) -> Examination:
    """What a database says of itself, unchecked. Raises sqlite3.Error."""
    told = _versions(connection)
    if not 1 <= told.version <= len(migrations.SCRIPTS):
        return told
    told = replace(told, weeks=_number(connection, "SELECT count(*) FROM week"))
    if told.version < SINCE:
        return told
    journal = connection.execute("SELECT value FROM meta WHERE key = ?", (JOURNAL,)).fetchone()
    commits = checksums.counter(connection, checksums.COMMITS)
    return replace(told, journal=str(journal[0]) if journal else "", commits=commits)


def examine(connection: sqlite3.Connection) -> Examination:
    """Examines an open database. Raises sqlite3.Error where it cannot be read for reasons that lie outside of it.

    Of one that defines anything else than the migrations make nothing more is read.
    """
    found = Examination()
    try:
        found = _versions(connection)
        if found.is_newer:
            return found
        if foreign := tuple(_foreign(connection, found.version)):
            return replace(found, faults=foreign)
        found = facts(connection)
        return replace(found, faults=tuple(_faults(connection, found.version)))
    except _UNREADABLE as error:
        if _is_outside(error):
            raise
        return replace(found, faults=(Fault(say("faults.unreadable", reason=_line(str(error)))),))


def _versions(connection: sqlite3.Connection) -> Examination:
    version = _number(connection, "PRAGMA user_version")
    is_blank = version == 0 and _number(connection, "SELECT count(*) FROM sqlite_master") == 0
    return Examination(version, _number(connection, "PRAGMA schema_version"), is_blank)


def _foreign(connection: sqlite3.Connection, version: int) -> Iterator[Fault]:
    if version < 1:
        yield Fault(say("faults.no_journal"))
    else:
        yield from (Fault(say("faults.schema", what=what)) for what in schema.differences(connection, version))


def _faults(connection: sqlite3.Connection, version: int) -> Iterator[Fault]:
    pages = [_line(line) for (line,) in connection.execute(f"PRAGMA integrity_check({NAMED})")]
    yield from (Fault(say("faults.page", what=line)) for line in pages if line != "ok" and _INDEX_OF_WORDS not in line)
    for table, row, other, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(NAMED):
        told = say("faults.reference", table=say(f"tables.{table}"), row=row, other=say(f"tables.{other}"))
        yield Fault(told, Mismatch(table, str(row), "dangling"))
    if version >= SINCE:
        yield from map(_of_row, checksums.mismatches(connection))


def _of_row(row: Mismatch) -> Fault:
    return Fault(say(f"faults.{row.how}", table=say(f"tables.{row.table}"), row=row.key), row)


def _reading(path: Path, mode: Mode) -> sqlite3.Connection:
    """A connection that reads whatever stands in the file: text that is no UTF-8 as well."""
    connection = connect(path, mode, wait=0)
    connection.text_factory = lambda text: text.decode(errors="replace")
    return connection


def _is_outside(error: Exception) -> bool:
    """Whether an error says nothing of the file: it is locked, or must not be opened."""
    return is_busy(error) or getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_PERM"))


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _line(text: str) -> str:
    return " ".join(text.split())
