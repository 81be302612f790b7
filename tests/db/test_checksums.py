"""Every row has the hash of what was written into it, however it was written; whatever else changes it is noticed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text, update
from sqlmodel import Session, SQLModel, select

from journal.core import messages
from journal.core.languages import Language
from journal.db import archive, checksums, meta, reviews, undo_log, versions, weeks
from journal.db.checksums import COMMITS, DELETED, UNPROTECTED, Mismatch
from journal.db.connections import connect
from journal.db.database import Store, open_store
from journal.db.tables import Card, FollowupRow, Review, Week
from journal.sync.applying import apply
from journal.sync.merging import merge
from journal.sync.states import state_of
from journal.weeks import queries as binned
from tests.db.test_archive import fill
from tests.support.store import DAY, NOW, review_of


def mismatches(path: Path) -> list[Mismatch]:
    with closing(connect(path, "ro")) as connection:
        return checksums.mismatches(connection)


def outside(path: Path, statement: str) -> None:
    """Changes the database as a program does that knows nothing of hashes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.fixture
def full(store: Store) -> Store:
    """A journal with a row or more in every table of the learner's, and a step that can be undone."""
    with store.write() as session:
        fill(session)
    with store.write() as session:
        undo_log.begin(session, NOW, "wrote", title="周记")
        weeks.save_body(session, 2, "又写了一句", NOW + timedelta(days=1))
    return store


def test_every_table_is_protected_but_those_that_protect(full: Store) -> None:
    with full.connection() as connection:
        named = {table.name for table in checksums.tables(connection)}
    assert named == set(SQLModel.metadata.tables) - set(UNPROTECTED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_table_has_a_name_by_which_its_damage_is_told(language: Language) -> None:
    messages.use(language)
    for table in SQLModel.metadata.tables:
        assert messages.say(f"tables.{table}")


def test_rows_of_every_table_are_as_they_were_written(full: Store, path: Path) -> None:
    assert mismatches(path) == []
    with full.connection() as connection:
        counts = dict(connection.execute("SELECT name, count(*) FROM checksum GROUP BY name"))
        for table in checksums.tables(connection):
            found = connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
            assert counts.get(table.name, 0) == found
    assert {"week", "version", "review", "item", "change", "meta", "studyday", "binned"} <= set(counts)


# --- ways to write ----------------------------------------------------------------------------------------------

Write = Callable[[Session, int], object]


def _undo(session: Session, n: int) -> None:
    step = undo_log.last(session, undone=bool(n % 2))
    if step is not None:
        undo_log.turn(session, step)


def _delete_week(session: Session, n: int) -> None:
    week = session.get(Week, n % 5)
    if week is not None:
        binned.put(session, week, NOW)


def _undelete_week(session: Session, n: int) -> None:
    for each in binned.contents(session)[:1]:
        binned.take_out(session, each)


def _edit(session: Session, n: int) -> None:
    for week in weeks.all_weeks(session)[:1]:
        undo_log.begin(session, NOW, "wrote", f"week {week.id}")
        weeks.save_body(session, week.id, f"正文 {n}\r\n\x00" * (n % 4), NOW + timedelta(n), from_elsewhere=True)


def _merge_itself(session: Session, n: int) -> None:
    rows = state_of(archive.rows(session))
    apply(session, rows, merge(rows, rows))


IDEA: dict[str, Any] = {"kind": "idea", "created": NOW, "concepts": [], "carried": []}
WRITES: dict[str, Write] = {
    "add": lambda session, n: weeks.add(
        session, number=n, starts=DAY, ends=DAY, title=f"第{n}周", body="学了CNN", now=NOW
    ),
    "edit": _edit,
    "delete": _delete_week,
    "undelete": _undelete_week,
    "undo": _undo,
    "merge": _merge_itself,
    "note": lambda session, n: meta.put(session, f"note {n % 3}", "值" * n),
    "forget": lambda session, n: meta.forget(session, f"note {n % 3}"),
    "in bulk": lambda session, n: session.exec(update(Card).values(lapses=n, difficulty=n / 7)),
    "many": lambda session, n: session.execute(insert(FollowupRow), [{**IDEA, "text": f"{k}"} for k in range(n + 1)]),
    "cascade": lambda session, n: session.execute(text("DELETE FROM card WHERE id = 1")),
    "sql": lambda session, n: session.execute(text(f"UPDATE review SET seconds = seconds * 1.1, seed = {n}")),
    "reviews": lambda session, n: [
        reviews.record(session, review_of(card.id, DAY + timedelta(days=n), seconds=n / 3))
        for card in session.exec(select(Card).limit(1)).all()
    ],
    "new id": lambda session, n: session.execute(text(f"UPDATE tally SET id = id + {1000 * n + 1000}")),
}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(sorted(WRITES)), st.integers(0, 9)), max_size=12))
def test_whatever_is_written_is_hashed(tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int]]) -> None:
    path = tmp_path_factory.mktemp("store") / "journal.db"
    store = open_store(path)
    with store.write() as session:
        fill(session)
    for name, n in done:
        with store.write() as session:
            WRITES[name](session, n)
        assert mismatches(path) == [], (name, n)
    store.close()


