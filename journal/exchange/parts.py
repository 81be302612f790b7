"""A file of logs as other people keep them, cut at the lines that name weeks or days.

A line names one by its heading (`### Day 1: Jan 22, 2018`, `# 第一周周报`), or is nothing but a day
(`2022年3月23日`); a heading may leave its days to the lines right below it (`> **Time:** 2019/10/13 ~ 2019/10/20`).
Below a week that says its days, or has a number, smaller headings with days are parts of its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from journal.core.dates import DateSpan, WrittenDay, spans, whole_span
from journal.core.numerals import CHARACTERS, read_number

_LINE = re.compile(r"\s{0,3}(?P<marks>#{1,6})?(?(marks)[ \t]*)(?P<title>\S.*?)(?:\s+#+)?\s*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_WEEK = re.compile(rf"第\s*(\d+|[{CHARACTERS}]+)\s*[周週]|\bweek\s*#?\s*(\d+)(?![\d.])", re.IGNORECASE)
_DAY = re.compile(rf"第\s*(\d+|[{CHARACTERS}]+)\s*[天日]|\bday\s*#?\s*(\d+)(?![\d.])", re.IGNORECASE)
_KIND = re.compile(
    r"周记|周報|周报|周志|週記|日记|日志|日报|总结|小结|\b(?:log|journal|notes|report|diary)\b", re.IGNORECASE
)
_WEEKLY = re.compile(r"周[记報报志]|週記|\bweekly\b|\bweek\b", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:学习)?(?:周记|周报|周志|日记|日志|日报|总结|小结)|日期|时间|周期|起止"
    r"|(?:weekly |daily )?(?:log|journal|notes|report|diary|date|time|period))?\s*[:：|｜\-–—·]*\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[>\s*_\-|【\[（(]*(?:(?:time|date|dates|period|week|from|日期|时间|周期|起止|起止时间|汇报时间|记录时间)[*_\s]*[:：|｜][*_\s]*)?",
    re.IGNORECASE,
)
_MONTH_AND_DAY = re.compile(r"(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])\s*")
_CLOSING = " \t*_|】])）。.,，;；~"
_ISO_WEEK = re.compile(r"(?<!\d)(?:(?P<y1>\d{4})-?[Ww](?P<w1>\d{1,2})(?!\d)|(?P<y2>\d{4})年第?(?P<w2>\d{1,2})周)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?:年|(?!\d))")
_LONGEST = 200
_BELOW = 3
"""So many lines with words below a heading are looked at for its days."""
BARE = 7
"""The level of a line that is nothing but a day; that of a heading is the number of its `#`."""


@dataclass(frozen=True)
class NamedPart:
    """What stands from one naming line to the next: `line` is the naming line, `at` its number from 1, `body` the rest.

    `week` and `day` are the numbers in a series (第3周, Day 3), `span` the days as written. `looks_dated`: the line
    begins like its dated siblings, but no day can be read in it. `heading` is that of a text which was not cut.
    """

    at: int
    level: int
    line: str
    body: str = ""
    week: int | None = None
    day: int | None = None
    span: DateSpan | None = None
    looks_dated: bool = False
    heading: str = ""

    @property
    def heading_title(self) -> str:
        """The title of the `heading` within a text that was not cut."""
        found = _LINE.fullmatch(self.heading.strip("\r\n"))
        return found["title"] if found else ""

    @property
    def text(self) -> str:
        """The part as it stands in the file."""
        return self.line + self.body

    @property
    def title(self) -> str:
        """The naming line without its marks."""
        found = _LINE.fullmatch(self.line.strip("\r\n"))
        return found["title"] if found else self.line.strip()

    @property
    def is_weekly(self) -> bool:
        """Whether the line calls it a week's, by number or by kind, even where it tells one day alone."""
        return self.week is not None or _WEEKLY.search(self.title) is not None

    @property
    def is_named(self) -> bool:
        """Whether the line names a week or a day in any way."""
        return self.span is not None or self.week is not None or self.day is not None


