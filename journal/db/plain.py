"""Queries in SQL as it stands, for what must not wait until tables are described in Python.

What is written with these functions works in a session of `database` and in one of `direct`, and needs no sqlmodel.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol

Row = Sequence[Any]


class Result(Protocol):
    """What a statement gives."""

    def fetchall(self) -> Sequence[Row]: ...


class Connection(Protocol):
    """What runs a statement of SQLite."""

    def exec_driver_sql(self, statement: str, parameters: Any = None) -> Any: ...


class Reading(Protocol):
    """A session, of whichever kind."""

    def connection(self) -> Any: ...


def rows(session: Reading, statement: str, *parameters: object) -> list[Row]:
    """The rows that a query gives; dates are texts of SQLite there, and times are on both sides.

    A session that writes rows of tables sends them first, as it does before queries of its own.
    """
    if getattr(session, "autoflush", False):
        session.flush()  # type: ignore[attr-defined]
    texts = tuple(str(each) if isinstance(each, date) else each for each in parameters)
    found: list[Row] = session.connection().exec_driver_sql(statement, texts).fetchall()
    return found


def value(session: Reading, statement: str, *parameters: object) -> Any:
    """The first value of the first row; None where there is none."""
    return next(iter(rows(session, statement, *parameters)), (None,))[0]


def day(text: str) -> date:
    """The day of a column."""
    return date.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    """The day of a column that may be empty."""
    return None if text is None else date.fromisoformat(text)


def moment(text: str) -> datetime:
    """The time of a column."""
    return datetime.fromisoformat(text)


def moment_or_none(text: str | None) -> datetime | None:
    """The time of a column that may be empty."""
    return None if text is None else datetime.fromisoformat(text)


def written(at: datetime) -> str:
    """A time as it stands in a column."""
    return at.isoformat(" ", "microseconds")


def listed(values: Iterable[object]) -> str:
    """A list for `json_each`: one parameter, whatever its length."""
    return json.dumps(list(values))
