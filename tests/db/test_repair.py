"""Rows that are not as they were written come back from copies that have them; rows that vanish are noticed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from journal.db import backup, finding, integrity, repair, search, weeks
from journal.db.census import census, vanished
from journal.db.database import Store, open_store
from journal.db.integrity import UnsoundError
from tests.db.test_archive import fill
from tests.db.test_checksums import outside
from tests.support.store import NOW


@pytest.fixture
def copied(store: Store, path: Path, tmp_path: Path) -> Path:
    """A copy of a journal with something of everything; the journal goes on after it, and is closed."""
    with store.write() as session:
        fill(session)
        search.refresh(session)
    backup.copy(store, tmp_path / "copy.db")
    with store.write() as session:
        weeks.save_body(session, 2, "只在日志里", NOW + timedelta(days=9), from_elsewhere=True)
    store.close()
    return tmp_path / "copy.db"


def body(path: Path) -> str:
    store = open_store(path)
    with store.read() as session:
        (week,) = weeks.all_weeks(session)
    store.close()
    return week.body


def rows_of(path: Path) -> set[str]:
    """Every row of every table, as text."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM checksum GROUP BY name")]
        return {f"{name} {row}" for name in names for row in connection.execute(f'SELECT * FROM "{name}"')}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review SET seconds = 99 WHERE id = 1",
        "UPDATE version SET body = CAST(x'ff' AS TEXT) WHERE id = 1",
        "UPDATE card SET concept = 'cnm' WHERE concept = 'convolution'",
        "DELETE FROM review",
        "DELETE FROM card",
        "UPDATE binned SET body = '', versions = 'no json'",
    ],
)
def test_rows_come_back_as_they_were_written(statement: str, copied: Path, path: Path) -> None:
    before = rows_of(path)
    outside(path, statement)
    assert integrity.examine_file(path).rows
    assert repair.repair(path, [copied]) > 0
    assert integrity.examine_file(path).is_sound
    assert rows_of(path) == before
    open_store(path).close()


def test_what_changed_since_the_copy_is_not_taken_back(copied: Path, path: Path) -> None:
    outside(path, "UPDATE week SET body = 'damaged'")
    assert repair.repair(path, [copied]) == 0
    assert body(path) == "damaged"


def test_rows_that_no_copy_has_are_taken_as_they_are(copied: Path, path: Path) -> None:
    outside(path, "UPDATE week SET body = '手改的'")
    found = integrity.examine_file(path)
    assert [(row.table, row.key, row.how) for row in found.rows] == [("week", "2", "changed")]
    assert "week 2 is not as it was written" in found.summary
    assert repair.accept(path, found.rows) == 1
    assert integrity.examine_file(path).is_sound
    assert body(path) == "手改的"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE week SET body = CAST(x'ff' AS TEXT)",
        "UPDATE week SET starts = '2024-13-01'",
        "UPDATE review SET params = '{'",
        "UPDATE card SET repetitions = 'often'",
    ],
)
def test_a_row_that_cannot_be_read_is_not_taken_and_the_journal_not_opened(
    statement: str, copied: Path, path: Path
) -> None:
    outside(path, statement)
    rows = integrity.examine_file(path).rows
    assert rows
    assert repair.accept(path, [row for row in rows if row.table != "studyday"]) == 0
    with pytest.raises(UnsoundError):
        open_store(path)


def test_a_row_that_can_be_read_is_a_warning_at_every_start(copied: Path, path: Path) -> None:
    outside(path, "UPDATE week SET body = '手改的'")
    for _ in range(3):
        store = open_store(path)
        store.close()
        assert len(store.warnings) == 1
        assert "week 2 is not as it was written" in store.warnings[0]
    repair.accept(path, integrity.examine_file(path).rows)
    store = open_store(path)
    store.close()
    assert store.warnings == []


def test_a_copy_of_such_a_journal_does_not_count(copied: Path, path: Path, tmp_path: Path) -> None:
    outside(path, "UPDATE week SET body = '手改的'")
    store = open_store(path)
    with pytest.raises(Exception, match="week 2 is not as it was written"):
        backup.copy(store, tmp_path / "new.db")
    store.close()
    assert sorted(each.name for each in tmp_path.glob("new*")) == ["new-damaged.db"]


# --- a full-text index that is damaged --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM week_words_idx",
        "UPDATE week_words_data SET block = x'00'",
        "DELETE FROM week_words_config",
        "UPDATE week_words_content SET c0 = 'x'",
        "UPDATE item_words_config SET v = 99",
    ],
)
def test_it_is_made_again_from_the_weeks(statement: str, copied: Path, path: Path) -> None:
    outside(path, statement)
    store = open_store(path)
    assert store.warnings == []
    with store.read() as session:
        assert search.out_of_step(session) == 0
        assert [week.id for week in finding.find_weeks(session, '"只 在"')[0]] == [2]
    store.close()
    assert integrity.examine_file(path).is_sound


# --- rows that vanish -------------------------------------------------------------------------------------------


def test_rows_that_nobody_deleted_are_counted_by_table(copied: Path, path: Path) -> None:
    assert vanished(census(copied), census(path)) == {}
    outside(path, "DELETE FROM review WHERE id < 3")
    assert vanished(census(copied), census(path)) == {"review": 2, "studyday": 2}


def test_rows_that_were_deleted_are_no_loss(copied: Path, path: Path) -> None:
    store = open_store(path)
    with store.write() as session:
        session.execute(text("DELETE FROM card"))
    store.close()
    assert vanished(census(copied), census(path)) == {}


def test_another_journal_and_a_later_one_are_not_compared(copied: Path, path: Path, tmp_path: Path) -> None:
    open_store(tmp_path / "other.db").close()
    assert vanished(census(copied), census(tmp_path / "other.db")) == {}
    assert vanished(census(path), census(copied)) == {}
