"""Every row of a journal as plain values, and back: into an empty journal as they were, into another what it lacks.

What can be made anew from the rows (mentions, the index of words) is no part of it, nor is what the app notes about
itself: a yes to running a file is given on one machine, for one machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

from pydantic import BaseModel, ValidationError, create_model
from sqlalchemy import Select, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from journal.store import tables, versions

LEFT_OUT = ("mention", "meta", "studyday", "step", "change", "checksum", "counter")
"""The tables that no archive holds."""

_ALL: tuple[str, ...] = ()
_NATURAL: Mapping[str, tuple[str, ...]] = {
    "week": ("number", "starts", "ends"),
    "version": _ALL,
    "note": ("uid",),
    "card": ("concept", "question"),
    "review": _ALL,
    "focus": ("topic", "started"),
    "item": ("kind", "text", "sentence", "created"),
    "tally": _ALL,
    "fit": _ALL,
    "binned": _ALL,
    "imported": ("key",),
}
"""The tables of an archive, each behind those it refers to, with the columns that tell its rows apart: all but the id
where none are named."""

_IDS_IN_LISTS = {("item", "carried"): "week", ("binned", "items"): "item"}
"""The columns that hold a list of ids of another table."""

_NOT_TAKEN = (DBAPIError, OverflowError)
"""What is raised for a row that breaks a rule of the database, or holds a number that it cannot."""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Key = tuple[Hashable, ...]


class BrokenRowError(Exception):
    """A row that does not fit its table: the table's name, and the row's number in the archive, counted from 1."""

    def __init__(self, table: str, row: int) -> None:
        super().__init__(table, row)
        self.table, self.row = table, row


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of their ids; days and times as ISO 8601 writes them."""
    return {name: _plain_rows(session, model) for name, model in archived().items()}


def put(session: Session, archive: Rows) -> Counter[str]:
    """Stores the rows that are not there yet, and says how many, by table.

    A week or card that is there takes on the newer state; what a week said before is kept as a version. Raises
    BrokenRowError.
    """
    merge = _Merge(session)
    for name, model in archived().items():
        merge.table(name, model, archive.get(name, ()))
        session.flush()
    return merge.added


def archived() -> dict[str, type[SQLModel]]:
    """The tables that an archive holds, by name, each behind those that it refers to."""
    by_name = _models()
    return {name: by_name[name] for name in _NATURAL}


def fits(session: Session, name: str, where: str, key: str) -> bool:
    """Whether the row of a table for which `where` is true, `:key` in it being `key`, can be read as a row of it."""
    model = _models()[name]
    try:
        row = session.execute(select(model.__table__).where(text(where)), {"key": key}).mappings().one()  # type: ignore[attr-defined]
        _reader(model).model_validate(dict(row))
    except (DBAPIError, ValueError, TypeError):
        return False
    return True


def _models() -> dict[str, type[SQLModel]]:
    """Every table by its name."""
    models = (model for model in vars(tables).values() if isinstance(model, type) and issubclass(model, SQLModel))
    return {str(model.__tablename__): model for model in models if model is not SQLModel}


