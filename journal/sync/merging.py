"""Two states of one journal made one: for each row, what either side changed holds. Pure; nothing is asked or stored.

What is made from the rows is no part of it: the memory of a card, the sums of a day, mentions, the full-text index.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from journal.core.merging import merge as merge_texts
from journal.sync.states import KINDS, Body, State, version_name

MEMORY = ("stability", "difficulty", "due", "last", "repetitions", "lapses", "step", "anew", "set_due", "set_at")
"""What a card has of its reviews: never merged, but found again from all of them."""
ANSWERED = ("counted", "repeat", "stability", "difficulty", "due", "before", "offered", "step", "elapsed", "planned")
"""What a review has of those before it: what the device that asked saw, and never merged either."""

Newer = Callable[[str, str, str], bool]
"""Whether the other side changed a field (of a table and a row by name) later than this side."""


@dataclass
class Merged:
    """What one side has to change to have the merged state: rows by table and name, None for one to delete.

    `gone` are the deletions that it has to remember.
    """

    changes: dict[str, dict[str, Body | None]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    gone: dict[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.changes.values())


def merge(ours: State, theirs: State) -> Merged:
    """What a journal has to change to hold what another one holds too, which it never shared anything with by sync.

    A row that one side deleted, and the other did not change since, is deleted. Without a common state to compare with
    the later change of a field holds; both texts of a week stand, what they share once.
    """
    merged = Merged()
    merged.gone = {where: at for where, at in theirs.gone.items() if where not in ours.gone}
    for kind in KINDS:
        changes = merged.changes[kind]
        for name, body in theirs.rows[kind].items():
            mine = ours.rows[kind].get(name)
            if mine is None:
                if not stays_gone(body, ours.gone.get((kind, name)), theirs.back.get((kind, name))):
                    changes[name] = body
            elif mine != body:
                result = meet(kind, name, mine, body, ours, theirs, merged)
                if result != mine:
                    changes[name] = result
        for name in ours.rows[kind].keys() - theirs.rows[kind].keys():
            where = kind, name
            if stays_gone(ours.rows[kind][name], theirs.gone.get(where), ours.back.get(where)):
                changes[name] = None
    _empty_bin(ours, merged)
    merged.gone = {where: at for where, at in merged.gone.items() if not _lives(ours, merged, *where)}
    return merged


def merge_row(
    kind: str, name: str, base: Body | None, ours: Body | None, theirs: Body | None, newer: Newer
) -> Body | None:
    """A row that two sides changed since it was `base`; None for one that is not there, or to be deleted.

    What was changed outlives what was deleted; of a field that both changed, the later change holds. Of a week's text
    both do: see `merge_texts`.
    """
    if theirs == base or ours == theirs:
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours if theirs is None else theirs
    result = dict(ours)
    for column in ours.keys() | theirs.keys():
        mine, yours, was = ours.get(column), theirs.get(column), (base or {}).get(column)
        if mine == yours or (base is not None and yours == was):
            continue
        if base is not None and mine == was:
            result[column] = yours
        elif kind == "week" and column == "body":
            result[column] = merge_texts(str(was or ""), str(mine), str(yours)).text
        elif kind == "week" and column == "updated":
            result[column] = max(str(mine), str(yours))
        elif column == "created" or (kind == "review" and column in ("at", "day")):
            result[column] = min(str(mine), str(yours))
        elif newer(kind, name, column):
            result[column] = yours
    return result


def later_field(ours: Body, theirs: Body, column: str) -> bool:
    """Whether the other side's value of a field holds, where nobody noted when it was changed.

    That of the side that was `updated` last; else one that was set before one that was not: done, suspended, due.
    """
    mine, yours = ours.get("updated"), theirs.get("updated")
    if mine != yours:
        return str(mine) < str(yours)
    return _rank(theirs.get(column)) > _rank(ours.get(column))


def keep_texts(kind_changes: dict[str, Body | None], week: str, text: str, *before: Body | None) -> None:
    """Keeps the whole texts that a merged one was made of among the versions of its week."""
    for body in before:
        if body is not None and body["body"] != text and body["body"].strip():
            name = version_name(week, body["updated"], body["body"])
            kind_changes.setdefault(name, {"week_id": week, "at": body["updated"], "body": body["body"]})


def meet(kind: str, name: str, mine: Body, body: Body, ours: State, theirs: State, merged: Merged) -> Body:
    """A row that both sides have and never agreed on; whole texts of a week that is now a third one become versions."""

    def newer(_kind: str, _name: str, column: str) -> bool:
        return later_field(mine, body, column)

    if kind == "card":
        return _card(name, mine, body, newer)
    if kind == "review":
        answered = {column: mine[column] for column in ANSWERED}
        return {**(merge_row(kind, name, None, mine, body, newer) or mine), **answered}
    if kind != "week":
        return merge_row(kind, name, None, mine, body, newer) or mine
    base = _common_text(name, mine, body, ours, theirs)
    week = merge_row(kind, name, None, {**mine, "body": ""}, {**body, "body": ""}, newer) or mine
    week["body"] = merge_texts(base, mine["body"], body["body"]).text
    if week["body"] == mine["body"] and mine["body"] != body["body"] and base == body["body"]:
        return week
    keep_texts(merged.changes["version"], name, week["body"], mine, body)
    return week


def _card(name: str, mine: Body, body: Body, newer: Newer) -> Body:
    """A card of both sides; its memory is that of the side that knows more, until its answers are replayed.

    That is the side on which it was reset last, else the one with more answers, else the one that set a date last.
    """
    known = [(each.get("anew") or "", each["repetitions"], each.get("set_at") or "") for each in (mine, body)]
    longer = body if known[1] > known[0] else mine
    return {**(merge_row("card", name, None, mine, body, newer) or mine), **{each: longer.get(each) for each in MEMORY}}


def _common_text(name: str, mine: Body, body: Body, ours: State, theirs: State) -> str:
    """The latest text that both sides had; empty where no common one is known."""
    here, there = ([*_texts(name, state), week["body"]] for state, week in ((ours, mine), (theirs, body)))
    return next((text for text in reversed(here) if text in there), "")


def _texts(week: str, state: State) -> list[str]:
    found = [(each["at"], each["body"]) for each in state.rows["version"].values() if each["week_id"] == week]
    return [text for _, text in sorted(found)]


def stays_gone(body: Mapping[str, Any], at: str | None, back: str | None) -> bool:
    """Whether a row that was deleted `at` some time on one side was not changed or brought `back` after that."""
    changed = max(str(body.get("updated") or "").replace("T", " "), back or "")
    return at is not None and (changed < at if back else changed <= at)


def _empty_bin(ours: State, merged: Merged) -> None:
    """Takes out of the bin the weeks that are there after all, with the text that they had in it."""
    for name, body in [*ours.rows["binned"].items(), *merged.changes["binned"].items()]:
        week = body and merged.changes["week"].get(body["uid"], ours.rows["week"].get(body["uid"]))
        if body and week and week["body"] == body["body"]:
            merged.changes["binned"][name] = None
    for name in [name for name, body in merged.changes["binned"].items() if body is None]:
        if name not in ours.rows["binned"]:
            del merged.changes["binned"][name]


def _lives(ours: State, merged: Merged, kind: str, name: str) -> bool:
    return merged.changes.get(kind, {}).get(name, ours.rows.get(kind, {}).get(name)) is not None


def _rank(value: Any) -> tuple[bool, str]:
    return value not in (None, False, "", []), str(value)
