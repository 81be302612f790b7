"""Opening of database files: the only calls of `sqlite3.connect`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Literal, TypeVar

from journal.db.checksums import register

Mode = Literal["rw", "rwc", "ro", "immutable"]
"""Read and write; the same, and create; read only; read a file that nobody changes, without locks and without a log."""

NOTICE = 500
"""Milliseconds after which the user is told that another program is being waited for."""
PATIENCE = 30_000
"""Milliseconds to wait for another program that is writing."""
PAUSE = 50
"""Milliseconds between two attempts."""

_PRAGMAS = (
    "trusted_schema = OFF",  # what the file itself defines may call nothing but SQLite's harmless functions
    "cell_size_check = ON",  # a damaged page is found when it is read
    "foreign_keys = ON",
    "temp_store = MEMORY",  # nothing is written outside of the home
)

Value = TypeVar("Value")

OnStatus = Callable[[str], None]
"""Shows the user one line."""


def silent(_: str) -> None:
    """Shows nothing."""


def connect(path: Path, mode: Mode = "rw", wait: int | None = None) -> sqlite3.Connection:
    """A connection to the database at `path`, for any thread; transactions begin where the caller says so.

    Where another connection is in the way it waits for that many milliseconds, PATIENCE where that is not given.
    """
    how = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    address = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
    for pragma in (f"busy_timeout = {PATIENCE if wait is None else wait}", *_PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")
    register(connection)
    return connection


def in_memory() -> sqlite3.Connection:
    """A connection to an empty database of its own, in memory."""
    return sqlite3.connect(":memory:", isolation_level=None)


def reading_mode(path: Path) -> Mode:
    """How to read a database without changing a byte of it or of its log.

    An empty log, or none, allows a reading that leaves nothing beside the file. A transaction that a crash has
    interrupted must be rolled back first, which takes writing.
    """
    real = path.resolve()
    if _has_content(real, "-journal"):
        return "rw"
    return "ro" if _has_content(real, "-wal") else "immutable"


def has_log(path: Path) -> bool:
    """Whether a log of writes lies beside a database, be it even missing itself."""
    return _has_content(path.resolve(), "-wal")


def start(connection: sqlite3.Connection, *, writes: bool) -> None:
    """Begins a transaction and takes its lock: that of the only writer, or that of a reader, who sees one state."""
    connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.execute("ROLLBACK")
        raise


def is_busy(error: Exception) -> bool:
    """Whether another connection holds a lock that this one needs."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def patiently(attempt: Callable[[], Value], on_status: Callable[[], None], patience: int | None = None) -> Value:
    """Repeats an attempt until no other program holds the database; `on_status` is called once if that takes long.

    The connection itself must not wait: while SQLite waits, nothing is reported and ctrl+c is ignored. Raises the last
    sqlite3.Error when `patience` has passed, in milliseconds: PATIENCE where it is not given.
    """
    begun, told = monotonic(), False
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            waited = (monotonic() - begun) * 1000
            if not is_busy(error) or waited >= (PATIENCE if patience is None else patience):
                raise
            if waited >= NOTICE and not told:
                told = True
                on_status()
            sleep(PAUSE / 1000)


def _has_content(path: Path, suffix: str) -> bool:
    try:
        return path.with_name(f"{path.name}{suffix}").stat().st_size > 0
    except FileNotFoundError:
        return False
