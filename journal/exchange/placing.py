"""Which days the parts of a file are of: what they tell themselves, filled in from their neighbours and from around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.core.dates import DateSpan, Order, Period, latest, nearest, order_in, spans, week_of
from journal.core.days import shifted, usable
from journal.core.messages import UserError, say
from journal.exchange.parts import NamedPart

HALF_A_YEAR = 182
NEAR = timedelta(days=31)
"""A heading that begins with two numbers is a day only so near to its dated siblings: `## 1.2 Layers` is none."""


@dataclass(frozen=True)
class Around:
    """What is known of a file from outside of its text: the years in its name and its folders, the day of its last
    change, the first day of a series (`begins`) whose first number is `first`.
    """

    year: int | None = None
    changed: date | None = None
    begins: date | None = None
    first: int | None = None


@dataclass(frozen=True)
class Placed:
    """A part with its days, or with the reason `why` it has none. `said` is what was filled in, for the user."""

    part: NamedPart
    period: Period | None = None
    why: str = ""
    said: str = ""


def placed(cut: Sequence[NamedPart], around: Around) -> list[Placed]:
    """The parts with their days; one that tells none has no reason either."""
    order = order_in([part.span for part in cut if part.span])
    known = list(_known(cut, order))
    lowest = min((part.week for part in cut if part.week is not None), default=1)
    first = lowest if around.first is None else around.first
    found: list[Placed] = []
    for part in cut:
        before = next((each.period[0] for each in reversed(found) if each.period), None)
        found.append(_placed(part, around, order, before or next(iter(known), None), first))
    return found


def _placed(part: NamedPart, around: Around, order: Order | None, neighbour: date | None, first: int) -> Placed:
    try:
        if part.span is not None:
            return _of_days(part, part.span, around, order, neighbour)
        if part.looks_dated:
            return _of_sibling(part, neighbour)
        return _of_series(part, around, first)
    except (ValueError, OverflowError):
        return Placed(part, why=str(UserError("exchange.no_such_day_here", text=part.title)))


def _of_days(part: NamedPart, span: DateSpan, around: Around, order: Order | None, neighbour: date | None) -> Placed:
    if order is None and any(day.either and day.year for day in span.days):
        return Placed(part, why=say("exchange.ambiguous", text=part.title))
    year, said = span.first.year, ""
    if year is None:
        year = _year(span, around, order or "month", neighbour)
        if year is None:
            return Placed(part, why=say("exchange.no_year", text=part.title))
        said = "exchange.year_found"
    starts, ends = span.period(year, order or "month")
    if ends < starts:
        return Placed(part, why=str(UserError("weeks.ends_before_start", text=part.title)))
    if starts == ends and span.last is None and part.is_weekly:
        (starts, ends), said = week_of(starts), "exchange.week_of_day"
    message = say(said, text=part.title, starts=starts, ends=ends) if said else ""
    return Placed(part, (usable(starts), usable(ends)), said=message)


def _year(span: DateSpan, around: Around, order: Order, neighbour: date | None) -> int | None:
    """The year of a day that has none: closest to a neighbour, else that of the names around, else the last one.

    Of a series that begins on a day the user named, it is the year in which the day comes soon after.
    """
    if neighbour is not None:
        day = nearest(span.first, neighbour, order)
    elif around.year is not None:
        return around.year
    elif around.begins is not None:
        day = nearest(span.first, shifted(around.begins, HALF_A_YEAR - NEAR.days), order)
    else:
        day = latest(span.first, shifted(around.changed, 7), order) if around.changed else None
    if day is None and (neighbour or around.begins or around.changed):
        raise ValueError
    return day.year if day else None


def _of_sibling(part: NamedPart, neighbour: date | None) -> Placed:
    """A heading that begins like a date among dated ones: two numbers near to a neighbour are a day."""
    span = next(iter(spans(part.title, pairs=True)), None)
    day = nearest(span.first, neighbour) if span and neighbour and span.start == 0 else None
    if day is None or neighbour is None or abs(day - neighbour) > NEAR:
        return Placed(part, why=say("exchange.looks_dated", text=part.title))
    return Placed(part, (day, day), said=say("exchange.year_found", text=part.title, starts=day, ends=day))


def _of_series(part: NamedPart, around: Around, first: int) -> Placed:
    """A part that tells its number alone, of a week or of a day: counted from the day that the user named."""
    if part.week is None and part.day is None:
        return Placed(part)
    if around.begins is None:
        return Placed(part, why=say("exchange.which_day", text=part.title))
    starts = around.begins
    if part.week is not None:
        starts += timedelta(days=7 * (part.week - min(first, part.week)))
    if part.day is not None:
        day = usable(starts + timedelta(days=part.day - 1))
        return Placed(part, (day, day))
    return Placed(part, (usable(starts), usable(shifted(starts, 6))))


def _known(cut: Sequence[NamedPart], order: Order | None) -> Iterator[date]:
    """The days of the parts that tell a year, in order."""
    for part in cut:
        try:
            if part.span and part.span.first.year and (order or not part.span.first.either):
                yield part.span.first.on(order=order or "month")
        except ValueError:
            continue
