"""Weeks in a text: their headings as people write them, with number, first and last day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.dates import DateSpan, Period, order_in, spans
from journal.core.marks import brief
from journal.core.messages import UserError, say
from journal.core.numerals import CHARACTERS, chinese_number, read_number

NUMBER = re.compile(rf"第\s*(\d+|[{CHARACTERS}]+)\s*周|\bweek\s*#?\s*(\d+)\b", re.IGNORECASE)
_KIND = re.compile(r"\s*(?:学习)?(?:周记|周报|周志|日志|总结)|\s+(?:log|journal|notes|report)\b", re.IGNORECASE)
_LINE = re.compile(r"\s*(?P<marks>#{1,6}(?!#))?\s*(?P<title>.*?)(?:\s+#+)?\s*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_LONGEST_HEADING = 200
LARGEST_NUMBER = 10**18 - 1
"""The number of a week is a column of 64 bits, and the weeks that follow must have a number as well."""


@dataclass(frozen=True)
class Heading:
    """What the heading of a week tells; `title` is the line without its `#`. A part that is not there is None."""

    number: int | None
    starts: date | None
    ends: date | None
    title: str


@dataclass(frozen=True)
class WeekText:
    """One week of a file: what its heading tells, the heading's line as written, and all that follows it.

    `line + body` of every week in a row is the file, character for character. Text above the first heading, and a
    file without one, has no heading and an empty `line`.
    """

    heading: Heading | None
    line: str
    body: str

    @property
    def text(self) -> str:
        """The week as it stands in the file, its heading included."""
        return self.line + self.body


@dataclass(frozen=True)
class Section:
    """One week of a file whose heading is not read yet: the heading's line (its number in the file is `at`, from 1),
    the blank lines above it, and all that follows. Without a heading, `line` is empty.
    """

    at: int
    margin: str
    line: str
    body: str

    def read(self) -> WeekText:
        """The week; raises as `read_heading` does."""
        return WeekText(read_heading(self.line) if self.line else None, self.margin + self.line, self.body)


def is_heading(line: str) -> bool:
    """Whether `line` is the heading of a week; never raises, so it is safe to call on every keystroke."""
    return _parts(line) is not None


def read_heading(line: str, year: int | None = None) -> Heading | None:
    """The weekly heading in `line`, or None where it is none; a period that has no year lies in `year`.

    A heading starts with `#` and holds a week's number with a kind (周记) or a period, or nothing besides number, kind
    and period, or at the first level begins with the number (`# Week 3: pooling`). Without the `#` it must hold number
    and period, and nothing else. Raises UserError for a period that ends before it starts, a day that does not exist,
    or a number that is too large.
    """
    parts = _parts(line)
    if parts is None:
        return None
    title, number, span = parts
    starts, ends = _period(title, span, year) if span else (None, None)
    return Heading(None if number is None else week_number(number), starts, ends, title)


def split_weeks(text: str) -> list[WeekText]:
    """The weeks of `text`, cut before each weekly heading outside code blocks; raises as `read_heading` does.

    Blank lines above the first heading go with its line. A text without a heading is one week without one.
    """
    return [section.read() for section in sections(text)]


def sections(text: str) -> list[Section]:
    """The same before any heading is read, so that one that is wrong concerns its own week alone. Never raises."""
    lines = text.splitlines(keepends=True)
    cuts = _heading_lines(lines)
    above = "".join(lines[: cuts[0]] if cuts else lines)
    found = [Section(1, "", "", above)] if above.strip() or not cuts else []
    for cut, following in zip(cuts, [*cuts, len(lines)][1:], strict=True):
        margin = "" if found else above
        found.append(Section(cut + 1, margin, lines[cut], "".join(lines[cut + 1 : following])))
    return found


def title_of(number: int | None, starts: date, ends: date) -> str:
    """The title of a new week in the language of the user; `read_heading` reads it back after a `#`."""
    if number is None:
        return say("weeks.title_unnumbered", starts=starts, ends=ends)
    return say("weeks.title", number=number, numeral=chinese_number(number), starts=starts, ends=ends)


def week_number(number: int) -> int:
    """The same number. Raises UserError for one that no week can have: the database could not hold it."""
    if not 0 <= number <= LARGEST_NUMBER:
        raise UserError("weeks.no_such_number", text=brief(str(number)))
    return number


def renumbered(line: str, number: int) -> str:
    """A weekly heading, or a title, with another number, written as its own was: in digits or as a numeral."""
    found = NUMBER.search(line)
    if found is None:
        return line
    group = 1 if found[1] else 2
    written = str(number) if found[group].isdecimal() else chinese_number(number)
    return line[: found.start(group)] + written + line[found.end(group) :]


def _parts(line: str) -> tuple[str, int | None, DateSpan | None] | None:
    """Title, number and period of a weekly heading, or None where `line` is none."""
    whole = _LINE.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
    if whole is None or not whole["title"]:
        return None
    title = whole["title"]
    number, span = NUMBER.search(title), _period_in(title)
    value = number_of(number) if number else None
    number = None if value is None else number
    kind = _KIND.match(title, number.end()) if number else _KIND.search(title)
    named = [found.span() for found in (number, kind) if found] + ([(span.start, span.end)] if span else [])
    bare = not any(character.isalpha() for character in _without(title, named))
    if whole["marks"]:
        leads = whole["marks"] == "#" and number and number.start() == 0 and not title[number.end() :][:1].isalpha()
        enough = (number and (span or kind or leads)) or (bare and (number or span))
    else:
        enough = bare and number and span
    return (title, value, span) if enough else None


def _period_in(title: str) -> DateSpan | None:
    """The first period in a title; a day alone is none."""
    return next((span for span in spans(title, pairs=True) if span.last), None)


def _without(text: str, parts: Sequence[tuple[int, int]]) -> str:
    for start, end in parts:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def number_of(match: re.Match[str]) -> int | None:
    return whole_number(match[1] or match[2])


def whole_number(text: str) -> int | None:
    try:
        return read_number(text)
    except ValueError:
        return None


def _period(title: str, span: DateSpan, year: int | None) -> Period | tuple[None, None]:
    """The days of a written period; none where its year is missing and not given."""
    if span.first.year is None and year is None:
        return None, None
    try:
        starts, ends = span.period(year, order_in([span]) or "month")
    except ValueError:
        raise UserError("weeks.no_such_day", text=title[span.start : span.end]) from None
    if ends < starts:
        raise UserError("weeks.ends_before_start", text=title[span.start : span.end])
    return starts, ends


def _heading_lines(lines: list[str]) -> list[int]:
    """The indices of the weekly headings outside of code blocks."""
    found, fence = [], ""
    for index, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and is_heading(line):
            found.append(index)
    return found
