"""The rows of a journal under names that are the same on every device: what references a row names it too.

Made from an archive, whose rows refer to one another by the numbers of one database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from journal.db.archive import BrokenRowError, Rows

Body = dict[str, Any]
"""A row as plain values, its references by name, without its number."""
Kind = dict[str, Body]
"""The rows of one table by name."""

REFERENCES: Mapping[tuple[str, str], str] = {
    ("version", "week_id"): "week",
    ("note", "week_id"): "week",
    ("card", "week_id"): "week",
    ("review", "card_id"): "card",
    ("item", "week_id"): "week",
    ("item", "focus_id"): "focus",
    ("tally", "focus_id"): "focus",
    ("imported", "week_id"): "week",
}
"""The columns that hold the number of a row of another table."""
LISTS: Mapping[tuple[str, str], str] = {("item", "carried"): "week", ("binned", "items"): "item"}
"""The columns that hold a list of such numbers."""

LOOSE = {"fit", *(kind for kind, _ in LISTS)}
"""The tables with lists of numbers of other rows: what a row of them says changes as those are deleted."""

KINDS = ("week", "version", "note", "card", "review", "focus", "item", "tally", "fit", "imported", "binned")
"""The tables that devices share, each behind those that it refers to."""
_NAMED_FIRST = ("week", "card", "focus", "item")


@dataclass
class State:
    """The shared rows of a journal by table and name, their numbers in its database, and when rows were deleted.

    `back` says when rows that had been deleted were brought back.
    """

    rows: dict[str, Kind] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    ids: dict[str, dict[str, int]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    gone: dict[tuple[str, str], str] = field(default_factory=dict)
    back: dict[tuple[str, str], str] = field(default_factory=dict)

    def names(self, kind: str) -> dict[int, str]:
        """The names of a table's rows by their numbers."""
        return {number: name for name, number in self.ids[kind].items()}


def state_of(tables: Rows) -> State:
    """The state that an archive describes.

    Raises BrokenRowError for a row that has no name, or refers to a row that is not there.
    """
    state = State()
    for kind in _NAMED_FIRST:
        for number, row in enumerate(tables.get(kind, ()), 1):
            with _broken_without_key(kind, number):
                name = _name(kind, row)
            state.ids[kind][_free(state.ids[kind], name, row)] = row["id"]
    names = {kind: state.names(kind) for kind in _NAMED_FIRST}
    for kind in KINDS:
        for number, row in enumerate(tables.get(kind, ()), 1):
            with _broken_without_key(kind, number):
                body = _with_names(kind, row, names)
                name = names[kind][row["id"]] if kind in names else _free(state.rows[kind], _name(kind, body), row)
            state.rows[kind][name], state.ids[kind][name] = body, row["id"]
            if "uid" in body and kind != "binned":
                body["uid"] = name
    for row in tables.get("gone", ()):
        where = row["name"], row["uid"]
        lives = row["uid"] in state.rows.get(row["name"], {})
        (state.back if lives else state.gone)[where] = (row["back"] if lives else None) or row["at"]
    return state


def with_numbers(kind: str, body: Mapping[str, Any], ids: Mapping[str, Mapping[str, int]]) -> Body:
    """A body as a row, its references as numbers; one that refers to nothing any more refers to None."""
    row = dict(body)
    for (table, column), other in REFERENCES.items():
        if table == kind and column in row:
            row[column] = ids[other].get(row[column])
    for (table, column), other in LISTS.items():
        if table == kind:
            row[column] = [ids[other].get(each, each) for each in row.get(column, ())]
            row[column] = [each for each in row[column] if isinstance(each, int)]
    if kind == "fit":
        row["moved"] = {str(ids["card"][name]): days for name, days in row["moved"].items() if name in ids["card"]}
    return row


@contextmanager
def _broken_without_key(kind: str, number: int) -> Iterator[None]:
    """Raises BrokenRowError for a row that lacks what its name is made of, or names a row that is not there."""
    try:
        yield
    except KeyError as error:
        raise BrokenRowError(kind, number) from error


def version_name(week: str, at: str, body: str) -> str:
    """What an earlier text of a week is called: it is what it says, and when it was saved."""
    return sha256(f"{week}\n{at}\n{body}".encode()).hexdigest()[:32]


def _with_names(kind: str, row: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]) -> Body:
    body = {column: value for column, value in row.items() if column != "id"}
    for (table, column), other in REFERENCES.items():
        if table == kind and body.get(column) is not None:
            body[column] = names[other][body[column]]
    for (table, column), other in LISTS.items():
        if table == kind:
            body[column] = [names[other].get(each, each) for each in body[column]]
    if kind == "fit":
        moved = {names["card"].get(int(number)): days for number, days in body["moved"].items() if number.isdecimal()}
        body["moved"] = {name: days for name, days in moved.items() if name is not None}
    return body


def _name(kind: str, row: Mapping[str, Any]) -> str:
    """What a row is called; of a row of before rows had names, what the migration calls it."""
    match kind:
        case "card":
            return f"{row['concept']}/{row['question']}"
        case "imported":
            return str(row["key"])
        case "version":
            return version_name(row["week_id"], row["at"], row["body"])
        case "binned":
            return f"{row.get('uid') or row['starts']}@{row['at']}"
    return str(row.get("uid") or _old_name(kind, row))


def _old_name(kind: str, row: Mapping[str, Any]) -> str:
    match kind:
        case "week":
            return str(row["starts"])
        case "review":
            return f"{row['card_id']}@{_stored(row['at'])}#{row['seed']}"
        case "focus":
            return _stored(row["started"])
        case "item":
            return f"{row['kind']}@{_stored(row['created'])} {row['text']}"
        case "tally":
            return f"{row['habit']}@{_stored(row['at'])}"
    return _stored(row["at"])


def _stored(moment: str) -> str:
    """A time as the database writes it."""
    return f"{datetime.fromisoformat(moment):%Y-%m-%d %H:%M:%S.%f}"


def _free(taken: Mapping[str, Any], name: str, row: Mapping[str, Any]) -> str:
    return f"{name}~{row['id']}" if name in taken else name
