"""Days to keep as an iCalendar file (RFC 5545): follow-ups on the days they are due, cards on the days they come up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from journal import __version__

_LONGEST = 75
"""Octets of a line, its break not counted (RFC 5545, 3.1)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ESCAPED = re.compile(r"[\\;,]")


@dataclass(frozen=True)
class DayToKeep:
    """What a day brings, under a `uid` that stays the same from one export to the next."""

    uid: str
    day: date
    summary: str
    description: str = ""


def written(days: Sequence[DayToKeep], now: datetime) -> str:
    """The days as a calendar of all-day events that leave their day free, lines folded; `now` is the local time."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//journal//journal {__version__}//EN", "CALSCALE:GREGORIAN"]
    stamp = f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for each in sorted(days, key=lambda day: (day.day, day.uid)):
        lines += _event(each, stamp)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(each: DayToKeep, stamp: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(each.uid)}",
        stamp,
        f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{each.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(each.summary)}",
    ]
    lines += [f"DESCRIPTION:{_text(each.description)}"] if each.description else []
    return [*lines, "TRANSP:TRANSPARENT", "END:VEVENT"]


def _text(text: str) -> str:
    """A value of type TEXT (RFC 5545, 3.3.11)."""
    plain = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _ESCAPED.sub(r"\\\g<0>", plain).replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, a blank before each but the first; no character is cut."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part, size = part + character, size + octets
    yield part
