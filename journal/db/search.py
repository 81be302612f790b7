"""The full-text index: weeks and items found by what stands in them. It is written together with what it indexes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import TableClause, column, table
from sqlalchemy import delete as delete_from
from sqlalchemy import insert as insert_into
from sqlalchemy import select as select_from
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, select

from journal.core.search_terms import index_text
from journal.db import meta, migrations
from journal.db.tables import FollowupRow, Week

_NOTE = "search"
"""The note of the way in which everything is indexed."""
VERSION = "1"
"""Of the way in which texts are indexed; another one indexes everything again."""


def _index(name: str) -> TableClause:
    """A table of FTS5; the column that has its name is what MATCH is asked of."""
    return table(name, column("rowid"), column("words"), column(name))


_WEEKS, _ITEMS = _index("week_words"), _index("item_words")


def note_week(session: Session, week: Week) -> None:
    """Indexes a week as it now is."""
    _put(session, _WEEKS, [(week.id, _words_of_week(week))])


def forget_week(session: Session, week_id: int) -> None:
    """Takes a week out of the index."""
    session.connection().execute(delete_from(_WEEKS).where(_WEEKS.c.rowid == week_id))


def note_item(session: Session, item: FollowupRow) -> None:
    """Indexes an item as it now is."""
    _put(session, _ITEMS, [(item.id, item.text)])


def forget_item(session: Session, item_id: int) -> None:
    """Takes an item out of the index."""
    session.connection().execute(delete_from(_ITEMS).where(_ITEMS.c.rowid == item_id))


def refresh(session: Session) -> bool:
    """Indexes everything that there is, unless that was done in this way before."""
    if is_current(session):
        return False
    _make_empty(session)
    _put(session, _WEEKS, [(week.id, _words_of_week(week)) for week in session.exec(select(Week)).all()])
    _put(session, _ITEMS, [(item.id, item.text) for item in session.exec(select(FollowupRow)).all()])
    meta.put(session, _NOTE, VERSION)
    return True


def _make_empty(session: Session) -> None:
    """Makes the indexes from nothing. One that is damaged SQLite can neither empty nor drop, but its parts it can."""
    execute = session.connection().exec_driver_sql
    execute("PRAGMA writable_schema = ON")
    for index in (_WEEKS, _ITEMS):
        execute(f"DELETE FROM sqlite_master WHERE name = '{index.name}'")
    execute("PRAGMA writable_schema = RESET")
    for index in (_WEEKS, _ITEMS):
        for part in ("config", "content", "data", "docsize", "idx"):
            execute(f"DROP TABLE {index.name}_{part}")
    for statement in migrations.statements(migrations.WORDS):
        execute(statement)


def is_current(session: Session) -> bool:
    """Whether everything is indexed in the present way."""
    return meta.get(session, _NOTE) == VERSION


def forget_all(session: Session) -> None:
    """Has everything indexed again at the next `refresh`."""
    meta.put(session, _NOTE, "")


def is_damaged(session: Session) -> bool:
    """Whether an index contradicts itself. It takes a session that writes, though nothing is written."""
    try:
        for index in (_WEEKS, _ITEMS):
            session.connection().exec_driver_sql(f"INSERT INTO {index.name} ({index.name}) VALUES ('integrity-check')")
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            raise
        return True
    return False


def out_of_step(session: Session) -> int:
    """How many weeks and items the index does not hold as they are, and how many rows of it belong to none."""
    weeks = {week.id: index_text(_words_of_week(week)) for week in session.exec(select(Week)).all()}
    items = {item.id: index_text(item.text) for item in session.exec(select(FollowupRow)).all()}
    wrong = 0
    for index, there in ((_WEEKS, weeks), (_ITEMS, items)):
        rows = session.connection().execute(select_from(index.c.rowid, index.c.words))
        wrong += len(there.items() ^ {(row.rowid, row.words) for row in rows})
    return wrong


def _words_of_week(week: Week) -> str:
    return f"{week.title}\n{week.body}"


def _put(session: Session, index: TableClause, texts: Iterable[tuple[int, str]]) -> None:
    rows = [{"rowid": row, "words": index_text(text)} for row, text in texts]
    if rows:
        ids = [row["rowid"] for row in rows]
        session.connection().execute(delete_from(index).where(index.c.rowid.in_(ids)))
        session.connection().execute(insert_into(index), rows)
