"""The database: opened, brought up to date, read and written in whole transactions."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from inspect import isfunction
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlmodel import SQLModel, select

from journal.core.messages import UserError
from journal.db import cards, followups, meta, migrations, reviews, totals, weeks
from journal.db.database import Store, open_store
from journal.db.rows import Day
from journal.db.tables import Week
from tests.support.store import DAY, NOW


def pragma(store: Store, name: str) -> object:
    with store.read() as session:
        return session.connection().exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_a_new_journal_is_made_in_a_new_folder_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "journal.db"
    store = open_store(path)
    with store.write() as session:
        meta.put(session, "greeting", "你好")
    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    store.close()
    assert "journal.db-wal" in modes
    assert set(modes.values()) == {0o600}


def test_a_journal_that_others_could_read_is_closed_to_them(path: Path, store: Store) -> None:
    store.close()
    path.chmod(0o644)
    open_store(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_written_is_there_when_it_is_opened_again(path: Path, store: Store) -> None:
    with store.write() as session:
        meta.put(session, "greeting", "你好")
    store.close()
    again = open_store(path)
    with again.read() as session:
        assert meta.get(session, "greeting") == "你好"
    again.close()


def test_it_waits_for_others_writes_ahead_and_keeps_references_whole(store: Store) -> None:
    assert pragma(store, "journal_mode") == "wal"
    assert pragma(store, "foreign_keys") == 1
    assert int(str(pragma(store, "busy_timeout"))) >= 1000


def test_what_is_to_last_waits_for_the_disk_and_the_rest_does_not(store: Store) -> None:
    found = []
    for lasting in (True, False, True):
        with store.write(lasting=lasting) as session:
            found.append(session.connection().exec_driver_sql("PRAGMA synchronous").scalar_one())
    assert found == [2, 1, 2]


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    def put_half() -> None:
        with store.write() as session:
            meta.put(session, "half", "done")
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put_half()
    with store.read() as session:
        assert meta.get(session, "half") is None


def test_what_a_reader_changes_is_not_kept(store: Store) -> None:
    with store.read() as session:
        meta.put(session, "key", "value")
    with store.read() as session:
        assert meta.get(session, "key") is None


def test_a_reader_sees_one_state_throughout(store: Store) -> None:
    with store.read() as reader:
        assert meta.get(reader, "key") is None
        with store.write() as writer:
            meta.put(writer, "key", "value")
        assert reader.connection().execute(text("SELECT count(*) FROM meta WHERE key = 'key'")).scalar_one() == 0


def test_rows_stay_usable_after_their_session(store: Store) -> None:
    with store.write() as session:
        written = weeks.add(session, number=1, starts=DAY, ends=DAY, title="第一周", body="学了 CNN", now=NOW)
    with store.read() as session:
        read = weeks.all_weeks(session)[0]
    assert (written.id, written.body) == (read.id, read.body) == (1, "学了 CNN")


def test_s8_a_hundred_entries_of_two_threads_are_all_kept(store: Store) -> None:
    """A writer reads and writes in one go: none of them overwrites what the other has added in between."""
    with store.write() as session:
        week = weeks.add(session, number=1, starts=DAY, ends=DAY, title="", body="", now=NOW)
    start = Barrier(2)

    def append(mark: str) -> None:
        start.wait()
        for number in range(50):
            with store.write() as session:
                found = weeks.by_id(session, week.id)
                assert found
                weeks.save_body(session, week.id, f"{found.body}{mark}{number}\n", NOW)

    threads = [Thread(target=append, args=(mark,)) for mark in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as session:
        found = weeks.by_id(session, week.id)
    assert found
    assert sorted(found.body.split()) == sorted(f"{mark}{number}" for mark in "ab" for number in range(50))


def test_s8_entries_of_two_processes_are_all_kept(path: Path, store: Store) -> None:
    script = f"""
import sys
from datetime import datetime
from pathlib import Path
from journal.db import weeks
from journal.db.database import open_store
store = open_store(Path({str(path)!r}))
for number in range(50):
    with store.write() as session:
        body = weeks.by_id(session, 1).body
        weeks.save_body(session, 1, f"{{body}}{{sys.argv[1]}}{{number}}\\n", datetime(2024, 7, 14))