def test_what_is_rolled_back_is_not_hashed(full: Store, path: Path) -> None:
    def fail() -> None:
        with full.write() as session:
            session.execute(text("UPDATE week SET body = 'x'"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert mismatches(path) == []


# --- what changes without the app -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE week SET body = replace(body, 'x', 'y') || ' '", [("week", "2", "changed")]),
        ("UPDATE version SET body = 'x' WHERE id = 1", [("version", "1", "changed")]),
        ("UPDATE item SET text = 'x' WHERE id = 1", [("item", "1", "changed")]),
        ("UPDATE review SET stability = stability + 0.0000001 WHERE id = 2", [("review", "2", "changed")]),
        ("UPDATE review SET typed = CAST(typed AS BLOB) WHERE id = 2", [("review", "2", "changed")]),
        ("UPDATE card SET due = NULL, last = NULL WHERE id = 3", [("card", "3", "changed")]),
        ("UPDATE meta SET value = 'x' WHERE key = 'journal'", [("meta", "journal", "changed")]),
        ("DELETE FROM version WHERE id = 1", [("version", "1", "gone")]),
        ("DELETE FROM checksum WHERE name = 'week'", [("week", "2", "unknown")]),
        ("UPDATE checksum SET sha256 = x'00' WHERE name = 'week'", [("week", "2", "changed")]),
        (
            "UPDATE checksum SET name = 'wesk' WHERE name = 'week'",
            [("checksum", "wesk 2", "unknown"), ("week", "2", "unknown")],
        ),
        (
            "INSERT INTO tally VALUES (99, 'x', '2024-07-14 21:00:00', '2024-07-14', 1, NULL, 'x')",
            [("tally", "99", "unknown")],
        ),
        ("UPDATE change SET value = 'x' WHERE field = 'body'", [("change", "1 week 2 body", "changed")]),
    ],
)
def test_what_another_program_changes_is_named(
    statement: str, found: list[tuple[str, str, str]], full: Store, path: Path
) -> None:
    full.close()
    outside(path, statement)
    assert sorted((each.table, each.key, each.how) for each in mismatches(path)) == found


def test_text_that_is_no_utf8_is_named_and_stops_nothing(full: Store, path: Path) -> None:
    full.close()
    outside(path, "UPDATE week SET body = CAST(x'e5ad' AS TEXT), title = CAST(x'ff' AS TEXT)")
    assert mismatches(path) == [Mismatch("week", "2", "changed")]


def test_a_row_is_taken_as_it_is(full: Store, path: Path) -> None:
    full.close()
    outside(path, "UPDATE week SET body = 'x'")
    outside(path, "DELETE FROM version")
    outside(path, "UPDATE checksum SET name = 'nowhere' WHERE name = 'tally'")
    with closing(connect(path)) as connection:
        for each in checksums.mismatches(connection):
            checksums.renew(connection, each)
    assert mismatches(path) == []


# --- counts -----------------------------------------------------------------------------------------------------


def counted(store: Store, name: str) -> int:
    with store.connection() as connection:
        return checksums.counter(connection, name)


def test_transactions_that_change_something_are_counted(store: Store) -> None:
    begun = counted(store, COMMITS)
    for n in range(3):
        with store.write() as session:
            meta.put(session, "n", str(n))
    with store.write() as session:
        meta.get(session, "n")
    with store.read() as session:
        meta.put(session, "n", "not kept")
    assert counted(store, COMMITS) == begun + 3


def test_deleted_rows_are_counted_by_table_cascades_too(full: Store) -> None:
    reviewed = counted(full, f"{DELETED}review")
    with full.write() as session:
        session.execute(text("DELETE FROM card"))
    assert counted(full, f"{DELETED}review") == reviewed + 3
    assert counted(full, f"{DELETED}card") == 3
    assert counted(full, f"{DELETED}fit") == 0


def test_versions_that_go_with_their_week_are_counted(full: Store) -> None:
    with full.write() as session:
        before = len(versions.of_week(session, 2))
        session.execute(text("DELETE FROM week WHERE id = 2"))
    assert before > 0
    assert counted(full, f"{DELETED}version") >= before


def test_reviews_are_read_as_they_were_hashed(full: Store) -> None:
    """The hash covers what SQLite stores, which is what the app reads back."""
    with full.read() as session:
        found = session.get(Review, 1)
    assert found
    assert found.params == {"n": 28, "sizes": [3, 5], "名": "卷积"}
