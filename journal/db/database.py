"""The database of a journal: opened, brought up to date, read and written in whole transactions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, QueuePool, event
from sqlmodel import Session as Session
from sqlmodel import create_engine

from journal.core.messages import UserError, say
from journal.db import checksums, connections, inspection, integrity, mark, migrations, search, undo_log
from journal.db.connections import Mode, OnStatus, connect, patiently, reading_mode, silent, start
from journal.db.errors import troubles_named
from journal.db.integrity import JOURNAL
from journal.db.mark import Mark

__all__ = ["OnStatus", "Session", "Store", "open_store", "silent"]


class Store:
    """An open database, for any number of threads. What a session gave stays usable after it.

    `read_only` says that its file cannot be written. `checked` says that it was examined when it was opened.
    `on_status` shows the user that another program is being waited for; `warnings` are to be shown once. `own_steps`
    are the ids of the steps that were recorded through this store, not in another process.
    """

    def __init__(self, path: Path, engine: Engine, day: date, on_status: OnStatus) -> None:
        self.path, self.day, self.on_status = path, day, on_status
        self.journal = ""
        self.warnings: list[str] = []
        self.own_steps: frozenset[int] = frozenset()
        self.read_only = self.checked = self.suspect = False
        self._schema = 0
        self._patience: int | None = None
        event.listen(engine, "begin", self._begin)
        self._readers = engine
        self._writers = {lasting: engine.execution_options(writes=True, lasting=lasting) for lasting in (True, False)}

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout; what it changes is not kept."""
        with self._noticed(), Session(self._readers, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, *, lasting: bool = True) -> Iterator[Session]:
        """A session that writes all that is done in it, or nothing when an exception leaves it.

        It excludes other writers from its start, so that what it reads holds until it writes. What is to be undone one
        day begins a step in it. What is `lasting` is on the disk when this ends, and outlives a power cut; the rest
        follows within half a minute, when the system writes it, and takes some ten milliseconds less. Raises UserError
        for a journal that can only be read.
        """
        if self.read_only:
            raise UserError("store.read_only", path=self.path)
        with (
            self._noticed(),
            Session(self._writers[lasting], expire_on_commit=False) as session,
            session.begin(),
        ):
            raw = _raw(session.connection())
            before = raw.total_changes
            yield session
            undo_log.end(session)
            session.flush()
            commits = checksums.count_commit(raw) if raw.total_changes != before else 0
        self.own_steps |= undo_log.recorded_in(session)
        if commits:
            mark.note_commit(self.path, self.journal, commits)

    @contextmanager
    def connection(self) -> Iterator[sqlite3.Connection]:
        """A connection of SQLite itself, outside of any transaction."""
        raw = self._readers.raw_connection()
        try:
            connection = raw.driver_connection
            assert isinstance(connection, sqlite3.Connection)
            yield connection
        finally:
            raw.close()

    def wait_at_most(self, milliseconds: int) -> None:
        """Waits no longer than this for other programs from now on."""
        self._patience = min(milliseconds, connections.PATIENCE)

    def close(self) -> None:
        """Closes the file. It need not be checked again today, unless it proved damaged or others change it."""
        self._readers.dispose()
        if not self.read_only:
            with suppress(FileNotFoundError):
                mark.note_sound(self.path, "" if self.suspect else self._state())

    def bring_up_to_date(self, version: int) -> None:
        """Runs the migrations that a database of this `version` lacks, and reads which journal it is."""
        if version < len(migrations.SCRIPTS):
            self._migrate()
        with self._noticed(), self.connection() as raw:
            facts = integrity.facts(raw)
        self.journal, self._schema = facts.journal, facts.schema
        if not self.read_only:
            mark.write(self.path, Mark(facts.journal, facts.commits, "" if self.suspect else self._state()))

    def _migrate(self) -> None:
        """Runs the scripts with the schema trusted, which was compared before: earlier ones call functions of JSON."""
        with self._readers.execution_options(writes=True, migrates=True).connect() as connection:
            _raw(connection).execute("PRAGMA trusted_schema = ON")
            with connection.begin():
                migrations.migrate(connection)
                _make_known(_raw(connection))
            _raw(connection).execute("PRAGMA trusted_schema = OFF")

    def _state(self) -> str:
        return mark.state_of(self.path, self._schema, self.day)

    @contextmanager
    def _noticed(self) -> Iterator[None]:
        """Names troubles; after one that is damage the file is checked at the next start."""
        try:
            with troubles_named(self.path):
                yield
        except UserError as error:
            self.suspect = self.suspect or error.key == "store.corrupt"
            raise

    def _begin(self, connection: Connection) -> None:
        options, raw = connection.get_execution_options(), _raw(connection)
        writes, lasting = options.get("writes", False), options.get("lasting", True)
        if writes:
            raw.execute(f"PRAGMA synchronous = {'FULL' if lasting else 'NORMAL'}")
            if not options.get("migrates"):
                checksums.keep(raw)
        raw.execute("PRAGMA busy_timeout = 0")
        waiting = say("store.waiting", path=self.path)
        patiently(partial(start, raw, writes=writes), lambda: self.on_status(waiting), self._patience)
        raw.execute(f"PRAGMA busy_timeout = {connections.PATIENCE}")