store.close()
"""
    with store.write() as session:
        weeks.add(session, number=1, starts=DAY, ends=DAY, title="", body="", now=NOW)
    running = [subprocess.Popen([sys.executable, "-c", script, mark]) for mark in "ab"]
    assert [process.wait(timeout=60) for process in running] == [0, 0]
    with store.read() as session:
        found = weeks.by_id(session, 1)
    assert found
    assert sorted(found.body.split()) == sorted(f"{mark}{number}" for mark in "ab" for number in range(50))


# --- migrations -----------------------------------------------------------------------------------------------------


def schema(engine: Engine) -> dict[str, object]:
    """Columns, indexes and references of every table, as the database tells them."""
    with engine.connect() as connection:

        def ask(pragma: str, *columns: int) -> list[tuple[object, ...]]:
            rows = connection.exec_driver_sql(f"PRAGMA {pragma}").all()
            return sorted((tuple(row[column] for column in columns) for row in rows), key=str)

        ours = "type = 'table' AND name NOT GLOB '*_words*'"  # the full-text index makes tables of its own
        names = connection.exec_driver_sql(f"SELECT name FROM sqlite_master WHERE {ours}").scalars().all()
        return {
            name: (
                ask(f"table_info({name})", 1, 2, 3, 5),
                [
                    (unique, origin, index if origin == "c" else "", ask(f"index_info({index})", 0, 2))
                    for index, unique, origin in ask(f"index_list({name})", 1, 2, 3)
                ],
                ask(f"foreign_key_list({name})", 2, 3, 4, 6),
            )
            for name in names
        }


@pytest.fixture
def engines() -> Iterator[tuple[Engine, Engine]]:
    made = create_engine("sqlite://"), create_engine("sqlite://")
    yield made
    for engine in made:
        engine.dispose()


def test_the_migrations_make_the_tables_that_the_code_describes(engines: tuple[Engine, Engine]) -> None:
    migrated, described = engines
    with migrated.begin() as connection:
        migrations.migrate(connection)
    SQLModel.metadata.create_all(described)
    assert schema(migrated) == schema(described)
    assert set(schema(migrated)) == set(SQLModel.metadata.tables)
    assert {"week", "card", "review", "item", "focus", "tally", "fit"} <= set(SQLModel.metadata.tables)


def older(path: Path, version: int) -> sqlite3.Connection:
    """The database as the first `version` scripts leave it."""
    engine = create_engine(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patch, engine.begin() as connection:
        patch.setattr(migrations, "SCRIPTS", migrations.SCRIPTS[:version])
        migrations.migrate(connection)
    engine.dispose()
    return sqlite3.connect(path)


@pytest.mark.parametrize("version", range(1, len(migrations.SCRIPTS)))
def test_a_journal_of_each_earlier_version_is_brought_up_to_date(
    path: Path, version: int, engines: tuple[Engine, Engine]
) -> None:
    older(path, version).close()
    for _ in range(2):
        open_store(path).close()
    migrated, described = create_engine(f"sqlite:///{path}"), engines[1]
    SQLModel.metadata.create_all(described)
    assert schema(migrated) == schema(described)
    migrated.dispose()


WRITTEN_BEFORE = """
INSERT INTO week VALUES
    (1, 1, '2024-07-14', '2024-07-21', '第一周', '学了 CNN', '2024-07-14 21:00:00', '2024-07-14 21:00:00');
