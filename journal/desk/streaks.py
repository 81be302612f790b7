"""The streak of weeks, the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from journal.desk import Desk
from journal.learning.progress import WeekOfStudy
from journal.learning.streaks import Streak, streak
from journal.words import say


def streak_of(desk: Desk, study: Sequence[WeekOfStudy], day: date | None = None) -> Streak:
    """The streak of these weeks as it stood on a day, or stands today, by what the settings ask of a week."""
    asked = desk.settings
    return streak(study, day or desk.today, quota=asked.quota, days=asked.days_of_review, forgiven=asked.weeks_forgiven)


def streak_text(found: Streak) -> str:
    """A streak in words: the weeks in a row, and the crack in it or the miss that would break it."""
    parts = [say("today.streak", n=found.current)]
    if found.at_risk:
        parts.append(say("habits.at_risk"))
    elif found.cracks:
        parts.append(say("habits.cracks", n=found.cracks))
    return " · ".join(parts)
