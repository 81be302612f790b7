"""The streak of weeks, the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from journal.core.messages import say
from journal.habits.streaks import Streak, streak
from journal.memory.statistics import WeekOfStudy
from journal.opening.journal import Journal


def streak_of(journal: Journal, study: Sequence[WeekOfStudy], day: date | None = None) -> Streak:
    """The streak of these weeks as it stood on a day, or stands today, by what the settings ask of a week."""
    asked = journal.settings
    return streak(
        study, day or journal.today, quota=asked.quota, days=asked.days_of_review, forgiven=asked.weeks_forgiven
    )


def streak_text(found: Streak) -> str:
    """A streak in words: the number of weeks, missed weeks within it, or the risk of breaking it."""
    parts = [say("today.streak", n=found.current)]
    if found.at_risk:
        parts.append(say("habits.at_risk"))
    elif found.missed_weeks:
        parts.append(say("habits.cracks", n=found.missed_weeks))
    return " · ".join(parts)
