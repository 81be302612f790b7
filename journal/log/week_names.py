"""The names that a user may call a week by: its number, an ISO week, or a day in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from journal.core.dates import read_day
from journal.core.days import shifted, usable
from journal.core.marks import brief
from journal.core.messages import UserError
from journal.log.headings import NUMBER, number_of, week_number, whole_number
from journal.log.periods import IsoWeek


@dataclass(frozen=True)
class Numbered:
    """A week called by a number; where it was a bare number, it may be the week's id as well."""

    number: int
    or_id: bool


WeekName = Numbered | IsoWeek | date


def read_week_name(text: str, today: date) -> WeekName:
    """What a user may type to call a week: `1`, `第1周`, `第一周`, `week 1`, `2024-W28`, or a day (see `read_day`).

    A day without a year lies at most a week after `today`. Raises UserError for anything else.
    """
    text = text.strip()
    if text.isdecimal() and (value := whole_number(text)) is not None:
        return Numbered(week_number(value), or_id=True)
    if (number := NUMBER.fullmatch(text)) and (value := number_of(number)) is not None:
        return Numbered(week_number(value), or_id=False)
    if iso := re.fullmatch(r"(\d{4})-?w(\d{1,2})", text, re.IGNORECASE):
        return _iso_week(text, int(iso[1]), int(iso[2]))
    if day := read_day(text, shifted(today, 7)):
        return day
    raise UserError("weeks.no_such_name", text=brief(text))


def _iso_week(text: str, year: int, week: int) -> IsoWeek:
    try:
        usable(date.fromisocalendar(year, week, 1))
    except ValueError:
        raise UserError("weeks.no_such_name", text=text) from None
    return IsoWeek(year, week)
