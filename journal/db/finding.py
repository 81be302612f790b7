"""What is found by its words: the index asked, in SQL as it stands, so that it needs no tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.db.capturing import StoredWeek, week_of
from journal.db.items import WITH_WEEK, ItemRow, with_week
from journal.db.plain import Reading, listed, rows


@dataclass(frozen=True)
class RowFilter:
    """What rows must have besides the words; None narrows nothing.

    A row lies before a day that begins before it, and after a day that ends after it.
    """

    week_id: int | None = None
    before: date | None = None
    after: date | None = None
    concept: str | None = None
    kind: str | None = None


EVERYTHING = RowFilter()
_WEEKS = "SELECT id, number, starts, ends, title, body, updated FROM week"


def find_weeks(
    session: Reading, match: str, within: RowFilter = EVERYTHING, limit: int | None = None
) -> tuple[list[StoredWeek], int]:
    """The weeks that hold the words of `match` (an expression of FTS5; empty: any words), the latest first.

    At most `limit` of them, and how many there are in all.
    """
    where, values = _conditions(
        ("id IN (SELECT rowid FROM week_words WHERE week_words MATCH ?)", match or None),
        ("id = ?", within.week_id),
        ("starts < ?", within.before),
        ("ends > ?", within.after),
        ("id IN (SELECT week_id FROM mention WHERE concept = ?)", within.concept),
    )
    latest_first = "ORDER BY starts DESC, id DESC"
    ids = [week for (week,) in rows(session, f"SELECT id FROM week WHERE {where} {latest_first}", *values)]
    among = f"{_WEEKS} WHERE id IN (SELECT value FROM json_each(?)) {latest_first}"
    return [week_of(*row) for row in rows(session, among, listed(ids[:limit]))], len(ids)


def find_items(session: Reading, match: str, within: RowFilter = EVERYTHING) -> list[tuple[ItemRow, StoredWeek | None]]:
    """The items that hold the words of `match`, each with its week, the latest first; none that were dismissed.

    An item lies in the days of its week, or else on the day that it was noted.
    """
    where, values = _conditions(
        ("item.id IN (SELECT rowid FROM item_words WHERE item_words MATCH ?)", match or None),
        ("week_id = ?", within.week_id),
        ("coalesce(starts, date(item.created)) < ?", within.before),
        ("coalesce(ends, date(item.created)) > ?", within.after),
        ("instr(concepts, ?)", within.concept and f'"{within.concept}"'),
        ("kind = ?", within.kind),
    )
    query = f"{WITH_WEEK} WHERE dismissed IS 0 AND {where} ORDER BY item.id DESC"
    return [with_week(row) for row in rows(session, query, *values)]


def _conditions(*each: tuple[str, object]) -> tuple[str, list[object]]:
    """The conditions whose value is given, as one, and their values."""
    asked: Iterable[tuple[str, object]] = [(text, value) for text, value in each if value is not None]
    return " AND ".join(["1", *(text for text, _ in asked)]), [value for _, value in asked]