def parts(text: str) -> list[NamedPart]:
    """The parts of a text in order: `line + body` of all of them is the text. Words above the first have no line."""
    lines = text.splitlines(keepends=True)
    found = _cuts(lines)
    starts = [*(part.at - 1 for part in found), len(lines)]
    cut = [replace(part, body="".join(lines[part.at : end])) for part, end in zip(found, starts[1:], strict=True)]
    above = "".join(lines[: starts[0]])
    if above.strip() or not cut:
        return [NamedPart(1, 0, "", above), *cut]
    return [replace(cut[0], line=above + cut[0].line), *cut[1:]]


def name_parts(name: str) -> NamedPart:
    """What the name of a file or folder tells: its days, its number in a series."""
    part = _read(name, 1, 0) or NamedPart(1, 0, name)
    span = part.span or next(_sorted(spans(name, pairs=False)), None) or whole_span(name.strip(_CLOSING), pairs=True)
    return replace(part, span=span)


def iso_week_in(name: str) -> tuple[int, int] | None:
    """Year and week in a name: 2024-W28, 2024年第28周."""
    week = _ISO_WEEK.search(name)
    return (int(week["y1"] or week["y2"]), int(week["w1"] or week["w2"])) if week else None


def year_in(name: str) -> int | None:
    """The year in a name."""
    found = _YEAR.search(name)
    return int(found[1]) if found else None


def number_in(name: str) -> int | None:
    """The number of a week in a title or a name: 第1周, week 1."""
    found = _WEEK.search(name)
    return _number(found) if found else None


def _cuts(lines: Sequence[str]) -> list[NamedPart]:
    """The naming lines outside of code, those of days within a named week left out, dated siblings taken in."""
    named = [part for part in _candidates(lines) if part.is_named or part.looks_dated]
    dated = {part.level for part in named if part.span is not None}
    found: list[NamedPart] = []
    for part in named:
        if part.looks_dated and part.level not in dated:
            continue
        week = next((each for each in reversed(found) if _is_week(each)), None)
        if week is not None and part.level > week.level:
            continue
        found.append(part)
    return found


def _is_week(part: NamedPart) -> bool:
    return part.week is not None or (part.span is not None and part.span.last is not None)


def _candidates(lines: Sequence[str]) -> Iterator[NamedPart]:
    fence, used = "", -1
    for index, line in enumerate(lines):
        if mark := _FENCE.match(line):
            fence = "" if fence == mark[1] else fence or mark[1]
        elif not fence and index != used:
            part = _read(line, index + 1, BARE)
            if part is None or (part.span is None and not part.looks_dated):
                part, used = _with_days_below(part or _titled(line, index + 1), lines, index)
            if part:
                yield part


def _titled(line: str, at: int) -> NamedPart | None:
    """A heading that says of what kind the text is, as `# Weekly report` does."""
    found = _LINE.fullmatch(line.rstrip("\r\n")) if line[:1] == "#" and len(line) <= _LONGEST else None
    return (
        NamedPart(at, len(found["marks"]), line) if found and found["marks"] and _KIND.search(found["title"]) else None
    )


def _read(line: str, at: int, bare: int) -> NamedPart | None:
    """The naming line that a line may be; None for any other. A line without `#` is one only as a whole."""
    found = _LINE.fullmatch(line.rstrip("\r\n")) if len(line) <= _LONGEST else None
    if found is None:
        return None
    title, is_heading = found["title"], found["marks"] is not None or bare != BARE
    level = len(found["marks"]) if found["marks"] else bare
    if not is_heading:
        span = whole_span(title.strip(_CLOSING))
        week = _WEEK.search(title)
        if span is None and week and (period := _period_in(title)) and _is_bare(title, week, period):
            return NamedPart(at, level, line, week=_number(week), span=period)
        return NamedPart(at, level, line, span=span) if span else None
    week, day = _WEEK.search(title), _DAY.search(title)
    span = _range_of(title, week or day)
    number = _leading(title, week, span)
    nth = _leading(title, day, span)
    looks = span is None and re.match(r"\d{1,4}[.\-/年月]\d|\d{8}(?!\d)", title) is not None
    if span or number is not None or nth is not None or looks:
        return NamedPart(at, level, line, week=number, day=nth, span=span, looks_dated=looks)
    return None