class _Merge:
    """One archive on its way into a database: which of its ids became which ids here."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, dict[int, int]] = {}
        self.added: Counter[str] = Counter()

    def table(self, name: str, model: Any, archive: Sequence[Mapping[str, Any]]) -> None:
        """Stores the rows of one table."""
        found = [dict(row) for row in self.session.execute(_select(model)).mappings()]
        there = {(key, n): row for key, n, row in _numbered(model, found)}
        taken = {row.get("id") for row in found}
        new: dict[int, dict[str, Any]] = {}
        for number, (key, n, row) in enumerate(_numbered(model, self._read(name, model, archive)), 1):
            old_id = row.get("id")
            if known := there.get((key, n)):
                with _named(name, number):
                    self._renew(name, known, row)
            else:
                new[number] = row
            self._note_id(name, old_id, (known or row).get("id"))
        self._give_ids(name, [*new.values()], taken)
        if new:
            self._insert(name, model, new)

    def _insert(self, name: str, model: Any, new: Mapping[int, dict[str, Any]]) -> None:
        """Inserts the rows of these numbers; all at once, or one by one to name the one that is not taken."""
        try:
            with self.session.begin_nested():
                self.session.execute(insert(model.__table__), [*new.values()])
        except _NOT_TAKEN:
            for number, row in new.items():
                with _named(name, number):
                    self.session.execute(insert(model.__table__), [row])
        self.added[name] += len(new)

    def _note_id(self, name: str, old: int | None, here: int | None) -> None:
        """Notes under which id of this database a row of the archive stands."""
        if old is not None and here is not None:
            self.ids.setdefault(name, {})[old] = here

    def _give_ids(self, name: str, new: Sequence[dict[str, Any]], taken: set[int | None]) -> None:
        """Gives rows whose id another row has here one that neither side has."""
        free = count(max((n for n in (*taken, *(row.get("id") for row in new)) if n is not None), default=0) + 1)
        for row in new:
            if row.get("id") in taken and row.get("id") is not None:
                old, row["id"] = row["id"], next(free)
                self._note_id(name, old, row["id"])

    def _read(self, name: str, model: Any, archive: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """The rows of the archive as rows of the table, their references turned to the ids of this database."""
        read, keys = _reader(model), model.__table__.foreign_keys
        references = [(key.parent.name, key.column.table.name) for key in keys]
        for number, values in enumerate(archive, 1):
            try:
                row = dict(read.model_validate(values))
                for column, other in references:
                    row[column] = None if row[column] is None else self.ids[other][row[column]]
                for (table, column), other in _IDS_IN_LISTS.items():
                    if table == name:
                        row[column] = [self.ids.get(other, {}).get(each, each) for each in row[column]]
            except (ValidationError, KeyError) as error:
                raise BrokenRowError(name, number) from error
            yield row

    def _renew(self, name: str, found: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        """Brings a week, a note or a card up to date where the archive's state of it is the newer one."""
        if name == "week" and row["updated"] > found["updated"] and row["body"] != found["body"]:
            week = self.session.get_one(tables.Week, found["id"])
            versions.keep(self.session, week)
            week.title, week.body, week.updated = row["title"], row["body"], row["updated"]
        elif name == "note" and row["updated"] > found["updated"]:
            note = self.session.get_one(tables.Note, found["id"])
            for column in row.keys() - {"id", "uid", "guid", "created", "week_id"}:
                setattr(note, column, row[column])
        elif name == "card" and row["repetitions"] > found["repetitions"]:
            card = self.session.get_one(tables.Card, found["id"])
            for column in row.keys() - {"id", "concept", "question", "created", "week_id"}:
                setattr(card, column, row[column])
        self.session.flush()


@contextmanager
def _named(table: str, row: int) -> Iterator[None]:
    """Raises BrokenRowError for what the database does not take of a row."""
    try:
        yield
    except _NOT_TAKEN as error:
        raise BrokenRowError(table, row) from error


def _reader(model: Any) -> type[BaseModel]:
    """A model that checks and reads the rows of a table, without the machinery of the table itself."""
    columns: dict[str, Any] = {name: (each.annotation, each) for name, each in model.model_fields.items()}
    reader: type[BaseModel] = create_model(str(model.__tablename__), **columns)
    return reader


def _numbered(model: Any, found: Iterable[dict[str, Any]]) -> Iterator[tuple[Key, int, dict[str, Any]]]:
    """Rows with what tells them apart, and their order among those that nothing tells apart."""
    columns = _NATURAL[model.__tablename__] or [each.name for each in model.__table__.columns if each.name != "id"]
    seen: Counter[Key] = Counter()
    for row in found:
        key = tuple(_hashable(row[column]) for column in columns)
        yield key, seen[key], row
        seen[key] += 1


def _hashable(value: Any) -> Hashable:
    return repr(value) if isinstance(value, list | dict) else value


def _select(model: Any) -> Select[Any]:
    return select(model.__table__).order_by(*model.__table__.primary_key.columns)


def _plain_rows(session: Session, model: Any) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row.items()} for row in session.execute(_select(model)).mappings()]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
