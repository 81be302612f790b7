"""A sentence of an old week, another one each day: what one thought then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from journal.desk.items import weeks_between
from journal.store.tables import Week
from journal.text.counting import body_count, strip_markdown
from journal.text.sentences import sentence_spans
from journal.text.weeks import is_heading
from journal.words import say

OLDER_THAN = 2
"""Weeks that a sentence must be older than to be worth looking back at."""
SHORTEST = 6
"""What a sentence must count, in Han characters and words: a time of day or an item of a list says too little."""


@dataclass(frozen=True)
class Then:
    """A sentence of a week that lies `weeks` back, as it reads without marks of Markdown."""

    week: int
    weeks: int
    text: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        return say("timeline.then", n=self.weeks, text=self.text)


def then_of(logs: Sequence[Week], current: date, day: date) -> Then | None:
    """What to look back at on a `day` in the week that begins on `current`: all that day the same; None without any."""
    old = [week for week in logs if weeks_between(week.starts, current) > OLDER_THAN]
    for number in range(len(old)):
        week = old[(_drawn(day) + number) % len(old)]
        found = _openings(week.body)
        if found:
            return Then(week.id, weeks_between(week.starts, current), found[_drawn(day, "paragraph") % len(found)])
    return None


def _openings(body: str) -> list[str]:
    """Of each paragraph of a log the first sentence that says something; none of its code."""
    text = strip_markdown("\n".join(line for line in body.splitlines() if not is_heading(line)))
    lines = [[line[start:end] for start, end in sentence_spans(line)] for line in map(str.strip, text.splitlines())]
    found = (next((each for each in line if body_count(each) >= SHORTEST), "") for line in lines)
    return [each for each in found if each]


def _drawn(day: date, what: str = "week") -> int:
    """A number drawn for a day: always the same one."""
    return int.from_bytes(sha256(f"{day} {what}".encode()).digest()[:4])
