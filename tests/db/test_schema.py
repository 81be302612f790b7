"""What a database defines is what the migrations make, at each version: a copy from elsewhere may define anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from journal.core.messages import UserError
from journal.db import backup, migrations, schema
from journal.db.connections import connect
from journal.db.database import open_store
from journal.db.integrity import UnsoundError

VERSIONS = range(1, len(migrations.SCRIPTS) + 1)
FOREIGN = {
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON week BEGIN DELETE FROM week; END",
    "a view": "CREATE VIEW v AS SELECT * FROM week",
    "a table": "CREATE TABLE t (a)",
    "an index": "CREATE INDEX i ON week (title)",
    "a column": "ALTER TABLE week ADD COLUMN more VARCHAR",
    "a table less": "DROP TABLE mention",
    "another name": "ALTER TABLE meta RENAME TO notes",
    "a view for a table": "ALTER TABLE meta RENAME TO hidden; CREATE VIEW meta AS SELECT * FROM hidden",
}
"""Definitions that are not ours."""


def made(path: Path, version: int) -> None:
    """A database as the first `version` scripts leave it."""
    engine = create_engine(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patch, engine.begin() as connection:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:version])
        migrations.migrate(connection)
    engine.dispose()


@pytest.fixture(params=VERSIONS)
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of each version."""
    made(tmp_path / "copy.db", request.param)
    return tmp_path / "copy.db"


def test_a_copy_of_each_version_is_sound_and_comes_back(copied: Path, tmp_path: Path) -> None:
    assert backup.check(copied).weeks == 0
    backup.put_in_place(copied, tmp_path / "journal.db")
    open_store(tmp_path / "journal.db").close()


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_copy_that_defines_anything_else_is_refused(foreign: str, copied: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copied)) as connection:
        connection.executescript(FOREIGN[foreign])
    journal = tmp_path / "journal.db"
    open_store(journal).close()
    before = journal.read_bytes()
    with pytest.raises(UserError, match="is not as the app defines it") as refused:
        backup.put_in_place(copied, journal)
    assert "\n" not in str(refused.value)
    assert journal.read_bytes() == before
    open_store(journal).close()


@pytest.mark.parametrize("foreign", FOREIGN)
def test_a_journal_that_defines_anything_else_is_not_opened(foreign: str, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FOREIGN[foreign])
    before = path.read_bytes()
    with pytest.raises(UnsoundError, match="is not as the app defines it"):
        open_store(path)
    assert path.read_bytes() == before


def test_blanks_and_statistics_make_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, ' ', '  ') WHERE name = 'week'")
        connection.commit()
    open_store(path).close()


@pytest.fixture
def connections(tmp_path: Path) -> Iterator[list[sqlite3.Connection]]:
    """A connection in each way in which there is one."""
    path = tmp_path / "journal.db"
    store = open_store(path)
    with store.connection() as pooled:
        yield [pooled, connect(path), connect(path, "ro"), connect(path, "immutable")]
    store.close()


def test_no_connection_trusts_a_schema_and_each_checks_its_cells(connections: list[sqlite3.Connection]) -> None:
    for connection in connections:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert connection.execute("PRAGMA cell_size_check").fetchone() == (1,)


def test_what_a_schema_defines_cannot_call_a_function_of_ours(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "any.db", "rwc")) as connection:
        connection.execute("CREATE VIEW v AS SELECT row_sha256(1)")
        with pytest.raises(sqlite3.OperationalError, match="unsafe use"):
            connection.execute("SELECT * FROM v")


def test_every_version_differs_from_the_one_before() -> None:
    made_by = [schema.made_by_migrations(version) for version in (0, *VERSIONS)]
    assert all(one != other for one, other in pairwise(made_by))


def test_what_moved_a_step_without_counting_is_known_as_a_repeat(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    made(path, migrations.SCRIPTS.index(migrations.REPEATS))
    befores = {1: (1, '{"last": null, "step": null}'), 2: (0, '{"step": 1}'), 3: (0, '{"step": null}'), 4: (0, "{}")}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("INSERT INTO card VALUES (1, 'rnn', 'size', 0, NULL, 0, 1, 5, 0, 0, 1, 0, NULL, NULL)")
        for number, (counted, before) in befores.items():
            connection.execute(
                "INSERT INTO review (id, card_id, at, day, seed, params, kind, truth, typed, verdict, wrong_ideas,"
                " confidence, seconds, suggested, rating, counted, stability, difficulty, due, before, torch)"
                " VALUES (?, 1, 0, 0, 0, '{}', '', 1, '', '', '[]', '', 1, 1, 1, ?, 1, 5, 0, ?, '')",
                (number, counted, before),
            )
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as migrating:
        migrations.migrate(migrating)
        repeats = migrating.exec_driver_sql("SELECT id FROM review WHERE repeat ORDER BY id").scalars().all()
    engine.dispose()
    assert repeats == [2, 3]
