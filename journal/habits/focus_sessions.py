"""focus sessions: how long each one was, and what they add up to by week and topic.

Times are naive and local. What is worked past the planned end counts, unless one seems to have gone: whoever has not
ended the session fifteen minutes after its planned end is taken to have left at that end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from journal.core.dates import Period
from journal.core.days import moved
from journal.memory.scheduling import study_day

IDLE = timedelta(minutes=15)
"""After so long past its planned end a session that nobody ended asks to be cut there."""

Pause = tuple[datetime, datetime | None]
"""From and to; a pause that goes on has no end."""


@dataclass(frozen=True)
class FocusSession:
    """A focus session on one topic, planned for `minutes`; it runs until `ended`."""

    id: int
    topic: str
    concept: str | None
    minutes: int
    started: datetime
    ended: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    @property
    def paused(self) -> bool:
        """Whether it runs, but is paused."""
        return self.ended is None and bool(self.pauses) and self.pauses[-1][1] is None

    def worked(self, now: datetime) -> timedelta:
        """How long it was worked on, without its pauses: as long as it ran, or until its planned end if it is idle."""
        if self.idle(now):
            return timedelta(minutes=self.minutes)
        return self._worked_until(self.ended or now)

    def left(self, now: datetime) -> timedelta:
        """How much of the plan is left; negative once the session is over time."""
        return timedelta(minutes=self.minutes) - self._worked_until(self.ended or now)

    def planned_end(self, now: datetime) -> datetime:
        """When the planned minutes are over, or were; a pause that goes on moves it along with `now`."""
        moment = moved(self.started, timedelta(minutes=self.minutes))
        for start, end in self.pauses:
            if start < moment:
                moment = moved(moment, (end or max(now, start)) - start)
        return moment

    def idle(self, now: datetime) -> bool:
        """Whether it runs still though its planned end is more than `IDLE` behind."""
        return self.ended is None and not self.paused and now - self.planned_end(now) > IDLE

    def span(self, now: datetime) -> tuple[datetime, datetime]:
        """From its start to its end, or to where it stands: what no other session may overlap."""
        return self.started, self.ended or (self.planned_end(now) if self.idle(now) else max(now, self.started))

    def _worked_until(self, moment: datetime) -> timedelta:
        paused = sum((_overlap(start, end or moment, moment) for start, end in self.pauses), timedelta())
        return max(timedelta(), moment - self.started - paused)


def _overlap(start: datetime, end: datetime, moment: datetime) -> timedelta:
    """How much of a pause lies before a moment."""
    return max(timedelta(), min(end, moment) - start)


@dataclass(frozen=True)
class FocusTopic:
    """What one topic had of a week."""

    topic: str
    concept: str | None
    minutes: int
    sessions: int


@dataclass(frozen=True)
class FocusWeek:
    """The sessions of one week, from its first day to its last."""

    starts: date
    ends: date
    minutes: int
    sessions: int
    topics: tuple[FocusTopic, ...]


def minutes_of(sessions: Iterable[FocusSession], now: datetime) -> int:
    """The minutes of some sessions together, each rounded to whole ones, so that parts add up to their sum."""
    return sum(round(each.worked(now) / timedelta(minutes=1)) for each in sessions)


def focus_weeks(
    sessions: Sequence[FocusSession], weeks: Iterable[Period], now: datetime, day_starts: int
) -> tuple[FocusWeek, ...]:
    """The minutes of each week and, in it, of each topic, the one with most minutes first.

    A session counts for the study day on which it began.
    """
    return tuple(_focus_week(sessions, first, last, now, day_starts) for first, last in weeks)


def _focus_week(sessions: Sequence[FocusSession], first: date, last: date, now: datetime, day_starts: int) -> FocusWeek:
    own = [each for each in sessions if first <= study_day(each.started, day_starts) <= last]
    grouped: dict[str, list[FocusSession]] = {}
    for each in own:
        grouped.setdefault(each.concept or each.topic.casefold(), []).append(each)
    topics = [
        FocusTopic(group[-1].topic, group[-1].concept, minutes_of(group, now), len(group)) for group in grouped.values()
    ]
    topics.sort(key=lambda topic: -topic.minutes)
    return FocusWeek(first, last, minutes_of(own, now), len(own), tuple(topics))


def overlapping(sessions: Iterable[FocusSession], start: datetime, now: datetime) -> FocusSession | None:
    """The session that one begun at `start` and standing at `now` would overlap, if there is one."""
    spans = ((each, each.span(now)) for each in sessions)
    return next((each for each, (first, last) in spans if first < max(now, start) and last > start), None)
