"""The mark gives a database away that is sound and not the one that was last written."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from journal.db import mark, meta
from journal.db.database import Store, open_store
from journal.db.integrity import UnsoundError

TODAY = date(2026, 11, 29)


def put(store: Store, *values: int) -> None:
    for value in values:
        with store.write() as session:
            meta.put(session, "n", str(value))


def number(store: Store) -> str | None:
    with store.read() as session:
        return meta.get(session, "n")


@pytest.fixture
def store(path: Path) -> Store:
    opened = open_store(path, day=TODAY)
    put(opened, 1)
    opened.close()
    return opened


def killed(path: Path, home: Path, *values: int) -> Path:
    """A copy of a journal as a kill leaves it: its last changes are in its log."""
    store = open_store(path, day=TODAY)
    put(store, *values)
    shutil.copytree(path.parent, home)
    store.close()
    assert (home / "journal.db-wal").stat().st_size > 0
    return home / "journal.db"


def refused(path: Path) -> str:
    """How a database is refused; none of its bytes are changed."""
    files = [each for each in path.parent.glob("journal.db*") if not each.name.endswith(("-shm", "-mark"))]
    before = {each: each.read_bytes() for each in files}
    with pytest.raises(UnsoundError) as error:
        open_store(path, day=TODAY)
    assert {each: each.read_bytes() for each in files} == before
    return error.value.how


def test_the_last_changes_of_a_killed_process_are_there(path: Path, store: Store, tmp_path: Path) -> None:
    left = open_store(killed(path, tmp_path / "killed", 2, 3), day=TODAY)
    assert number(left) == "3"
    left.close()


@pytest.mark.parametrize("how", ["gone", "empty", "foreign", "cut"])
def test_a_log_that_is_lost_is_noticed(how: str, path: Path, store: Store, tmp_path: Path) -> None:
    left = killed(path, tmp_path / "killed", 2, 3)
    log = left.with_name("journal.db-wal")
    if how == "gone":
        log.unlink()
    elif how == "empty":
        log.write_bytes(b"")
    elif how == "cut":
        log.write_bytes(log.read_bytes()[:-1])
    else:
        other = tmp_path / "other" / "journal.db"
        open_store(other).close()
        shutil.copy(killed(other, tmp_path / "other killed", 7).with_name("journal.db-wal"), log)
    left.with_name("journal.db-shm").unlink()
    assert refused(left) in (("behind",) if how != "foreign" else ("damaged", "another"))


def test_an_older_file_in_its_place_is_noticed_and_can_be_taken(path: Path, store: Store, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "older.db")
    again = open_store(path, day=TODAY)
    put(again, 2)
    again.close()
    shutil.copy(tmp_path / "older.db", path)
    assert refused(path) == "behind"
    taken = open_store(path, day=TODAY, behind=True)
    assert number(taken) == "1"
    taken.close()
    open_store(path, day=TODAY).close()


def test_another_journal_in_its_place_is_noticed(path: Path, store: Store, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other.db")
    put(other, *range(9))
    other.close()
    shutil.copy(tmp_path / "other.db", path)
    assert refused(path) == "another"


def test_an_empty_file_where_a_journal_was_is_noticed(path: Path, store: Store) -> None:
    path.write_bytes(b"")
    assert refused(path) == "lost"
    path.unlink()
    with pytest.raises(UnsoundError):
        open_store(path)
    assert not path.exists()


def test_a_database_without_any_table_is_an_empty_one(path: Path, store: Store) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
    assert path.stat().st_size > 0
    assert refused(path) == "lost"


def test_a_mark_that_cannot_be_read_or_written_is_none(path: Path, store: Store) -> None:
    for content in (b"", b"\x00" * 512, b"[1]", b'{"journal": 1}', b"\xff", b"[" * 100_000):
        mark.file_of(path).write_bytes(content)
        assert mark.read(path) is None
        open_store(path, day=TODAY).close()
    mark.forget(path)
    mark.file_of(path).mkdir()
    again = open_store(path, day=TODAY)
    put(again, 5)
    assert number(again) == "5"
    again.close()


def test_a_mark_that_lags_behind_is_no_loss(path: Path, store: Store) -> None:
    """A process may be killed after its commit and before it notes that."""
    known = mark.file_of(path).read_bytes()
    again = open_store(path, day=TODAY)
    put(again, 2, 3)
    again.close()
    mark.file_of(path).write_bytes(known)
    open_store(path, day=TODAY).close()


# --- how often a database is examined ---------------------------------------------------------------------------


def checked(path: Path, day: date = TODAY) -> bool:
    store = open_store(path, day=day)
    store.close()
    return store.checked


def test_it_is_examined_once_a_day(path: Path, store: Store) -> None:
    assert [checked(path), checked(path)] == [False, False]
    tomorrow = TODAY + timedelta(days=1)
    assert [checked(path, tomorrow), checked(path, tomorrow)] == [True, False]


def test_it_is_examined_when_another_program_has_written_to_the_file(path: Path, store: Store) -> None:
    with path.open("r+b") as file:
        file.write(b"S")
    assert [checked(path), checked(path)] == [True, False]


def test_it_is_examined_after_a_kill_once(path: Path, store: Store, tmp_path: Path) -> None:
    left = killed(path, tmp_path / "killed", 2)
    assert [checked(left), checked(left)] == [True, False]


def test_it_is_examined_when_its_definitions_change_while_it_is_open(path: Path, store: Store) -> None:
    """A change in the log does not touch the file."""
    holding = open_store(path, day=TODAY)
    put(holding, 2)
    assert not checked(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER t AFTER INSERT ON week BEGIN DELETE FROM review; END")
    with pytest.raises(UnsoundError, match="trigger t"):
        open_store(path, day=TODAY)
    holding.close()


def test_it_is_examined_after_a_page_proved_damaged(path: Path, store: Store) -> None:
    again = open_store(path, day=TODAY)
    again.suspect = True
    again.close()
    assert checked(path)
