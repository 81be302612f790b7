"""What another device changed since both agreed, merged with what was changed here since. Pure, like `merging`.

Rows that were never agreed on (of two journals that meet for the first time) are merged as `merging.merge` does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from journal.sync.merging import ANSWERED, MEMORY, Merged, Newer, keep_texts, meet, merge_row, stays_gone
from journal.sync.states import KINDS, Body, State

PARENTS: Mapping[str, tuple[str, str]] = {"version": ("week_id", "week"), "review": ("card_id", "card")}
"""The tables whose rows go with the row that a column of them refers to."""

Bases = Mapping[tuple[str, str], Body]
"""Rows as both sides last agreed on them; one that neither has is not among them."""


@dataclass(frozen=True)
class Sides:
    """Two sides since their base. Of `theirs` only the rows that were changed there; `ours` is all there is here.

    `seen` are the columns of answers that depend on earlier ones, as the device that asked wrote them. Sides that `met`
    before have agreed on every deletion: a row that comes without a base is new, or was brought back.
    """

    ours: State
    theirs: State
    base: Bases
    newer: Newer
    seen: Mapping[str, Body] = field(default_factory=dict)
    met: bool = True

    def mine(self, kind: str, name: str) -> Body | None:
        """A row of this side, as the other one would have it."""
        body = self.ours.rows[kind].get(name)
        return {**body, **self.seen.get(name, {})} if body is not None and kind == "review" else body


def merge_since(sides: Sides) -> Merged:
    """What this side has to change to hold what both changed."""
    merged = Merged()
    for kind in KINDS:
        for name in (*sides.theirs.rows[kind], *_gone(sides.theirs, kind)):
            _merge_one(sides, merged, kind, name)
    for kind in PARENTS:
        _keep_children(sides, merged, kind)
    return merged


def _gone(theirs: State, kind: str) -> Iterator[str]:
    return (name for found, name in theirs.gone if found == kind)


def _merge_one(sides: Sides, merged: Merged, kind: str, name: str) -> None:
    base, mine, theirs = sides.base.get((kind, name)), sides.mine(kind, name), sides.theirs.rows[kind].get(name)
    result: Body | None
    if base is not None:
        result = merge_row(kind, name, base, mine, theirs, sides.newer)
    elif theirs is None:
        gone = mine is None or stays_gone(mine, sides.theirs.gone[kind, name], sides.ours.back.get((kind, name)))
        result = None if gone else mine
    elif mine is None:
        gone = not sides.met and stays_gone(theirs, sides.ours.gone.get((kind, name)), None)
        result = None if gone else theirs
    else:
        result = meet(kind, name, mine, theirs, sides.ours, sides.theirs, merged) if mine != theirs else mine
    if base is not None and result is not None and mine is not None and theirs is not None:
        result = _of_both(kind, name, base, mine, theirs, result, merged)
    if result != mine:
        merged.changes[kind][name] = _here(sides, kind, name, result)


def _of_both(kind: str, name: str, base: Body, mine: Body, theirs: Body, result: Body, merged: Merged) -> Body:
    """Keeps both texts of a week that is now a third one; a card has the memory of the side with more answers."""
    if base in (mine, theirs):
        return result
    if kind == "week" and result["body"] not in (mine["body"], theirs["body"]):
        keep_texts(merged.changes["version"], name, result["body"], mine, theirs)
    if kind == "card":
        longer = theirs if theirs["repetitions"] > mine["repetitions"] else mine
        return {**result, **{column: longer[column] for column in MEMORY}}
    return result


def _here(sides: Sides, kind: str, name: str, result: Body | None) -> Body | None:
    """A row as it is written here: an answer keeps what it says here of those before it."""
    local = sides.ours.rows[kind].get(name)
    if kind != "review" or local is None or result is None:
        return result
    return {**result, **{column: local[column] for column in ANSWERED}}


def _keep_children(sides: Sides, merged: Merged, kind: str) -> None:
    """What goes with a row stays or comes back with it, where one side deleted the row and the other changed it."""
    column, parent = PARENTS[kind]
    kept = {name for name in _gone(sides.theirs, parent) if _lives(sides, merged, parent, name)}
    for name, body in list(merged.changes[kind].items()):
        if body is None and sides.ours.rows[kind][name][column] in kept:
            del merged.changes[kind][name]
        elif body is not None and not _lives(sides, merged, parent, body[column]):
            _bring_back(sides, merged, parent, body[column], kind, name)
    back = {name for name, body in merged.changes[parent].items() if body and name not in sides.ours.rows[parent]}
    for (found, name), body in sides.base.items():
        if found == kind and body[column] in back and name not in sides.ours.rows[kind]:
            merged.changes[kind].setdefault(name, body)


def _bring_back(sides: Sides, merged: Merged, parent: str, name: str, kind: str, child: str) -> None:
    """The row that a new one goes with comes back as it last was; without it the new one is of no use."""
    base = sides.base.get((parent, name))
    if base is not None:
        merged.changes[parent][name] = base
    else:
        del merged.changes[kind][child]


def _lives(sides: Sides, merged: Merged, kind: str, name: str) -> bool:
    return merged.changes[kind].get(name, sides.ours.rows[kind].get(name)) is not None