def _period_in(title: str) -> DateSpan | None:
    return next((span for span in spans(title, pairs=True) if span.last), None)


def _is_bare(title: str, week: re.Match[str], span: DateSpan) -> bool:
    """Whether a line is nothing but number, kind and period."""
    rest = title[: span.start] + " " * (span.end - span.start) + title[span.end :]
    rest = rest[: week.start()] + " " * len(week[0]) + rest[week.end() :]
    return not any(character.isalpha() for character in _KIND.sub("", rest).replace("学习", ""))


def _range_of(title: str, series: re.Match[str] | None) -> DateSpan | None:
    """The days in a heading: they come first, behind the word for what it is, or beside a number of a series."""
    if whole := whole_span(title.strip(_CLOSING)):
        return whole
    period = _period_in(title)
    kind = _KIND.search(title)
    if period and (series or kind or period.start == 0 or not title[: period.start].strip(" :：[]【】()（）")):
        return period
    single = next(spans(title), None) or _short_beside(title, series)
    lead = _LEAD.match(title)
    if single and (series or single.start <= (lead.end() if lead else 0)):
        return single
    if single is None and (alone := whole_span(title.strip(_CLOSING), pairs=True)):
        return alone
    return single if single and kind and kind.end() <= single.start else None


def _short_beside(title: str, series: re.Match[str] | None) -> DateSpan | None:
    """A day whose year has two digits, beside a number of a series or before a word for what it is: 0604周报."""
    short = (span for span in spans(title, pairs=True) if span.first.short)
    return next(short, None) if series else month_and_day(title)


def month_and_day(title: str) -> DateSpan | None:
    """Four digits for month and day that a title begins with, where a word for what it is follows: 0604周报."""
    found = _MONTH_AND_DAY.match(title)
    if found is None or not _KIND.match(title, found.end()):
        return None
    return DateSpan(WrittenDay(None, int(found["m"]), int(found["d"])), None, 0, found.end("d"))


def _leading(title: str, number: re.Match[str] | None, span: DateSpan | None) -> int | None:
    """The number in a series where the title begins with it, or tells its kind or its days beside it."""
    if number is None:
        return None
    rest = title[number.end() :]
    leads = number.start() == 0 and not rest[:1].isalpha()
    return _number(number) if leads or span or _KIND.search(title) else None


def _number(match: re.Match[str]) -> int | None:
    try:
        return read_number(match[1] or match[2])
    except ValueError:
        return None


def _with_days_below(part: NamedPart | None, lines: Sequence[str], index: int) -> tuple[NamedPart | None, int]:
    """The part with the days of the lines right below its own, and the line that they stand in; -1 where none does."""
    if part is None:
        return None, -1
    below = [n for n in range(index + 1, min(index + 1 + 2 * _BELOW, len(lines))) if lines[n].strip()][:_BELOW]
    for n in below:
        if lines[n].startswith("#"):
            break
        if span := days_line(lines[n]):
            return replace(part, span=span), n
    return (part if part.is_named else None), -1


def days_line(line: str) -> DateSpan | None:
    """The days that are all of a line, behind a label where it has one: `> **Time:** 2019/10/13 ~ 2019/10/20`."""
    if len(line) > _LONGEST:
        return None
    label = _LABEL.match(line)
    return whole_span(line[label.end() if label else 0 :].strip(_CLOSING), pairs=bool(label and ":" in label[0]))


def _sorted(found: Iterator[DateSpan]) -> Iterator[DateSpan]:
    """Periods before days alone."""
    every = list(found)
    yield from sorted(every, key=lambda span: (span.last is None, span.start))