INSERT INTO item VALUES (3, 'later', '看 MAS', '今晚看 MAS', 1, '["mas"]', '2024-07-14 21:00:00', NULL, NULL, 0);
INSERT INTO card VALUES (2, 'rnn', 'shape', '2024-07-14 21:00:00', 1, 0, 9.5, 5.0, '2024-07-27', '2024-07-17', 2, 0);
INSERT INTO review VALUES
    (1, 2, '2024-07-14 21:00:00', '2024-07-14', 7, '{}', 'shape', '[1]', '1', 'right', '[]', 'sure', 8.0, 3, 3, 1,
     2.3, 5.0, '2024-07-16', '{"last": null, "due": null, "repetitions": 0}', '2.9'),
    (2, 2, '2024-07-17 21:00:00', '2024-07-17', 7, '{}', 'shape', '[1]', '2', 'wrong', '["x"]', 'sure', 9.0, 1, 1, 1,
     9.5, 5.0, '2024-07-27', '{"last": "2024-07-14", "due": "2024-07-16", "repetitions": 1}', '2.9'),
    (3, 2, '2024-07-17 21:05:00', '2024-07-17', 8, '{}', 'shape', '[1]', '1', 'right', '[]', 'sure', 4.0, 3, 3, 0,
     9.5, 5.0, '2024-07-27', '{}', '2.9');
"""
"""A week with an item, a card, and its reviews on two days, as the first five scripts knew them."""


def test_what_an_earlier_version_wrote_is_kept_and_counted(path: Path) -> None:
    connection = older(path, 5)
    connection.executescript(WRITTEN_BEFORE)
    connection.close()
    store = open_store(path)
    with store.read() as session:
        card, item = cards.by_id(session, 2), followups.by_id(session, 3)
        assert [week.body for week in weeks.all_weeks(session)] == ["学了 CNN"]
        assert card
        assert (card.stability, card.step, card.buried_until) == (9.5, None, None)
        assert item
        assert (item.text, item.concepts, item.carried, item.focus_id) == ("看 MAS", ["mas"], [], None)
        found = reviews.of_card(session, 2)
        assert [(each.elapsed, each.planned) for each in found] == [(None, None), (3, 2), (None, None)]
        assert [(each.could, each.offered) for each in found] == [(None, [])] * 3
        assert totals.days(session) == [
            Day(date(2024, 7, 14), reviews=1, right=1, recalls=0, recalled=0, new=1, seconds=8.0),
            Day(date(2024, 7, 17), reviews=2, right=1, recalls=1, recalled=0, new=0, seconds=13.0),
        ]
    store.close()


def test_a_migration_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_store(path).close()
    broken = "CREATE TABLE half_made (id INTEGER PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);\n"
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCRIPTS", (*migrations.SCRIPTS, broken))
        with pytest.raises(Exception, match="nowhere"):
            open_store(path)
    connection = sqlite3.connect(path)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert "half_made" not in names
    open_store(path).close()


def test_a_journal_of_a_newer_version_is_refused_and_left_as_it_is(path: Path, store: Store) -> None:
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="newer"):
        open_store(path)
    assert path.read_bytes() == before


# --- what may go wrong ----------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_told_and_left_as_it_is(path: Path) -> None:
    path.write_text("# 第一周周记\n" * 100)
    with pytest.raises(UserError, match="damaged"):
        open_store(path)
    assert path.read_text().startswith("# 第一周周记")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_what_is_no_file_is_told(make: Callable[[Path], None], path: Path) -> None:
    make(path)
    with pytest.raises(UserError, match="permissions"):
        open_store(path)


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(UserError, match="permissions"):
        open_store(tmp_path / "home" / "journal.db")


def test_another_programs_endless_write_is_told(path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr("journal.db.connections.PATIENCE", 10)
    other = sqlite3.connect(path)
    other.execute("BEGIN IMMEDIATE")
    impatient = open_store(path)
    with pytest.raises(UserError, match="in use"), impatient.write() as session:
        session.exec(select(Week))
    other.close()
    impatient.close()


def test_a_mistake_of_ours_is_not_taken_for_the_users(store: Store) -> None:
    with pytest.raises(Exception, match="NOT NULL"), store.write() as session:
        session.connection().exec_driver_sql("INSERT INTO card (concept) VALUES ('rnn')")


def test_no_row_waits_for_the_signature_of_a_builtin() -> None:
    fields = [field for each in SQLModel.__subclasses__() for field in each.__pydantic_fields__.values()]
    factories = {field.default_factory for field in fields} - {None}
    assert factories
    assert all(map(isfunction, factories))
