"""A sentence of an old week, another one each day: what one thought then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from journal.desk.items import weeks_between
from journal.store.tables import Week
from journal.text.counting import strip_markdown
from journal.text.sentences import sentence_spans
from journal.text.weeks import is_heading
from journal.words import say

OLDER_THAN = 2
"""Weeks that a sentence must be older than to be worth looking back at."""
SHORTEST = 12
"""Characters that a paragraph must have: a line of headings or of a list says too little."""


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
    """The first sentence of each paragraph of a log that says something; none of its code."""
    text = strip_markdown("\n".join(line for line in body.splitlines() if not is_heading(line)))
    lines = [line.strip() for line in text.splitlines() if len(line.strip()) >= SHORTEST]
    return [line[slice(*sentence_spans(line)[0])] for line in lines]


def _drawn(day: date, what: str = "week") -> int:
    """A number drawn for a day: always the same one."""
    return int.from_bytes(sha256(f"{day} {what}".encode()).digest()[:4])
