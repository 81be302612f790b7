"""Another program that is writing is waited for, which is told; a journal that cannot be written can be read."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from journal.core.messages import UserError
from journal.db import backup, connections, meta, weeks
from journal.db.database import Store, open_store
from journal.db.tables import Week
from tests.contracts.processes import environment
from tests.support.store import DAY, NOW


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told at the first attempt."""
    monkeypatch.setattr(connections, "NOTICE", 0)
    monkeypatch.setattr(connections, "PAUSE", 1)


@pytest.fixture
def other(path: Path, store: Store) -> Iterator[sqlite3.Connection]:
    """Another program that has the journal open."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def test_a_writer_waits_until_the_other_is_done_and_says_so(store: Store, other: sqlite3.Connection) -> None:
    told: list[str] = []

    def on_status(line: str) -> None:
        told.append(line)
        other.execute("COMMIT")

    store.on_status = on_status
    other.execute("BEGIN IMMEDIATE")
    with store.write() as session:
        meta.put(session, "n", "1")
    with store.read() as session:
        assert meta.get(session, "n") == "1"
    assert len(told) == 1
    assert "Another program is writing to" in told[0]


def test_who_opens_waits_for_one_that_excludes_readers(path: Path, store: Store) -> None:
    store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    told: list[str] = []

    def on_status(line: str) -> None:
        told.append(line)
        other.close()

    open_store(path, on_status=on_status).close()
    assert len(told) == 1


def test_patience_ends_and_what_was_asked_for_is_not_half_done(
    store: Store, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "PATIENCE", 5)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="in use by another program"), store.write() as session:
        session.exec(select(Week))
    other.execute("ROLLBACK")
    with store.write() as session:
        meta.put(session, "n", "2")


def test_those_who_cannot_wait_long_need_not(store: Store, other: sqlite3.Connection) -> None:
    store.wait_at_most(1)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="in use by another program"), store.write() as session:
        session.exec(select(Week))


def test_readers_do_not_wait(store: Store, other: sqlite3.Connection, path: Path) -> None:
    other.execute("BEGIN IMMEDIATE")
    store.on_status = pytest.fail
    with store.read() as session:
        assert meta.get(session, "n") is None


# --- a journal that cannot be written ---------------------------------------------------------------------------

READER = """
import os, sys
from pathlib import Path
os.setgid(65534), os.setuid(65534)
from journal.db import meta, weeks
from journal.db.database import open_store
from journal.core.messages import UserError
store = open_store(Path(sys.argv[1]))
assert store.read_only
with store.read() as session:
    print(weeks.all_weeks(session)[0].body)
try:
    with store.write() as session:
        meta.put(session, "n", "1")
except UserError as error:
    print(error)
store.close()
"""


def as_nobody(program: str, path: Path) -> list[str]:
    """What a program prints that runs without rights, on a journal that is another's."""
    done = subprocess.run(
        [sys.executable, "-c", program.replace("os.setgid(65534), os.setuid(65534)", ""), str(path)]
        if os.geteuid() != 0
        else [sys.executable, "-c", f"import journal.db.database\n{program}", str(path)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may look into."""
    folder = Path("/tmp") / f"journal-shared-{os.getpid()}"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are others there")
@pytest.mark.parametrize("state", ["closed", "killed"])
def test_a_journal_that_cannot_be_written_can_be_read(state: str, shared: Path) -> None:
    path = shared / "journal.db"
    store = open_store(shared / "live" / "journal.db")
    with store.write() as session:
        weeks.add(session, number=1, starts=DAY, ends=DAY, title="", body="学了CNN", now=NOW)
    if state == "killed":
        for each in (shared / "live").iterdir():
            shutil.copy(each, shared)
    store.close()
    if state == "closed":
        shutil.copy(shared / "live" / "journal.db", path)
    for each in shared.glob("journal.db*"):
        each.chmod(0o444)
    shared.chmod(0o555)
    before = {each: each.read_bytes() for each in shared.glob("journal.db*") if not each.name.endswith("-shm")}
    body, refused = as_nobody(READER, path)
    assert body == "学了CNN"
    assert "can only be read" in refused
    assert {each: each.read_bytes() for each in before} == before


# --- a full disk ------------------------------------------------------------------------------------------------


@pytest.fixture
def full_disk(store: Store) -> Iterator[None]:
    """No file may grow beyond the size of the database, less a page."""
    with store.write() as session:
        weeks.add(session, number=1, starts=DAY, ends=DAY, title="", body="学了CNN", now=NOW)
    with store.connection() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size - 4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_copy_for_which_there_is_no_room_is_one_line_and_leaves_nothing(
    store: Store, full_disk: None, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="is the disk full") as told:
        backup.copy(store, tmp_path / "backups" / "copy.db")
    assert "\n" not in str(told.value)
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_restore_for_which_there_is_no_room_changes_nothing(
    store: Store, path: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    backup.copy(store, tmp_path / "copy.db")
    request.getfixturevalue("full_disk")
    store.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="is the disk full"):
        backup.put_in_place(tmp_path / "copy.db", path)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".*partial*"))
