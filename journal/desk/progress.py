"""Figures of what was written and learned: the same for the screen, the command and the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.desk import Desk
from journal.desk.concepts import ConceptRow, concept_rows
from journal.desk.streaks import streak_of
from journal.desk.today import held_with_titles
from journal.learning.beliefs import Calibration, calibration, held_ideas
from journal.learning.progress import forecast, retention, weeks_of_study
from journal.learning.streaks import Streak
from journal.store import progress, weeks
from journal.text.counting import body_count

DAYS_AHEAD = 14


@dataclass(frozen=True)
class WeekFigures:
    """One week: `retention` is None when nothing that had been learned was asked."""

    title: str
    number: int | None
    starts: date
    ends: date
    words: int
    reviews: int
    right: int
    minutes: float
    retention: float | None


@dataclass(frozen=True)
class TopicFigures:
    """How well the concepts of a topic are known: the mean over those that are on the review list."""

    topic: str
    title: str
    known: float
    begun: int
    concepts: int


@dataclass(frozen=True)
class ProgressView:
    """Everything that Progress shows, as plain values."""

    day: date
    goal: int
    weeks: tuple[WeekFigures, ...]
    retention: float | None
    forecast: tuple[int, ...]
    calibration: tuple[Calibration, ...]
    streak: Streak
    topics: tuple[TopicFigures, ...]
    held: tuple[tuple[str, str], ...]
    cured: int


def progress_of(desk: Desk) -> ProgressView:
    """Reads it all."""
    day = desk.today
    with desk.store.read() as session:
        logs = weeks.all_weeks(session)
        days = progress.days(session)
        due = progress.due_by_day(session)
        sure = progress.sureness(session)
        ideas = held_ideas(progress.beliefs(session))
    study = weeks_of_study(logs, days, body_count)
    figures = tuple(
        WeekFigures(
            week.title,
            week.number,
            each.starts,
            each.ends,
            each.words,
            each.reviews,
            each.right,
            each.minutes,
            each.retention,
        )
        for week, each in zip(sorted(logs, key=lambda week: (week.starts, week.ends)), study, strict=True)
    )
    return ProgressView(
        day=day,
        goal=desk.settings.quota,
        weeks=figures,
        retention=retention(days),
        forecast=forecast(due, day, DAYS_AHEAD),
        calibration=calibration(sure),
        streak=streak_of(desk, study),
        topics=_topics(concept_rows(desk)),
        held=tuple(held_with_titles(desk, ideas)),
        cured=sum(idea.cured for idea in ideas),
    )


def _topics(rows: Sequence[ConceptRow]) -> tuple[TopicFigures, ...]:
    found = []
    for topic in dict.fromkeys(row.topic for row in rows):
        own = [row for row in rows if row.topic == topic]
        known = [row.known for row in own if row.known is not None]
        share = sum(known) / len(own)
        found.append(TopicFigures(topic, own[0].topic_title, share, len(known), len(own)))
    return tuple(found)


def coming_days(day: date) -> list[date]:
    """The days that the forecast is about."""
    return [day + timedelta(days=n) for n in range(DAYS_AHEAD)]
