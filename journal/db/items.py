"""What the log leaves open, read in SQL as it stands: none of it needs the tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from journal.db.capturing import StoredWeek
from journal.db.plain import Reading, Row, day, day_or_none, listed, moment, moment_or_none, rows


class ItemRow(NamedTuple):
    """An item as it is stored; what each column holds is said at `tables.FollowupRow`."""

    id: int
    kind: str
    text: str
    sentence: str
    week_id: int | None
    concepts: list[str]
    created: datetime
    due: date | None
    done: datetime | None
    dismissed: bool
    finding: str
    focus_id: int | None
    uid: str | None


_COLUMNS = (
    "item.id, kind, text, sentence, week_id, concepts, item.created, due, done, dismissed, finding, focus_id, item.uid"
)
_OF_WEEK = "week.id, week.number, week.starts, week.ends, week.title, week.body, week.updated"
WITH_WEEK = f"SELECT {_COLUMNS}, {_OF_WEEK} FROM item LEFT JOIN week ON week.id = item.week_id"
"""The statement that `with_week` reads, as far as its conditions."""


def with_week(row: Row) -> tuple[ItemRow, StoredWeek | None]:
    """An item and its week, if it has one, from a row."""
    week_id, number, starts, ends, title, body, updated = row[13:]
    if week_id is None:
        return _item(row[:13]), None
    return _item(row[:13]), StoredWeek(week_id, number, day(starts), day(ends), title, body, moment(updated))


def _item(row: Row) -> ItemRow:
    item, kind, text, sentence, week, concepts, created, due, done, dismissed, finding, focus, uid = row
    dates = moment(created), day_or_none(due), moment_or_none(done)
    return ItemRow(item, kind, text, sentence, week, json.loads(concepts), *dates, bool(dismissed), finding, focus, uid)


def open_items(session: Reading, *, and_done: bool = False) -> list[tuple[ItemRow, StoredWeek | None]]:
    """The items that are open, with `and_done` also the others, each with its week: what is due first, then the oldest.

    None that were dismissed.
    """
    among = "dismissed IS 0" if and_done else "dismissed IS 0 AND done IS NULL"
    found = rows(session, f"{WITH_WEEK} WHERE {among} ORDER BY due IS NULL, due, item.id")
    return [with_week(row) for row in found]


def texts_of_own(session: Reading) -> list[str]:
    """The text of every item that does not come of a sentence of a log."""
    return [text for (text,) in rows(session, "SELECT text FROM item WHERE sentence = '' ORDER BY id")]


def decided(session: Reading, week_id: int | None, sentences: Sequence[str]) -> list[tuple[str, str, str]]:
    """Kind, text and sentence of every item of a week, and of those of others that came of one of the `sentences`.

    And of those that are terms.
    """
    query = """SELECT kind, text, sentence FROM item
        WHERE week_id = ? OR sentence IN (SELECT value FROM json_each(?)) OR kind = 'term'"""
    return [(kind, text, sentence) for kind, text, sentence in rows(session, query, week_id, listed(sentences))]


def parked_from(session: Reading) -> dict[int, str]:
    """The topic of every focus session that something was parked in, by the session's id."""
    query = "SELECT id, topic FROM focus WHERE id IN (SELECT focus_id FROM item)"
    return {row[0]: row[1] for row in rows(session, query)}