def open_store(
    path: Path,
    *,
    day: date | None = None,
    on_status: OnStatus = silent,
    is_new: Callable[[], bool] = lambda: True,
    behind: bool = False,
) -> Store:
    """The database at `path`, made if there is none and it `is_new`, its owner's alone, and brought up to date.

    It is examined once a `day`, and whenever its file is not as the app left it. Rows that are not as they were written
    are a warning if they can be read. A database that cannot be written can be read.

    Raises UnsoundError for one that is damaged, lost, another one, or (unless that is agreed to) `behind`; then no byte
    of it was changed. Raises UserError when it cannot be opened, or was written by a newer version of the app.
    """
    day = day or date.today()
    with troubles_named(path):
        read_only = not inspection.is_writable(path)
        found, checked = inspection.inspect(path, day, on_status, is_new, behind=behind)
        if read_only and found.version < len(migrations.SCRIPTS):
            raise UserError("store.read_only_old", path=path)
        mode: Mode = (reading_mode(path) if read_only else "rw") if found.version else "rwc"
        engine = _engine(path, mode, on_status)
        store = Store(path, engine, day, on_status)
        store.read_only, store.checked, store.suspect = read_only, checked, bool(found.faults)
        store.warnings = [say("store.rows", path=path, what=found.summary)] if found.faults else []
        try:
            store.bring_up_to_date(found.version)
            if checked and not read_only:
                _repair_index(store)
        except BaseException:
            engine.dispose()
            raise
    return store


def _repair_index(store: Store) -> None:
    """Makes a full-text index that is damaged again, from the weeks and items; not while another program writes."""
    try:
        with store.write() as session:
            if search.is_damaged(session):
                search.forget_all(session)
                search.refresh(session)
    except UserError as error:
        if error.key != "store.busy":
            raise


def _make_known(connection: sqlite3.Connection) -> None:
    """Gives a journal that has none its id, and hashes every row: the triggers know nothing of migrations."""
    connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (JOURNAL, uuid4().hex))
    checksums.renew_all(connection)


def _engine(path: Path, mode: Mode, on_status: OnStatus) -> Engine:
    def opened() -> sqlite3.Connection:
        connection = connect(path, mode, wait=0)
        if mode in ("rw", "rwc"):
            wal = partial(connection.execute, "PRAGMA journal_mode = WAL")  # readers never wait for a writer
            patiently(wal, lambda: on_status(say("store.waiting", path=path)))
        connection.execute(f"PRAGMA busy_timeout = {connections.PATIENCE}")
        return connection

    as_text = partial(json.dumps, ensure_ascii=False)
    return create_engine("sqlite://", creator=opened, poolclass=QueuePool, json_serializer=as_text)


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
