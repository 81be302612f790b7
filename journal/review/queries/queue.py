"""Queries for the review queue: columns instead of rows, limited to what is needed.

Every query here runs on an index, whatever the number of cards and reviews; and none of them needs the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime

from journal.db.plain import Reading, day_or_none, listed, moment, rows, value
from journal.db.plain import day as day_of
from journal.db.rows import DoneToday, DueCard, QueuedCard
from journal.notes.kinds import PREFIX

_COLUMNS = "id, concept, question, due, last, stability, repetitions, step"
_ACTIVE = "suspended IS 0"
UP = f"{_ACTIVE} AND (buried_until IS NULL OR buried_until <= ?)"
"""The condition that a card is not buried on a day, nor suspended."""
_AMONG = "concept IN (SELECT value FROM json_each(?))"


def queued(session: Reading, condition: str, *parameters: object, order: str = "id") -> list[QueuedCard]:
    """The cards for which a condition holds, the oldest first or in another order."""
    query = f"SELECT {_COLUMNS} FROM card WHERE {condition} ORDER BY {order}"
    return [
        QueuedCard(card, concept, question, day_or_none(due), day_or_none(last), *more)
        for card, concept, question, due, last, *more in rows(session, query, *parameters)
    ]


def due_on(session: Reading, day: date) -> list[DueCard]:
    """Every card that is due on `day` or before, in no order; none that are suspended or buried."""
    query = f"SELECT concept, question, due FROM card WHERE {UP} AND due <= ?"
    return [DueCard(concept, question, day_of(due)) for concept, question, due in rows(session, query, day, day)]


def scheduled(session: Reading, until: date) -> list[DueCard]:
    """Every card that is due on `until` or before, in no order; a buried one on the day that it comes back.

    None that are suspended.
    """
    day = "max(due, coalesce(buried_until, due))"
    query = f"SELECT concept, question, {day} FROM card WHERE {_ACTIVE} AND due <= ? AND {day} <= ?"
    return [DueCard(concept, question, day_of(when)) for concept, question, when in rows(session, query, until, until)]


def due(session: Reading, day: date, count: int) -> list[QueuedCard]:
    """The `count` cards that are due on `day` and most at risk, in no order; none that are suspended or buried.

    The forgetting curve falls with the time since the last review, measured in stabilities: this is what is compared.
    """
    risk = "(julianday(?) - julianday(last)) / stability"
    at_risk = f"SELECT id FROM card WHERE {UP} AND due <= ? ORDER BY {risk} DESC, due, id LIMIT ?"
    return queued(session, f"id IN ({at_risk})", day, day, day, count)


def coming(session: Reading, day: date, until: date, count: int) -> list[QueuedCard]:
    """The first `count` cards that come due after `day` and on `until` at the latest; none that were asked on `day`."""
    within = f"{UP} AND due > ? AND due <= ? AND last < ?"
    return queued(session, within, day, day, until, day, count, order="due, id LIMIT ?")


def of_concepts(session: Reading, concepts: Iterable[str]) -> list[QueuedCard]:
    """Every card of some concepts that is not suspended, in the order of concepts and cards."""
    return queued(session, f"{_ACTIVE} AND {_AMONG}", listed(concepts), order="concept, id")


def waiting_of(session: Reading, concepts: Iterable[str], day: date) -> list[QueuedCard]:
    """The cards of some concepts that are due on `day` or new; none that are suspended or buried."""
    return queued(session, f"{UP} AND (due IS NULL OR due <= ?) AND {_AMONG}", day, day, listed(concepts))


def new_of(session: Reading, concepts: Iterable[str], day: date) -> list[QueuedCard]:
    """The cards of some concepts that were never reviewed; none that are suspended or buried."""
    return queued(session, f"{UP} AND due IS NULL AND {_AMONG}", day, listed(concepts))


def not_begun(session: Reading) -> list[str]:
    """The concepts of the library that have a card that was never reviewed."""
    own = "concept BETWEEN ? AND ?"
    query = f"SELECT DISTINCT concept FROM card WHERE due IS NULL AND NOT ({own})"
    return [concept for (concept,) in rows(session, query, PREFIX, f"{PREFIX}\U0010ffff")]


def unlisted(session: Reading, concepts: Iterable[str]) -> list[str]:
    """Those of the concepts that have no cards, in their order."""
    query = """SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM card WHERE concept = value)"""
    return [concept for (concept,) in rows(session, query, listed(concepts))]


def missed(session: Reading, day: date) -> list[QueuedCard]:
    """The cards that were missed on `day` and not answered right since; none that are suspended or buried.

    What is dated later was missed on `day` too: the clock was set back since.
    """
    return queued(session, f"{UP} AND step IS NOT NULL AND last BETWEEN ? AND ?", day, day, date.max)


def lapsed(session: Reading, times: int) -> list[tuple[str, int]]:
    """Concept and lapses of every card that was forgotten that many times or more, the most often forgotten first.

    None that are suspended.
    """
    query = f"SELECT concept, lapses FROM card WHERE {_ACTIVE} AND lapses >= ? AND card.lapses > 0"
    return [(concept, lapses) for concept, lapses in rows(session, f"{query} ORDER BY lapses DESC, id", times)]


def load(session: Reading, spans: Iterable[tuple[date, date]], but: int) -> dict[date, int]:
    """How many cards are due on each day of some spans, from the first to the last day of each; without one card."""
    one = f"SELECT due, count(*) FROM card WHERE {_ACTIVE} AND id != ? AND due BETWEEN ? AND ? GROUP BY due"
    asked = [(but, *span) for span in spans]
    found = rows(session, " UNION ".join([one] * len(asked)), *(each for one in asked for each in one))
    return {day_of(day): count for day, count in found}


def next_due(session: Reading, day: date) -> date | None:
    """The first day after `day` on which a card is due; None when there is none."""
    return day_or_none(value(session, f"SELECT min(due) FROM card WHERE {_ACTIVE} AND due > ?", day))


def done_on(session: Reading, day: date) -> DoneToday:
    """The counted reviews of `day`, by what each found its card to be: what the day's limits have left is less."""
    query = """
        SELECT card.concept, json_extract(review."before", '$.repetitions') = 0 AS is_new, count(*),
            count(*) FILTER (WHERE json_extract(review."before", '$.due') < ?)
        FROM review JOIN card ON card.id = review.card_id WHERE review.day = ? AND review.counted
        GROUP BY card.concept, is_new"""
    found = rows(session, query.strip(), day, day)
    return DoneToday(
        {concept: count for concept, new, count, _ in found if new},
        sum(count for _, new, count, _ in found if not new),
        sum(overdue for *_, overdue in found),
    )


def wanted(session: Reading, kind: str) -> list[tuple[list[str], date | None, datetime]]:
    """The concepts, the day and the time of making of every item of a kind that is taken and open."""
    query = """SELECT concepts, due, created FROM item WHERE kind = ? AND done IS NULL AND dismissed IS 0
        ORDER BY due, id"""
    return [
        (json.loads(concepts), day_or_none(due), moment(created))
        for concepts, due, created in rows(session, query, kind)
    ]
