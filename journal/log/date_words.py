"""Days called by words, in both languages: behind us in a log (昨天：学了池化层), ahead of us in a promise (今晚就学).

Weeks of these words begin on Monday, whatever weeks the learner keeps: on a Sunday, 本周三 lies four days back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from journal.core.dates import read_day
from journal.core.days import shifted
from journal.core.numerals import CHARACTERS, read_number
from journal.core.times import bare_time, is_time

_SAID_OF_THE_PAST = {
    **dict.fromkeys(["今天", "今日", "今早", "今晚", "today", "tonight", "this morning", "this evening"], 0),
    **dict.fromkeys(["昨天", "昨日", "昨晚", "yesterday", "last night"], 1),
    **dict.fromkeys(["前天", "前日", "the day before yesterday", "day before yesterday"], 2),
    "大前天": 3,
}
_SAID_OF_THE_FUTURE = {
    **dict.fromkeys(["今天", "今日", "今晚", "today", "tonight"], 0),
    **dict.fromkeys(["明天", "明日", "明早", "明晚", "tomorrow"], 1),
    **dict.fromkeys(["后天", "the day after tomorrow", "day after tomorrow"], 2),
    "大后天": 3,
}
_ENGLISH_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_N = rf"(?P<n>\d{{1,3}}|[{CHARACTERS}]{{1,5}}|an?|{'|'.join(_ENGLISH_NUMBERS)})\s*"
_UNIT = r"(?P<unit>天|日|周|个星期|星期|days?|weeks?)"
_AGO = re.compile(_N + _UNIT + r"(?:之?前|\s+ago)")
_AHEAD = re.compile(rf"(?:in\s+)?{_N}{_UNIT}(?:之?后|\s+from now)?")
_WEEKDAY = re.compile(
    r"(?P<which>本|这个?|上个?|下个?|this\s+|last\s+|next\s+|on\s+|)"
    r"(?:(?:周|星期|礼拜)(?P<han>[一二三四五六日天])|(?P<latin>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_PAIR = re.compile(r"\d{1,2}[.\-/]\d{1,2}")
_COLON = re.compile("[:：]")
_JOINED = re.compile(r"[\s,，]+$|(?<=\d)t$", re.IGNORECASE)
"""What joins a day to a time behind it."""
_CLEAR_PAIR = re.compile(r"\d\d[.\-/]\d\d")
_NEAR = timedelta(days=7)
_LONGEST_WORDS = 45
"""Characters of the longest words before a colon that can name a day and a time."""
_MOST_COLONS = 3
"""The colons among which the one that ends those words is looked for: a time holds up to two."""


def read_dated(text: str, today: date) -> tuple[date, str]:
    """The day that `text` is about, and the text without the words that say so: `昨天：…`, `yesterday: …`.

    The words stand before a colon of either width; a time behind them (`yesterday at 3pm: …`) stays in the text. Two
    bare numbers are a day only where they can hardly be anything else: with two digits each, and of the last week.
    Where the words name no day, it is `today` and all of the text stays.
    """
    for words, time, end in _dated_beginnings(text):
        day = _day_before_colon(words, today)
        if day:
            return day, _entry(bare_time(time), text[end], text[end + 1 :])
    return today, text


def _dated_beginnings(text: str) -> Iterator[tuple[str, str, int]]:
    """The words before one of the first colons, and the place of that colon: with what may be a time split off.

    The last colon comes first, since a time may hold the others.
    """
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start, start + _LONGEST_WORDS)
    first = islice(_COLON.finditer(text, start, start + _LONGEST_WORDS if end < 0 else end), _MOST_COLONS)
    for colon in reversed(list(first)):
        words = text[start : colon.start()].rstrip()
        yield words, "", colon.start()
        for place in range(1, len(words)):
            if is_time(words[place:]):
                yield _JOINED.sub("", words[:place]), words[place:], colon.start()


def _entry(time: str, colon: str, rest: str) -> str:
    """What is left of an entry without the words for its day: its time, if it has one, and its text."""
    rest = rest.lstrip()
    return f"{time}{colon}{' ' * (colon == ':')}{rest}" if time else rest


def _day_before_colon(words: str, today: date) -> date | None:
    """The day that some words before a colon name; None for two bare numbers that may be anything else."""
    if not _PAIR.fullmatch(words.strip()):
        return past_day(words, today)
    day = past_day(words, today) if _CLEAR_PAIR.fullmatch(words.strip()) else None
    return day if day and today - _NEAR <= day <= today else None


def past_day(words: str, today: date) -> date | None:
    """The day that `words` name looking back: 昨天, 三天前, 周三 (the latest), 上周日, 7月9日, last friday, July 9.

    A day without a year may lie up to a week ahead, in the week that is being written. None where they name no day.
    """
    words = _plain(words)
    if words in _SAID_OF_THE_PAST:
        return shifted(today, -_SAID_OF_THE_PAST[words])
    if ago := _AGO.fullmatch(words):
        return _moved(today, ago, -1)
    if weekday := _WEEKDAY.fullmatch(words):
        return _weekday_behind(weekday, today)
    return read_day(words, shifted(today, 7))


def due_day(words: str, today: date) -> date | None:
    """The day by which something is promised: 今晚, 三天后, 下周 (its last day), 下周一, next friday, in two days.

    None where the words name no day, or one that is over.
    """
    words = _plain(words)
    if words in _SAID_OF_THE_FUTURE:
        return shifted(today, _SAID_OF_THE_FUTURE[words])
    if words in ("下周", "下个星期", "下星期", "next week"):
        return shifted(_monday(today), 13)
    if words in ("本周", "这周", "周末", "this week", "this weekend"):
        return shifted(_monday(today), 6)
    if ahead := _AHEAD.fullmatch(words):
        return _moved(today, ahead, 1)
    if weekday := _WEEKDAY.fullmatch(words):
        return _weekday_ahead(weekday, today)
    day = read_day(words, shifted(today, 364))
    return day if day and day >= today else None


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.strip().lower())


def _monday(day: date) -> date:
    return shifted(day, -day.weekday())


def _moved(day: date, match: re.Match[str], sign: int) -> date | None:
    """`day` moved by the number and unit in `match`; None where they name no number or lead out of the calendar."""
    try:
        days = _number(match["n"]) * (1 if match["unit"] in ("天", "日", "day", "days") else 7)
        return day + sign * timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _number(words: str) -> int:
    if words in ("a", "an"):
        return 1
    return _ENGLISH_NUMBERS.index(words) + 1 if words in _ENGLISH_NUMBERS else read_number(words)


def _named(match: re.Match[str]) -> int:
    """The weekday in `match`; Monday is 0."""
    if match["han"]:
        return "一二三四五六日".index(match["han"].replace("天", "日"))
    return next(n for n, name in enumerate(_ENGLISH_DAYS) if name.startswith(match["latin"][:3]))


def _weekday_behind(match: re.Match[str], today: date) -> date | None:
    which, weekday = match["which"].strip(), _named(match)
    if which in ("", "on"):
        return shifted(today, -((today.weekday() - weekday) % 7))
    if which == "last":
        return shifted(today, -((today.weekday() - weekday - 1) % 7) - 1)
    weeks = {"上": -1, "本": 0, "这": 0, "t": 0}.get(which[0])
    return None if weeks is None else shifted(_monday(today), 7 * weeks + weekday)


def _weekday_ahead(match: re.Match[str], today: date) -> date | None:
    which, weekday = match["which"].strip(), _named(match)
    if which in ("", "on", "this", "本", "这", "这个"):
        return shifted(today, (weekday - today.weekday()) % 7)
    return shifted(_monday(today), 7 + weekday) if which in ("下", "下个", "next") else None
