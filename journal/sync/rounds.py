"""One round of a sync: what the other devices sent is merged, and what changed here is sent.

The hub holds the learner's row locked from what is read to what is written, so that a merge is always one with the
latest. Two short transactions are made here: one merges and notes what is sent, one notes that it arrived. Whatever
ends a round in between, the next one finds on the hub whether the push arrived: nothing is lost, nothing done twice.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from journal.core.messages import UserError
from journal.db import archive, bases, migrations
from journal.db.archive import BrokenRowError
from journal.db.bases import Base, Key
from journal.db.database import Session
from journal.opening.journal import Journal
from journal.sync import link as links
from journal.sync import queries
from journal.sync.applying import apply, write_seen
from journal.sync.joining import cards_out_of_order, cards_since, relive_cards, remake
from journal.sync.link import Link
from journal.sync.merging import ANSWERED
from journal.sync.moments import Moments
from journal.sync.queries import HubRow, Met
from journal.sync.since import Sides, merge_since
from journal.sync.states import KINDS, LOOSE, Body, State, state_of
from journal.sync.wire import briefly, packed, told, unpacked

if TYPE_CHECKING:
    from journal.sync.queries import Connection

SCHEMA = len(migrations.SCRIPTS)
"""The version of the database: how many columns and tables this client knows."""


@dataclass(frozen=True)
class Synced:
    """What a round did: rows that came and went, steps that can be undone no more, the learner's devices."""

    came: int = 0
    went: int = 0
    dropped: int = 0
    devices: tuple[str, ...] = ()


@dataclass
class _Round:
    """What a round has read: this side's rows and bases, what answers said when they were given, which rows came."""

    ours: State
    bases: dict[Key, Base]
    agreed: dict[Key, Body]
    seen: dict[str, Body] = field(default_factory=dict)
    came: set[Key] = field(default_factory=set)


def sync(journal: Journal, hub: Connection, *, skew: timedelta | None = None) -> Synced:
    """Brings a journal and its hub into step. `skew` is what the hub's clock is ahead of ours, measured if not given.

    Raises UserError for a hub that a newer version keeps for itself, or that holds a row that is none.
    """
    with journal.store.read() as session:
        link = links.read(session, SCHEMA)
    with hub.transaction():
        met = queries.meet(hub, link.device, platform.node(), SCHEMA)
        if met.oldest > SCHEMA:
            raise UserError("sync.too_old")
        moments = Moments.of(journal, met.now, skew)
        link = _found_again(journal, hub, link, met)
        came = queries.since(hub, link.cursor)
        link, went, dropped = _taken_in(journal, link, met, came, moments)
        if went:
            queries.push(hub, link.push, met.seq + 1, went)
        devices = tuple(queries.devices(hub))
    _note_arrival(journal, link, met.seq + bool(went), moments, devices)
    return Synced(len(came), len(went), dropped, devices)


def _found_again(journal: Journal, hub: Connection, link: Link, met: Met) -> Link:
    """The link once it is known whether the last push arrived; a new one to a hub that knows nothing of the old."""
    if link.hub != met.hub or link.cursor > met.seq or (link.pushed and queries.arrived(hub, link.pushed) is None):
        with journal.store.write() as session:
            bases.forget(session)
            fresh = Link(link.device, SCHEMA, met.hub)
            links.write(session, fresh)
        return fresh
    if link.schema != SCHEMA:
        link = replace(link, schema=SCHEMA, cursor=0)
    if not link.push:
        return link
    seq = queries.arrived(hub, link.push)
    with journal.store.write() as session:
        if seq is not None:
            bases.confirm(session)
            link = replace(link, pushed=link.push, cursor=link.cursor and max(link.cursor, seq))
        link = replace(link, push="")
        links.write(session, link)
    return link


def _taken_in(
    journal: Journal, link: Link, met: Met, came: list[HubRow], moments: Moments
) -> tuple[Link, list[HubRow], int]:
    """Merges what came, and notes what is to be sent: the link to go on with, those rows, and how many steps went."""
    with journal.store.read() as session:
        if not came and not bases.is_changed(session, KINDS):
            return link, [], 0
    with journal.store.write() as session:
        at = _read(session)
        late = cards_out_of_order(at.ours, at.bases)
        dropped = _merged(journal, session, at, came, moments) if came else 0
        if late:
            _relive(journal, session, at, late)
        if came or late:
            at.ours = state_of(archive.rows(session))
        found, went = _to_send(session, at, moments)
        _keep(session, at.bases, found)
        link = replace(link, cursor=met.seq, push=uuid4().hex if went else "")
        links.write(session, link)
    return link, went, dropped


def _read(session: Session) -> _Round:
    found = bases.read(session)
    agreed = {key: json.loads(base.body) for key, base in found.items() if base.body is not None}
    ours = state_of(archive.rows(session))
    at = _Round(ours, found, agreed)
    for name, body in ours.rows["review"].items():
        sent = found[key].sent if (key := ("review", name)) in found else None
        was = agreed.get(key) or (json.loads(sent) if sent else None) or body
        at.seen[name] = {column: was[column] for column in ANSWERED}
    return at


