"""Throwback: a sentence from an old week, a different one each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.sentences import sentence_spans
from journal.followups.listing import weeks_between
from journal.log.counting import body_count, strip_markdown
from journal.log.headings import is_heading

if TYPE_CHECKING:
    from journal.db.capturing import StoredWeek
    from journal.db.tables import Week

OLDER_THAN = 2
"""Weeks that a sentence must be older than to be worth looking back at."""
SHORTEST = 6
"""What a sentence must count, in Han characters and words: a time of day or an item of a list says too little."""


@dataclass(frozen=True)
class Throwback:
    """A sentence from a week `weeks` ago, without Markdown marks."""

    week: int
    weeks: int
    text: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return say("timeline.then", n=self.weeks, text=self.text)


def throwback_of(logs: Sequence[StoredWeek | Week], current: date, day: date) -> Throwback | None:
    """The throwback of a `day` in the week that begins on `current`; the same all day, None if there is none."""
    old = [week for week in logs if weeks_between(week.starts, current) > OLDER_THAN]
    for number in range(len(old)):
        week = old[(_drawn(day) + number) % len(old)]
        found = _openings(week.body)
        if found:
            return Throwback(week.id, weeks_between(week.starts, current), found[_drawn(day, "paragraph") % len(found)])
    return None


def _openings(body: str) -> list[str]:
    """The first meaningful sentence of each paragraph of a log, code excluded."""
    text = strip_markdown("\n".join(line for line in body.splitlines() if not is_heading(line)))
    lines = [[line[start:end] for start, end in sentence_spans(line)] for line in map(str.strip, text.splitlines())]
    found = (next((each for each in line if body_count(each) >= SHORTEST), "") for line in lines)
    return [each for each in found if each]


def _drawn(day: date, what: str = "week") -> int:
    """A pseudo-random number that is fixed for a day."""
    return int.from_bytes(sha256(f"{day} {what}".encode()).digest()[:4])
