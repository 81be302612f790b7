"""Days and periods as people write them, in both languages: the one reader of dates in digits or with a month's name.

Two numbers alone (7.14) are a day only for those who ask for `pairs`: they may as well be a price, a version or a
ratio. What is read is the day as it is written; a year that is missing, and which of two numbers is the month, is for
the reader of the whole file to find.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from journal.core.days import day_of, shifted

Period = tuple[date, date]
"""First and last day, both included."""
Order = Literal["month", "day", "year"]
"""Which of two or three numbers comes first; behind a month the day is next, behind a year the month."""
ORDERS: tuple[Order, ...] = get_args(Order)

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_D = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?:,?\s+(?P<y>\d{4})(?!\d))?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?:\s*[日号]|(?!\d))",
        r"(?P<y>\d{4})[-/._](?P<m>\d{1,2})[-/._月](?P<d>\d{1,2})(?:[日号]|(?!\d))",
        r"(?P<y>[12]\d{3})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})(?:\s*[日号]|(?!\d))",
        rf"{_D}\s+(?:of\s+)?{_MONTH}{_YEAR}",
        rf"{_MONTH}\s+{_D}{_YEAR}",
        r"(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<y>\d{4})(?!\d)",
    )
)
_SHORT = re.compile(r"(?P<a>\d{1,2})(?P<sign>[/-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{2})(?![\d%]|[./:-]\d)")
SHORT_YEARS = range(10, 40)
"""The years of this century that two digits may stand for."""
_PAIR = re.compile(r"(?P<a>\d{1,2})(?P<sign>[./-])(?P<b>\d{1,2})(?![\d%]|[.:]\d)")
_DAY_ALONE = re.compile(r"(?P<d>\d{1,2})\s*[日号]?(?![\d.\-/:%月]|\s*[a-z])", re.IGNORECASE)
_LATIN_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])"
_WEEKDAY = rf"(?:{_LATIN_WEEKDAY}|(?:周|星期|礼拜)[一二三四五六日天])\.?"
BESIDE = re.compile(rf"\s*[,，]?\s*[(（]?{_WEEKDAY}[)）]?", re.IGNORECASE)
"""A weekday behind a day."""
_BEFORE = re.compile(rf"{_WEEKDAY}[,，]?\s+", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?P<sign>~|～|—+|–|-{1,2}|至|到|\bto\b|\buntil\b|\.{2,3}|→)\s*", re.IGNORECASE)
_BEGINNING = re.compile(r"(?<![\d.])\d|(?<![a-z])(?=[jfmasond])[a-z]{3}", re.IGNORECASE)
YEAR_TURNS_WITHIN = timedelta(days=31)
"""A period over New Year whose end has no year is no longer than this."""
BACK = 9
"""In that many years the day is looked for that has none: the 29th of February comes every eighth one at worst."""


@dataclass(frozen=True)
class WrittenDay:
    """A day as it is written. `year` is None where there is none; `either`: the numbers of month and day may be the
    other way round; `tells`: which of two numbers comes first in the text, where only one of them can be a month.
    `short` are the numbers of a day whose year has two digits, as they stand: any may be the year, see `order_in`.
    """

    year: int | None
    month: int
    day: int
    either: bool = False
    tells: Order | None = None
    short: tuple[int, int, int] | None = None

    def on(self, year: int | None = None, order: Order = "month") -> date:
        """The day of the calendar, in `year` where it has none. Raises ValueError for one that does not exist."""
        if self.short is not None:
            return _short_day(self.short, order)
        month, day = (self.day, self.month) if self.either and order == "day" else (self.month, self.day)
        return day_of(self.year or year or 0, month, day)


@dataclass(frozen=True)
class DateSpan:
    """A day or a period as it stands in a text from `start` to `end`; of a day alone `last` is None."""

    first: WrittenDay
    last: WrittenDay | None
    start: int
    end: int

    @property
    def days(self) -> list[WrittenDay]:
        """The days that are written in it."""
        return [self.first] if self.last is None else [self.first, self.last]

    def period(self, year: int | None = None, order: Order = "month") -> Period:
        """First and last day; the first is in `year` where it has none. Raises ValueError where one does not exist.

        An end without a year takes the start's, or the next one over New Year; it may come before its start.
        """
        starts = self.first.on(year, order)
        if self.last is None:
            return starts, starts
        ends = self.last.on(starts.year, order)
        if ends < starts and self.last.year is None:
            following = self.last.on(starts.year + 1, order)
            ends = following if following - starts <= YEAR_TURNS_WITHIN else ends
        return starts, ends


def spans(text: str, *, pairs: bool = False) -> Iterator[DateSpan]:
    """Every day and period in a text, in order; of two numbers without a year only as `pairs` say.

    Two numbers are two ends of a period even where a pair alone would be no day.
    """
    place = 0
    while beginning := _BEGINNING.search(text, place):
        span = _span_at(text, beginning.start(), pairs=pairs)
        if span is None:
            place = beginning.start() + 1 if not beginning[0].isdigit() else _past_digits(text, beginning.start())
        else:
            yield span
            place = span.end


def whole_span(text: str, *, pairs: bool = False) -> DateSpan | None:
    """The day or period that is all of a text, a weekday on either side left aside."""
    start = len(text) - len(text.lstrip())
    if before := _BEFORE.match(text, start):
        start = before.end()
    span = _span_at(text, start, pairs=pairs)
    if span is None:
        return None
    end = beside.end() if (beside := BESIDE.match(text, span.end)) else span.end
    return replace(span, end=end) if not text[end:].strip() else None


def read_day(text: str, until: date) -> date | None:
    """A day in digits or with a month's name, with a year or without: `2024年7月10日`, `7.10`, `July 9th`, `9 Jul`.

    Without a year it is the latest such day up to `until`. None for what is no day of the calendar, and for one that
    can be read in two ways.
    """
    span = whole_span(text, pairs=True)
    if span is None or span.last is not None or (span.first.either and span.first.year):
        return None
    return latest(span.first, until)


def latest(day: WrittenDay, until: date, order: Order = "month") -> date | None:
    """The day in its year, or without one the latest such day up to `until`; None for one that does not exist."""
    candidates = (_existing(day, until.year - back, order) for back in range(BACK))
    return next((found for found in candidates if found and (day.year or found <= until)), None)


def nearest(day: WrittenDay, to: date, order: Order = "month") -> date | None:
    """The day in its year, or without one the such day that is closest to another."""
    years = (to.year - 1, to.year, to.year + 1)
    candidates = [found for year in years if (found := _existing(day, year, order))]
    return min(candidates, key=lambda found: abs(found - to), default=None)


def order_in(found: list[DateSpan]) -> Order | None:
    """Which number comes first in the days of a text, as those show that can be read in one way only; else None.

    Where years have two digits, it is the order in which more of the days exist than in any other.
    """
    days = [day for span in found for day in span.days]
    message = {day.tells for day in days if day.tells}
    if message:
        return message.pop() if len(message) == 1 else None
    short = Counter(order for day in days if day.short for order in _orders(day.short))
    first, second = [*short.most_common(2), ("month", 0), ("month", 0)][:2]
    return first[0] if first[1] > second[1] else None


def week_of(day: date) -> Period:
    """The seven days from Monday on that hold a day."""
    first = shifted(day, -day.weekday())
    return first, shifted(first, 6)


def _existing(day: WrittenDay, year: int, order: Order) -> date | None:
    try:
        return day.on(year, order)
    except ValueError:
        return None


def _span_at(text: str, start: int, *, pairs: bool) -> DateSpan | None:
    """The day or period that begins at a place."""
    first = _day_at(text, start, pairs=True)
    if first is None:
        return None
    day, end, is_pair = first
    behind = beside.end() if (beside := BESIDE.match(text, end)) else end
    if joint := _JOINT.match(text, behind):
        place = before.end() if (before := _BEFORE.match(text, joint.end())) else joint.end()
        if last := _day_at(text, place, pairs=True) or _day_alone(text, place, day, joint["sign"], is_pair=is_pair):
            return DateSpan(_with_year_of(day, last[0]), last[0], start, last[1])
    return DateSpan(day, None, start, end) if pairs or not is_pair else None


def _with_year_of(first: WrittenDay, last: WrittenDay) -> WrittenDay:
    """The first day with the year that stands behind the last one alone: July 7 – July 14, 2024."""
    if first.year is not None or last.year is None:
        return first
    return replace(first, year=last.year - (first.month > last.month))


def _day_at(text: str, start: int, *, pairs: bool) -> tuple[WrittenDay, int, bool] | None:
    """The day at a place, where it ends, and whether it is two numbers alone."""
    for form in _FORMS:
        if found := form.match(text, start):
            return _written(found.groupdict()), found.end(), False
    if pairs and (found := _SHORT.match(text, start)):
        numbers = int(found["a"]), int(found["b"]), int(found["c"])
        if orders := _orders(numbers):
            first = _short_day(numbers, orders[0])
            return WrittenDay(first.year, first.month, first.day, len(orders) > 1, short=numbers), found.end(), True
    found = _PAIR.match(text, start) if pairs else None
    return (_written(found.groupdict()), found.end(), True) if found and _may_be_day(found) else None


def _orders(numbers: tuple[int, int, int]) -> list[Order]:
    """The orders in which three numbers, the year of two digits, are a day of the calendar."""
    found: list[Order] = []
    for order in ORDERS:
        with suppress(ValueError):
            _short_day(numbers, order)
            found.append(order)
    return found


def _short_day(numbers: tuple[int, int, int], order: Order) -> date:
    a, b, c = numbers
    year, month, day = {"month": (c, a, b), "day": (c, b, a), "year": (a, b, c)}[order]
    if year not in SHORT_YEARS:
        raise ValueError
    return day_of(2000 + year, month, day)


def _may_be_day(pair: re.Match[str]) -> bool:
    low, high = sorted((int(pair["a"]), int(pair["b"])))
    return 1 <= low <= 12 and high <= 31


def _day_alone(
    text: str, start: int, first: WrittenDay, sign: str, *, is_pair: bool
) -> tuple[WrittenDay, int, bool] | None:
    """The day of the same month at a place: 7月7日-14日, July 7 – 14; a hyphen between digits joins none."""
    found = _DAY_ALONE.match(text, start)
    if found is None or is_pair or (sign.startswith("-") and not found[0].rstrip().endswith(("日", "号"))):
        return None
    return replace(first, day=int(found["d"]), year=None), found.end(), False


def _written(parts: dict[str, str | None]) -> WrittenDay:
    year = int(parts["y"] or 0) if parts.get("y") else None
    if parts.get("a") is None:
        month = parts.get("m") or str(MONTHS.index((parts["month"] or "")[:3].lower()) + 1)
        return WrittenDay(year, int(month), int(parts["d"] or 0))
    a, b = int(parts["a"] or 0), int(parts["b"] or 0)
    if year is not None and parts["sign"] == ".":
        return WrittenDay(year, b, a)
    if a > 12:
        return WrittenDay(year, b, a, tells="day")
    return WrittenDay(year, a, b, either=b <= 12 and a != b, tells="month" if b > 12 else None)


def _past_digits(text: str, place: int) -> int:
    while place < len(text) and text[place].isdigit():
        place += 1
    return place
