"""Every row of a journal as plain values, and back: into an empty journal as they were, into another what it lacks.

What can be made anew from the rows (mentions, the index of words) is no part of it, nor is what the app notes about
itself: a yes to running a file is given on one machine, for one machine.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from journal.store import tables, versions

LEFT_OUT = ("mention", "meta")
"""The tables that no archive holds."""

_ALL: tuple[str, ...] = ()
_NATURAL: Mapping[str, tuple[str, ...]] = {
    "week": ("number", "starts", "ends"),
    "version": _ALL,
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
    return merge.added


def archived() -> dict[str, type[SQLModel]]:
    """The tables that an archive holds, by name, each behind those that it refers to."""
    models = (model for model in vars(tables).values() if isinstance(model, type) and issubclass(model, SQLModel))
    by_name = {str(model.__tablename__): model for model in models}
    return {name: by_name[name] for name in _NATURAL}


class _Merge:
    """One archive on its way into a database: which of its ids became which ids here."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.ids: dict[str, dict[int, int]] = {}
        self.added: Counter[str] = Counter()

    def table(self, name: str, model: Any, archive: Sequence[Mapping[str, Any]]) -> None:
        """Stores the rows of one table."""
        self.ids[name] = {}
        there = _numbered(self._there(name, model))
        taken = {getattr(row, "id", None) for row in there.values()}
        seen: Counter[Key] = Counter()
        for number, values in enumerate(archive, 1):
            row = self._read(name, model, values, number)
            key = _natural(name, row)
            found = there.get((key, seen[key]))
            seen[key] += 1
            old_id = getattr(row, "id", None)
            if found is None:
                self._add(name, row, keeps_id=old_id not in taken)
                taken.add(getattr(row, "id", None))
            else:
                self._renew(name, found, row)
            if old_id is not None:
                self.ids[name][old_id] = (found or row).id

    def _there(self, name: str, model: Any) -> list[Any]:
        query = select(model).order_by(*model.__table__.primary_key.columns)
        return list(self.session.execute(query).scalars())

    def _read(self, name: str, model: Any, values: Mapping[str, Any], number: int) -> Any:
        """A row of the archive as a row of the table, its references turned to the ids of this database."""
        try:
            row = model.model_validate(dict(values))
            for key in model.__table__.foreign_keys:
                column, other = key.parent.name, key.column.table.name
                value = getattr(row, column)
                setattr(row, column, None if value is None else self.ids[other][value])
            for (table, column), other in _IDS_IN_LISTS.items():
                if table == name:
                    known = self.ids[other]
                    setattr(row, column, [known.get(each, each) for each in getattr(row, column)])
        except (ValidationError, KeyError, TypeError) as error:
            raise BrokenRowError(name, number) from error
        return row

    def _add(self, name: str, row: Any, *, keeps_id: bool) -> None:
        if not keeps_id:
            row.id = None
        self.session.add(row)
        self.session.flush()
        self.added[name] += 1

    def _renew(self, name: str, found: Any, row: Any) -> None:
        """Brings a week or a card up to date where the archive's state of it is the newer one."""
        if name == "week" and row.updated > found.updated and row.body != found.body:
            versions.keep(self.session, found)
            found.title, found.body, found.updated = row.title, row.body, row.updated
        elif name == "card" and row.repetitions > found.repetitions:
            for column in ("suspended", "stability", "difficulty", "due", "last", "repetitions", "lapses", "step"):
                setattr(found, column, getattr(row, column))


def _numbered(found: Sequence[Any]) -> dict[tuple[Key, int], Any]:
    """Rows by what tells them apart, and by their order among those that nothing tells apart."""
    seen: Counter[Key] = Counter()
    numbered = {}
    for row in found:
        key = _natural(str(row.__tablename__), row)
        numbered[key, seen[key]] = row
        seen[key] += 1
    return numbered


def _natural(name: str, row: Any) -> Key:
    columns = _NATURAL[name] or [column.name for column in row.__table__.columns if column.name != "id"]
    return tuple(_hashable(getattr(row, column)) for column in columns)


def _hashable(value: Any) -> Hashable:
    return repr(value) if isinstance(value, list | dict) else value


def _plain_rows(session: Session, model: Any) -> list[dict[str, Any]]:
    table: Table = model.__table__
    found = session.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    return [{name: _plain(value) for name, value in row.items()} for row in found]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
