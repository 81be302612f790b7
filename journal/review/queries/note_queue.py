"""Queries of the review queue for the cards of the learner's own notes; none of them needs the tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from journal.db.plain import Reading, listed, rows
from journal.db.rows import QueuedCard
from journal.notes.kinds import PREFIX, concept_of
from journal.review.queries.queue import UP, queued

_PAST_PREFIX = f"{PREFIX[:-1]}{chr(ord(PREFIX[-1]) + 1)}"
"""The first text that comes after every one that begins with the prefix: an index finds what lies in between."""
_OWN = "concept >= ? AND card.concept < ?"


def done_on(session: Reading, day: date) -> set[str]:
    """The concepts of the notes of which a card was answered on `day`."""
    query = f"""SELECT DISTINCT card.concept FROM review JOIN card ON card.id = review.card_id
        WHERE review.day = ? AND card.{_OWN}"""
    return {concept for (concept,) in rows(session, query, day, PREFIX, _PAST_PREFIX)}


def new_cards(session: Reading, day: date, count: int, but: Iterable[str] = ()) -> list[QueuedCard]:
    """The first `count` cards of notes that were never reviewed, one of a note; none suspended, buried, or of `but`."""
    others = "concept NOT IN (SELECT value FROM json_each(?))"
    first = f"SELECT min(id) FROM card WHERE {UP} AND due IS NULL AND {_OWN} AND {others}"
    among = f"id IN ({first} GROUP BY concept ORDER BY min(id) LIMIT ?)"
    return queued(session, among, day, PREFIX, _PAST_PREFIX, listed(but), count)


def named(session: Reading, name: str) -> list[str]:
    """The concepts of the notes of a deck or with a tag, as `deck`, `deck::below` or `#tag` name it."""
    wanted = name.strip().casefold().removeprefix("#")
    return [
        concept_of(uid)
        for uid, deck, tags in rows(session, "SELECT uid, deck, tags FROM note ORDER BY id")
        if wanted
        and (f"{deck.casefold()}::".startswith(f"{wanted}::") or wanted in (tag.casefold() for tag in json.loads(tags)))
    ]
