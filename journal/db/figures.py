"""What the review queue is told of the rest of the journal, in SQL as it stands: none of it needs the tables."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from functools import cache

from journal.db.plain import Reading, day_or_none, listed, rows, value
from journal.db.plain import day as day_of
from journal.db.rows import CardMemory, MisconceptionAnswer

_FROM_AN_IDEA = "review.wrong_ideas <> '[]'"
"""The condition that an answer came from a misconception, as the index of these has it."""


def count_of_cards(session: Reading) -> int:
    """How many cards there are."""
    found: int = value(session, "SELECT count(*) FROM card")
    return found


def memories_of(session: Reading, concepts: Collection[str] | None = None) -> list[CardMemory]:
    """The cards (of these concepts), the oldest first, with what FSRS holds of them."""
    about, values = (
        ("1", []) if concepts is None else ("concept IN (SELECT value FROM json_each(?))", [listed(concepts)])
    )
    query = f"SELECT {', '.join(CardMemory._fields)} FROM card WHERE {about} ORDER BY id"
    return [
        CardMemory(concept, question, bool(suspended), stability, difficulty, day_or_none(due), day_or_none(last))
        for concept, question, suspended, stability, difficulty, due, last in rows(session, query, *values)
    ]


def counted_before(session: Reading, day: date, count: int) -> list[int]:
    """How many cards were asked on each of the last `count` days of study before `day`, repeats left out, in order."""
    query = "SELECT recalls + new FROM studyday WHERE day < ? ORDER BY day DESC LIMIT ?"
    return [asked for (asked,) in rows(session, query, day, count)][::-1]


def spoken_of_last(session: Reading) -> list[str]:
    """The concept of each mention of the latest week that has any, in the order of its text."""
    latest = "SELECT week.id FROM week JOIN mention ON mention.week_id = week.id ORDER BY starts DESC, id DESC LIMIT 1"
    query = f"SELECT concept FROM mention WHERE week_id = ({latest}) ORDER BY start, concept"
    return [concept for (concept,) in rows(session, query)]


def spoken_of_in(session: Reading, week_id: int) -> list[str]:
    """The concept of each mention of a week, in the order of its text."""
    query = "SELECT concept FROM mention WHERE week_id = ? ORDER BY start, concept"
    return [concept for (concept,) in rows(session, query, week_id)]


def weights_in_use(session: Reading) -> tuple[float, ...] | None:
    """The weights of the fit that the schedule works with: the last one that was taken; None while there is none."""
    found = value(session, "SELECT weights FROM fit WHERE taken ORDER BY at DESC, id DESC LIMIT 1")
    return None if found is None else tuple(json.loads(found))


def undecided_fit(session: Reading) -> tuple[float, float, float] | None:
    """Of the last fit the loss, that of the weights in use then, and the error of the difference; None once decided."""
    query = "SELECT loss, loss_before, error, taken OR set_aside FROM fit ORDER BY at DESC, id DESC LIMIT 1"
    found = [(loss, before, error) for loss, before, error, decided in rows(session, query) if not decided]
    return found[0] if found else None


def misconception_answers(
    session: Reading,
    card_ids: Collection[int] | None = None,
    *,
    concepts: Collection[str] | None = None,
    latest: int | None = None,
) -> list[MisconceptionAnswer]:
    """Every answer to questions with at least one misconception, in order.

    Only those to some cards, or about some concepts; with `latest` only those since the first of that many latest
    answers that came from a misconception, to the questions of these answers.
    """
    held, values = [_FROM_AN_IDEA], list[object]()
    if concepts is not None:
        held.append("card_id IN (SELECT id FROM card WHERE concept IN (SELECT value FROM json_each(?)))")
        values.append(listed(concepts))
    if card_ids is not None:
        held.append("card_id IN (SELECT value FROM json_each(?))")
        values.append(listed(card_ids))
    of_ideas = f"SELECT id, card_id FROM review WHERE {' AND '.join(held)}"
    since = "1"
    if latest is not None:
        of_ideas += " ORDER BY id DESC LIMIT ?"
        values.append(latest)
        since = f"review.id >= (SELECT min(id) FROM ({of_ideas}))"
    query = f"""SELECT card.concept, card.question, day, verdict = 'right', wrong_ideas, could
        FROM review JOIN card ON card.id = review.card_id
        WHERE review.card_id IN (SELECT card_id FROM ({of_ideas})) AND {since} ORDER BY review.id"""
    read = cache(json.loads)  # the same few lists stand in very many rows
    return [
        MisconceptionAnswer(concept, question, day_of(day), bool(right), read(held_then), read(shown or "null"))
        for concept, question, day, right, held_then, shown in rows(
            session, query, *values, *(values if latest is not None else ())
        )
    ]
