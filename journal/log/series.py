"""The logs of a journal in a row: days that none covers, days that two cover, numbers out of turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from journal.core.days import elapsed, shifted
from journal.core.messages import UserError
from journal.log.headings import split_weeks
from journal.log.periods import iso_week

SeriesFault = Literal["gap", "overlap", "double", "number", "heading"]


@dataclass(frozen=True)
class SeriesLog:
    """One log: its id, its number and days as they are stored, its text."""

    id: int
    number: int | None
    starts: date
    ends: date
    title: str
    body: str = ""


@dataclass(frozen=True)
class Irregular:
    """Something about a log that does not fit. `other` is the log before it that it does not fit to.

    `starts` and `ends` are the days in question: those of a gap, those that two logs cover, those in a heading.
    `number` is the one that would fit, or the one in a heading.
    """

    kind: SeriesFault
    week: SeriesLog
    other: SeriesLog | None = None
    starts: date | None = None
    ends: date | None = None
    number: int | None = None


def irregular(rows: Sequence[SeriesLog], *, iso: bool = False) -> list[Irregular]:
    """What does not fit, in chronological order. A day that two neighbours share is none of it."""
    ordered = _ordered(rows)
    found = [*_between(ordered), *_numbers(ordered, iso=iso), *_headings(ordered)]
    return sorted(found, key=lambda each: (each.week.starts, each.week.ends, each.week.id))


def _ordered(rows: Sequence[SeriesLog]) -> list[SeriesLog]:
    return sorted(rows, key=lambda row: (row.starts, row.ends, row.id))


def _between(rows: Sequence[SeriesLog]) -> Iterator[Irregular]:
    """Gaps, overlaps and doubles: each log against the one before it that reaches farthest."""
    if not rows:
        return
    farthest, last = rows[0], rows[0]
    for row in rows[1:]:
        if (row.starts, row.ends) == (last.starts, last.ends):
            yield Irregular("double", row, last, row.starts, row.ends)
        elif elapsed(farthest.ends, row.starts) > 1:
            yield Irregular("gap", row, farthest, shifted(farthest.ends, 1), shifted(row.starts, -1))
        elif row.starts < farthest.ends:
            yield Irregular("overlap", row, farthest, row.starts, min(row.ends, farthest.ends))
        last = row
        farthest = max(farthest, row, key=lambda each: each.ends)


def _numbers(rows: Sequence[SeriesLog], *, iso: bool) -> Iterator[Irregular]:
    """Numbers that neither count the logs nor the weeks since the log before; by ISO, those of another week."""
    numbered = [row for row in rows if row.number is not None]
    if iso:
        for row in numbered:
            if row.number != iso_week(row.starts).week:
                yield Irregular("number", row, number=iso_week(row.starts).week)
        return
    for before, row in pairwise(numbered):
        if (before.starts, before.ends) != (row.starts, row.ends) and row.number not in _fitting(before, row):
            yield Irregular("number", row, before, number=(before.number or 0) + 1)


def _fitting(before: SeriesLog, row: SeriesLog) -> tuple[int, int]:
    """The two numbers that may follow: the next one, or the one that counts the weeks without a log as well."""
    number, weeks = before.number or 0, round((row.starts - before.starts).days / 7)
    return number + 1, number + weeks


def _headings(rows: Sequence[SeriesLog]) -> Iterator[Irregular]:
    """Headings in the text that tell other days than those that are stored, or another number."""
    for row in rows:
        try:
            heading = split_weeks(row.body)[0].heading
        except UserError:
            continue
        if heading is None:
            continue
        starts, ends = heading.starts or row.starts, heading.ends or row.ends
        number = row.number if heading.number is None else heading.number
        if (starts, ends, number) != (row.starts, row.ends, row.number):
            yield Irregular("heading", row, None, starts, ends, number)