def _merged(journal: Journal, session: Session, at: _Round, came: list[HubRow], moments: Moments) -> int:
    theirs, times = _state_of(came), {(row.kind, row.name): row.changed for row in came}
    here = moments.here(session, at.ours)

    def newer(kind: str, name: str, column: str) -> bool:
        there = times[kind, name]
        return there.get(column, there.get("", "")) > here(kind, name, column)

    sides = Sides(at.ours, theirs, at.agreed, newer, at.seen, met=bool(at.agreed))
    merged = merge_since(sides)
    cards, settled = cards_since(sides, merged)
    try:
        done = apply(session, at.ours, merged)
        for name, body in theirs.rows["review"].items():
            at.seen[name] = {column: body[column] for column in ANSWERED}
        _relive(journal, session, at, cards, settled)
    except BrokenRowError as error:
        raise UserError("sync.broken", table=error.table, row=error.row) from error
    remake(journal, session, done)
    _agree(at, theirs)
    return done.dropped


def _relive(
    journal: Journal, session: Session, at: _Round, cards: Collection[str], settled: Collection[str] = ()
) -> None:
    """Finds the memory of cards again from all their answers, each as the device that asked saw it."""
    answers = {name for name, body in at.ours.rows["review"].items() if body["card_id"] in cards}
    write_seen(session, at.ours, {name: columns for name, columns in at.seen.items() if name in answers})
    relive_cards(journal, session, at.ours, cards, settled)


def _agree(at: _Round, theirs: State) -> None:
    """What the hub has is what was last agreed on."""
    for kind in KINDS:
        for name, body in theirs.rows[kind].items():
            at.agreed[kind, name] = body
            at.came.add((kind, name))
    for key in theirs.gone:
        at.agreed.pop(key, None)
        at.came.add(key)


def _state_of(came: list[HubRow]) -> State:
    theirs = State()
    for row in came:
        if row.kind not in KINDS:
            continue  # of a newer version: it stays on the hub
        if row.body is not None:
            theirs.rows[row.kind][row.name] = unpacked(row.kind, row.body)
        elif row.gone is not None:
            theirs.gone[row.kind, row.name] = f"{row.gone.astimezone():%Y-%m-%d %H:%M:%S}"
    return theirs


def _to_send(session: Session, at: _Round, moments: Moments) -> tuple[dict[Key, Base], list[HubRow]]:
    """The bases as they are now, and the rows that differ from them."""
    ours = at.ours
    sums = bases.checksums(session, KINDS)
    here = moments.here(session, ours)
    found: dict[Key, Base] = {}
    went: list[HubRow] = []
    for kind in KINDS:
        for name, body in ours.rows[kind].items():
            if bases.is_local(kind, name):
                continue
            number, key = ours.ids[kind][name], (kind, name)
            sha256 = sums.get((kind, number))
            if kind not in LOOSE and _is_unchanged(at, key, number, sha256):
                found[key] = at.bases[key]
                continue
            view = {**body, **at.seen.get(name, {})} if kind == "review" else body
            was = at.agreed.get(key)
            text, old = _text(view), None if was is None else _text(was)
            if text == old:
                found[key] = Base(number, text, sha256, None, None)
                continue
            found[key] = Base(number, old, None, text, sha256)
            columns = [column for column in view if was is None or view[column] != was.get(column)]
            changed = {column: here(kind, name, column) for column in columns}
            if was is None:
                went.append(HubRow(kind, name, packed(told(kind, view)), briefly(changed)))
            else:
                went.append(HubRow(kind, name, packed(view), changed))
    for key, was in at.agreed.items():
        if key not in found:
            found[key] = Base(at.bases[key].row_id if key in at.bases else 0, _text(was), None, "null", None)
            went.append(HubRow(*key, None, {"": moments.now}, moments.deleted(ours.gone.get(key))))
    return found, went


def _is_unchanged(at: _Round, key: Key, number: int, sha256: bytes | None) -> bool:
    """Whether a row is what was last agreed on, as its checksum says; then nothing of it is looked at."""
    base = at.bases.get(key)
    return (
        base is not None and key not in at.came and base.sent is None and (base.row_id, base.sha256) == (number, sha256)
    )


def _keep(session: Session, before: Mapping[Key, Base], found: Mapping[Key, Base]) -> None:
    bases.forget(session, before.keys() - found.keys())
    bases.put(session, {key: base for key, base in found.items() if before.get(key) != base})


def _note_arrival(journal: Journal, link: Link, seq: int, moments: Moments, devices: tuple[str, ...]) -> None:
    """Notes that a round is over: what was sent is what was agreed on."""
    with journal.store.write(lasting=False) as session:
        if link.push:
            bases.confirm(session)
            link = replace(link, pushed=link.push, push="")
        at = f"{journal.clock():%Y-%m-%dT%H:%M:%S}"
        links.write(session, replace(link, cursor=seq, at=at, devices=devices))


_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode
"""A row as a text; the same for equal rows."""
