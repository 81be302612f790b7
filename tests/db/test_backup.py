"""Copies of the database."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from journal.core.messages import UserError
from journal.db import backup, meta, migrations, weeks
from journal.db.database import Store, open_store
from tests.contracts.processes import environment
from tests.support.store import DAY, NOW

HOLD = """
import sys
from pathlib import Path
from journal.db import meta
from journal.db.database import open_store
store = open_store(Path(sys.argv[1]))
with store.read() as session:
    meta.get(session, "x")
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def open_elsewhere(path: Path) -> Iterator[None]:
    """Another process has the journal open, and is idle."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    try:
        yield
    finally:
        process.communicate("")


def add_week(store: Store, n: int) -> None:
    with store.write() as session:
        day = DAY + timedelta(weeks=n)
        weeks.add(session, number=n, starts=day, ends=day, title=f"第{n}周", body="学了CNN", now=NOW)


def titles(path: Path) -> list[str]:
    store = open_store(path)
    with store.read() as session:
        found = [week.title for week in weeks.all_weeks(session)]
    store.close()
    return found


def test_a_copy_holds_what_is_written_and_is_its_owners_alone(store: Store, tmp_path: Path) -> None:
    add_week(store, 1)
    path = tmp_path / "backups" / "copy.db"
    backup.copy(store, path)
    add_week(store, 2)
    assert backup.check(path).weeks == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["copy.db"]
    assert titles(path) == ["第1周"]


def test_a_copy_is_whole_while_others_write(store: Store, tmp_path: Path) -> None:
    stop, written = Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with store.write() as session:
                for name in ("one", "two"):
                    meta.put(session, name, str(written[0]))
            written[0] += 1

    writer = Thread(target=write)
    add_week(store, 1)
    writer.start()
    try:
        for n in range(5):
            path = tmp_path / f"copy{n}.db"
            backup.copy(store, path)
            backup.check(path)
            with sqlite3.connect(path) as copied:
                values = dict(copied.execute("SELECT key, value FROM meta WHERE key IN ('one', 'two')"))
            assert values.get("one") == values.get("two")
            copied.close()
    finally:
        stop.set()
        writer.join()
    assert written[0] > 5


def test_what_is_no_sound_journal_is_refused(tmp_path: Path, store: Store) -> None:
    add_week(store, 1)
    good = tmp_path / "good.db"
    backup.copy(store, good)
    torn = tmp_path / "torn.db"
    torn.write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    text = tmp_path / "text.db"
    text.write_text("not a database, but long enough to be looked at twice", encoding="utf-8")
    empty = tmp_path / "empty.db"
    empty.touch()
    for path in (torn, text, empty):
        with pytest.raises(UserError, match=r"is damaged or is not a journal"):
            backup.check(path)
    with pytest.raises(UserError, match="There is no file"):
        backup.check(tmp_path / "nothing.db")
    newer = tmp_path / "newer.db"
    newer.write_bytes(good.read_bytes())
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA user_version = {len(migrations.SCRIPTS) + 1}")
    connection.close()
    with pytest.raises(UserError, match="newer version"):
        backup.check(newer)


def test_a_copy_takes_the_place_of_the_database(path: Path, store: Store, tmp_path: Path) -> None:
    add_week(store, 1)
    backup.copy(store, tmp_path / "copy.db")
    add_week(store, 2)
    store.close()
    backup.put_in_place(tmp_path / "copy.db", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert titles(path) == ["第1周"]


def test_it_takes_the_place_of_a_damaged_one_and_of_none(store: Store, tmp_path: Path) -> None:
    add_week(store, 1)
    backup.copy(store, tmp_path / "copy.db")
    for name in ("damaged.db", "none.db"):
        target = tmp_path / name
        if name == "damaged.db":
            target.write_bytes(b"SQLite format 3\x00 and then nothing good" * 200)
            target.with_name("damaged.db-wal").write_bytes(b"left over")
        backup.put_in_place(tmp_path / "copy.db", target)
        assert titles(target) == ["第1周"]


def test_while_another_process_has_it_open_nothing_is_changed(path: Path, store: Store, tmp_path: Path) -> None:
    add_week(store, 1)
    backup.copy(store, tmp_path / "copy.db")
    add_week(store, 2)
    store.close()
    with open_elsewhere(path):
        with pytest.raises(UserError, match="is open in another program"):
            backup.refuse_while_open(path)
        with pytest.raises(UserError, match="is open in another program"):
            backup.put_in_place(tmp_path / "copy.db", path)
    assert titles(path) == ["第1周", "第2周"]
    assert not list(tmp_path.glob(".*partial"))
    backup.refuse_while_open(path)


def test_a_damaged_database_is_kept_byte_for_byte(tmp_path: Path) -> None:
    damaged = tmp_path / "journal.db"
    damaged.write_bytes(b"SQLite format 3\x00 and then nothing good")
    damaged.with_name("journal.db-wal").write_bytes(b"perhaps the last words")
    kept = backup.copy_closed(damaged, tmp_path / "kept" / "copy.db")
    assert kept == tmp_path / "kept" / "copy-damaged.db"
    assert kept.read_bytes() == damaged.read_bytes()
    assert kept.with_name("copy-damaged.db-wal").read_bytes() == b"perhaps the last words"
