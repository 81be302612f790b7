"""Review statistics, aggregated by the database so that they stay fast with a hundred thousand reviews.

They are asked for in SQL as it stands: Today is shown before the tables are loaded.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from journal.db.plain import Reading, listed, rows
from journal.db.plain import day as day_of
from journal.db.rows import ConfidenceCount, Day, MisconceptionSummary

_SUMS = "SELECT day, reviews, right, recalls, recalled, new, seconds FROM studyday"
_ABOUT = "concept IN (SELECT value FROM json_each(?))"
_OF = f"card_id IN (SELECT id FROM card WHERE {_ABOUT})"
"""The conditions that a card, or a review, is of one of some concepts."""


def days(session: Reading, *, concepts: Collection[str] | None = None) -> list[Day]:
    """Every day that had reviews, or reviews of these concepts, in order."""
    if concepts is None:
        return [_day(*row) for row in rows(session, f"{_SUMS} ORDER BY day")]
    query = f"""SELECT day, count(*), count(*) FILTER (WHERE verdict = 'right'),
        count(*) FILTER (WHERE counted AND elapsed > 0),
        count(*) FILTER (WHERE counted AND elapsed > 0 AND rating > 1),
        count(*) FILTER (WHERE counted AND elapsed IS NULL), sum(seconds)
        FROM review WHERE {_OF} GROUP BY day ORDER BY day"""
    return [_day(*row) for row in rows(session, query, listed(concepts))]


def on_day(session: Reading, day: date) -> Day | None:
    """What the reviews of one day add up to; None when there were none."""
    found = rows(session, f"{_SUMS} WHERE day = ?", day)
    return _day(*found[0]) if found else None


def _day(day: str, *sums: Any) -> Day:
    return Day(day_of(day), *sums)


def confidence_counts(
    session: Reading, *, concepts: Collection[str] | None = None, since: date = date.min
) -> list[ConfidenceCount]:
    """The counted answers for which a confidence was named (about these concepts, from `since` on), by confidence."""
    of, values = _of(concepts)
    query = f"""SELECT confidence, count(*), count(*) FILTER (WHERE verdict = 'right') FROM review
        WHERE counted AND confidence <> '' AND day >= ? AND {of} GROUP BY 1"""
    return [ConfidenceCount(*row) for row in rows(session, query, since, *values)]


def misconception_summaries(session: Reading, concepts: Collection[str] | None = None) -> list[MisconceptionSummary]:
    """Every misconception that an answer (about these concepts) came from, in no order: `misconception_answers`, in
    short.

    The database looks at the answers from misconceptions, and at one more for each of the misconceptions. With the sign
    before its column the rows are not taken in the order of an index by card, which would lead to all of them.
    """
    of, values = _of(concepts)
    each = f"""SELECT +card_id AS card_id, json_each.value AS name, count(*) AS times, max(review.id) AS id
        FROM review, json_each(wrong_ideas) WHERE wrong_ideas <> '[]' AND {of} GROUP BY +card_id, json_each.value"""
    shows = "later.could IS NULL OR each.name IN (SELECT value FROM json_each(later.could))"
    resolved = f"""SELECT later.verdict = 'right' AND later.day > last.day FROM review AS later
        WHERE later.card_id = each.card_id AND later.id > each.id AND ({shows})
        ORDER BY later.id DESC LIMIT 1"""
    query = f"""SELECT concept, question, name, times, last.day, ({resolved}) FROM ({each}) AS each
        JOIN review AS last ON last.id = each.id JOIN card ON card.id = each.card_id"""
    return [
        MisconceptionSummary(concept, question, name, times, day_of(day), bool(given_up))
        for concept, question, name, times, day, given_up in rows(session, query, *values)
    ]


def _of(concepts: Collection[str] | None) -> tuple[str, list[str]]:
    """The condition that a review is of one of these concepts, or of any, and its parameters."""
    return ("1", []) if concepts is None else (_OF, [listed(concepts)])
