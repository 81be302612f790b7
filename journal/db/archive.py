"""Every row of a journal as plain values, and back.

What can be made again from the rows (mentions, the full-text index) is no part of it, nor is what the app notes about
itself: a yes to running a file is given on one machine, for one machine.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError, create_model
from sqlalchemy import JSON, Boolean, Date, DateTime, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from journal.db import plain, tables
from journal.db.noting import NOT_NOTED

NOT_ARCHIVED = NOT_NOTED - {"gone"}
"""The tables that no archive holds."""

_ARCHIVED = ("week", "version", "note", "card", "review", "focus", "item", "tally", "fit", "binned", "imported", "gone")
"""The tables of an archive, each behind those it refers to."""

_NOT_TAKEN = (DBAPIError, OverflowError)
"""What is raised for a row that breaks a rule of the database, or holds a number that it cannot."""

LARGEST = 2**63
"""Whole numbers are less than this in SQLite, and no less than its opposite."""

_READERS: Mapping[type, Callable[[Any], Any]] = {
    Date: lambda text: date.fromisoformat(text).isoformat(),
    DateTime: lambda text: datetime.fromisoformat(text).isoformat(),
    Boolean: bool,
    JSON: lambda value: json.loads(value) if isinstance(value, str) else value,
}
"""What the values of a type of column are as plain ones, where the database has them otherwise.

A number of JSON is one for SQLite as well.
"""

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


class BrokenRowError(Exception):
    """A row that does not fit its table: the table's name, and the row's number in the archive, counted from 1."""

    def __init__(self, table: str, row: int) -> None:
        super().__init__(table, row)
        self.table, self.row = table, row


def rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of their ids; days and times as ISO 8601 writes them."""
    return {name: _plain_rows(session, model) for name, model in archived().items()}


def checked(archive: Rows) -> Rows:
    """The same rows as `rows` gives them, what their tables have besides filled in. Raises BrokenRowError."""
    return {name: list(_checked(name, model, archive.get(name, ()))) for name, model in archived().items()}


def add(session: Session, name: str, found: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows, as `rows` gives them, to a table. All of them have the same columns.

    Raises BrokenRowError, the row counted among those that were to be added.
    """
    if not found:
        return
    model: Any = _models()[name]
    read = _reader(model)
    typed = [_typed(read, row) for row in found]
    try:
        with session.begin_nested():
            session.execute(insert(model.__table__), typed)
    except _NOT_TAKEN:
        for number, row in enumerate(typed, 1):
            with _named(name, number):
                session.execute(insert(model.__table__), [row])


def change(session: Session, name: str, number: int, values: Mapping[str, Any]) -> None:
    """Gives some columns of a row other values, as `rows` gives them. Raises BrokenRowError, with the row's id."""
    model: Any = _models()[name]
    fields = {column: model.model_fields[column] for column in values}
    columns: dict[str, Any] = {column: (each.annotation, ...) for column, each in fields.items()}
    reader: type[BaseModel] = create_model("values", **columns)
    typed = _typed(reader, values)
    with _named(name, number):
        session.execute(update(model.__table__).where(model.__table__.c.id == number).values(typed))


def remove(session: Session, name: str, numbers: Iterable[int]) -> None:
    """Deletes rows, and what belongs to them."""
    found: Any = _models()[name].__table__  # type: ignore[attr-defined]
    for number in numbers:
        session.execute(delete(found).where(found.c.id == number))


def archived() -> dict[str, type[SQLModel]]:
    """The tables that an archive holds, by name, each behind those that it refers to."""
    by_name = _models()
    return {name: by_name[name] for name in _ARCHIVED}


def columns(name: str) -> dict[str, Any]:
    """The columns of a table with their defaults, None for those that have none; without its number."""
    fields = _models()[name].model_fields
    return {
        column: None if each.is_required() else each.get_default(call_default_factory=True)
        for column, each in fields.items()
        if column != "id"
    }


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


def _checked(name: str, model: Any, archive: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    read = _reader(model)
    for number, values in enumerate(archive, 1):
        try:
            row = _typed(read, _filled(name, values))
        except ValidationError as error:
            raise BrokenRowError(name, number) from error
        if any(isinstance(value, int) and not -LARGEST <= value < LARGEST for value in row.values()):
            raise BrokenRowError(name, number)
        yield {column: _plain(value) for column, value in row.items()}


def _filled(name: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row with what an archive of an earlier version says otherwise: whether a review was a repeat."""
    if name != "review" or "repeat" in values:
        return values
    return {**values, "repeat": not values.get("counted", True) and "step" in (values.get("before") or {})}


def _typed(read: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(read.model_validate(values))


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


def _plain_rows(session: Session, model: Any) -> list[dict[str, Any]]:
    """The rows of a table as the database has them, without typed rows in between: a sync reads every row."""
    columns = {str(column.name): _READERS.get(type(column.type)) for column in model.__table__.columns}
    key = ", ".join(f'"{column.name}"' for column in model.__table__.primary_key.columns)
    names = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT {names} FROM "{model.__tablename__}" ORDER BY {key}'
    found = [dict(zip(columns, row, strict=True)) for row in plain.rows(session, query)]
    for name, read in columns.items():
        if read is not None:
            for row in found:
                if row[name] is not None:
                    row[name] = read(row[name])
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
