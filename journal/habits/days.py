"""Activity by day: words, reviews, minutes of focus, and cards due on coming days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from journal.core.days import study_day
from journal.db import habit_entries, totals, versions
from journal.db.database import Session
from journal.db.tables import Week
from journal.habits.focus import sessions_since
from journal.habits.focus_sessions import minutes_of
from journal.habits.heat_map import mondays_around
from journal.log.counting import body_count
from journal.opening.at_once import DATED_BACK
from journal.opening.journal import Journal
from journal.review.coming import coming

Measure = Literal["words", "reviews", "minutes"]
WEEKS = 53
"""How many weeks behind it may show."""


@dataclass(frozen=True)
class Days:
    """What the days up to `today` held, by measure, and how many cards are `due` on it and after.

    `late` are the days of which words were written only later.
    """

    today: date
    behind: Mapping[Measure, Mapping[date, int]]
    due: Mapping[date, int]
    late: frozenset[date]


@dataclass(frozen=True)
class Written:
    """The words of each day, and the days of which some were written only later."""

    words: Mapping[date, int]
    late: frozenset[date]


def days(journal: Journal, weeks: int = WEEKS) -> Days:
    """Reads all measures from the Monday of `weeks` weeks ago; overdue cards count as due today."""
    first = mondays_around(journal.today, weeks, 0)[0][0]
    with journal.store.read() as session:
        written = written_by_day(journal, session, first)
        reviews = {each.day: each.reviews for each in totals.days(session)}
        minutes = focus_by_day(journal, session, first)
        due = {day: count for day, count in coming(journal, session, 7 * WEEKS).items() if count}
    behind: dict[Measure, Mapping[date, int]] = {"words": written.words, "reviews": reviews, "minutes": minutes}
    within = {name: _within(counts, first, journal.today) for name, counts in behind.items()}
    return Days(journal.today, within, due, written.late)


def _within(counts: Mapping[date, int], first: date, last: date) -> dict[date, int]:
    return {day: count for day, count in counts.items() if first <= day <= last}


def focus_by_day(journal: Journal, session: Session, first: date) -> dict[date, int]:
    """The minutes of focus of each study day since `first`."""
    found: Counter[date] = Counter()
    for each in sessions_since(journal, session, first):
        found[study_day(each.started, journal.settings.day_starts)] += minutes_of([each], journal.clock())
    return dict(found)


def written_by_day(journal: Journal, session: Session, first: date) -> Written:
    """The words of each study day since `first`, by the texts that were kept of each week.

    What was written after its week was over counts for the last day of the week, and what was added for an earlier day
    (`昨天：…`) for that day.
    """
    found: Counter[date] = Counter()
    late: set[date] = set()
    logs = versions.of_weeks_since(session, first)
    for week, texts in logs:
        before = 0
        for at, body in texts:
            words, day = body_count(body), _day_in(week, study_day(at, journal.settings.day_starts))
            found[day] += words - before
            late |= {day} if words > before and day < study_day(at, journal.settings.day_starts) else set()
            before = words
    for entry in habit_entries.of_habit(session, DATED_BACK, first):
        holding = [week for week, _ in logs if week.starts <= entry.day <= week.ends]
        if holding:
            found[_day_in(holding[-1], study_day(entry.at, journal.settings.day_starts))] -= int(entry.amount)
            found[entry.day] += int(entry.amount)
            late.add(entry.day)
    return Written({day: words for day, words in sorted(found.items()) if words > 0}, frozenset(late))


def _day_in(week: Week, day: date) -> date:
    """The day for which words of a week count that were written on `day`."""
    return min(day, week.ends)
