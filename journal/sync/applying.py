"""What a merge changes, written to the database: rows find their numbers, and what is made of them is made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from journal.db import archive, undo_log
from journal.db.database import Session
from journal.sync.merging import ANSWERED, Merged
from journal.sync.reliving import Lived
from journal.sync.states import KINDS, Body, State, with_numbers


@dataclass
class Applied:
    """What was written: how many rows were added to each table, which rows were touched, which steps were dropped."""

    added: Counter[str] = field(default_factory=Counter)
    touched: list[tuple[str, int]] = field(default_factory=list)
    dropped: int = 0

    def of(self, kind: str) -> list[int]:
        """The numbers of the rows of a table that were touched, each once."""
        return list(dict.fromkeys(number for name, number in self.touched if name == kind))


def apply(session: Session, ours: State, merged: Merged, wanted: Mapping[str, Mapping[str, int]] = {}) -> Applied:
    """Writes what a merge changes; `ours` then knows the numbers of the new rows, which are those `wanted` if free.

    Steps that touched one of the rows can be undone no more: they would restore what another device overwrote.
    """
    done = Applied()
    for kind in KINDS:
        changes = merged.changes[kind]
        new = {name: body for name, body in changes.items() if body is not None and name not in ours.ids[kind]}
        _number(ours.ids[kind], new, wanted.get(kind, {}))
        done.touched += [(kind, ours.ids[kind][name]) for name in changes]
        try:
            archive.add(session, kind, [_row(kind, name, body, ours) for name, body in new.items()])
        except archive.BrokenRowError as error:
            places = list(wanted.get(kind, new))
            raise archive.BrokenRowError(kind, places.index(list(new)[error.row - 1]) + 1) from error
        done.added[kind] += len(new)
        for name, body in changes.items():
            if body is not None and name not in new:
                _change(session, kind, ours, name, body)
    _remove(session, ours, merged)
    for kind in KINDS:
        ours.rows[kind].update({name: body for name, body in merged.changes[kind].items() if body is not None})
    heard = {(name, uid): at for (name, uid), at in merged.gone.items() if uid not in merged.changes.get(name, {})}
    rows = [{"name": name, "uid": uid, "at": at, "back": None} for (name, uid), at in heard.items()]
    archive.add(session, "gone", rows)
    done.added["gone"] += len(heard)
    done.added = +done.added
    done.dropped = undo_log.drop_touching(session, done.touched)
    return done


def write_lives(session: Session, ours: State, lives: Mapping[str, Lived]) -> None:
    """Gives cards the memory that their answers lead to, and the answers what they say now."""
    for card, lived in lives.items():
        _change(session, "card", ours, card, {**ours.rows["card"][card], **lived.memory})
        for name, said in lived.answers.items():
            body = ours.rows["review"][name]
            _change(session, "review", ours, name, {**body, **{each: said.get(each, body[each]) for each in ANSWERED}})


def write_seen(session: Session, ours: State, seen: Mapping[str, Body]) -> None:
    """Gives answers what the device that asked them saw, so that they can be lived through once more."""
    for name, columns in seen.items():
        if name in ours.rows["review"]:
            _change(session, "review", ours, name, {**ours.rows["review"][name], **columns})


def _number(ids: dict[str, int], new: Iterable[str], wanted: Mapping[str, int]) -> None:
    taken = set(ids.values())
    free = count(max((each for each in (*taken, *wanted.values()) if each is not None), default=0) + 1)
    for name in new:
        number = wanted.get(name)
        ids[name] = next(free) if number is None or number in taken else number
        taken.add(ids[name])


def _row(kind: str, name: str, body: Body, ours: State) -> dict[str, Any]:
    return {"id": ours.ids[kind][name], **with_numbers(kind, body, ours.ids)}


def _change(session: Session, kind: str, ours: State, name: str, body: Body) -> None:
    was = with_numbers(kind, ours.rows[kind][name], ours.ids)
    row = with_numbers(kind, body, ours.ids)
    values = {column: value for column, value in row.items() if was.get(column, ...) != value}
    if values:
        archive.change(session, kind, ours.ids[kind][name], values)
        ours.rows[kind][name] = body


def _remove(session: Session, ours: State, merged: Merged) -> None:
    for kind in reversed(KINDS):
        names = [name for name, body in merged.changes[kind].items() if body is None and name in ours.ids[kind]]
        archive.remove(session, kind, [ours.ids[kind].pop(name) for name in names])
        for name in names:
            ours.rows[kind].pop(name, None)
