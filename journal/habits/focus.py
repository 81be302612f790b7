"""Focus sessions: start, pause, end, and totals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from journal.core.days import moved
from journal.core.messages import UserError, say
from journal.db import database, focus, habit_entries, undo_log
from journal.db.tables import Focus
from journal.followups.followups import parked_during
from journal.habits.amounts import PHONE
from journal.habits.arguments import PLANNED
from journal.habits.focus_sessions import FocusSession, FocusWeek, focus_weeks, overlapping
from journal.library.concept import Concept
from journal.opening.journal import Journal
from journal.weeks.weeks import last_weeks

LONGEST = 600
"""Minutes of the longest session that can be planned."""
WEEKS = 8
"""How many weeks the figures of focus cover."""


@dataclass(frozen=True)
class FocusStatus:
    """The status of a focus session `at` some time: parked thoughts and phone pickups."""

    session: FocusSession
    at: datetime
    parked: int
    phone: int

    @property
    def minutes(self) -> int:
        """The full minutes worked."""
        return int(self.session.worked(self.at) / timedelta(minutes=1))


def running(journal: Journal) -> FocusSession | None:
    """The running focus session, if any."""
    with journal.store.read() as session:
        row = focus.running(session)
    return session_of(row) if row else None


def status_of(journal: Journal, of: FocusSession) -> FocusStatus:
    """The status of a session, now or at its end."""
    with journal.store.read() as session:
        pickups = habit_entries.of_focus(session, PHONE, of.id)
    return FocusStatus(of, journal.clock(), len(parked_during(journal, of.id)), int(pickups))


def status_line(found: FocusStatus) -> str:
    """The status of a session, in one line."""
    own = found.session
    parts = [
        say("focus.stands", topic=own.topic, minutes=found.minutes, plan=own.minutes, started=f"{own.started:%H:%M}")
    ]
    if own.paused:
        parts.append(say("focus.paused"))
    if own.idle(found.at):
        parts.append(say("focus.idle", end=f"{own.planned_end(found.at):%H:%M}"))
    if found.parked:
        parts.append(say("focus.parked", n=found.parked))
    if found.phone:
        parts.append(say("focus.phone", n=found.phone))
    return " · ".join(parts)


def start(journal: Journal, topic: str, minutes: int = PLANNED, at: str = "") -> FocusSession:
    """Starts a focus session now, or at an earlier clock time (`20:30`).

    Raises UserError without a topic, for a plan out of range, and where it would overlap another session.
    """
    words = " ".join(topic.split())
    if not words:
        raise UserError("focus.no_topic")
    if not 1 <= minutes <= LONGEST:
        raise UserError("focus.no_such_plan", longest=LONGEST)
    begun = _clock_time(at, journal.clock()) if at else journal.clock()
    concept = journal.library.find(words)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "focused", topic=words)
        _refuse_overlap(journal, session, begun)
        row = Focus(topic=words, concept=concept.id if concept else None, minutes=minutes, started=begun)
        return session_of(focus.add(session, row))


def pause(journal: Journal) -> FocusSession:
    """Pauses the running session; no effect if already paused. Raises UserError when none is running."""
    with journal.store.write() as session:
        running = _running(session)
        undo_log.begin(session, journal.clock(), "focus_paused", topic=running.topic)
        more = () if running.paused else ((journal.clock(), None),)
        return _changed(session, replace(running, pauses=(*running.pauses, *more)))


def resume(journal: Journal) -> FocusSession:
    """Resumes the paused session. Raises UserError when none is running."""
    with journal.store.write() as session:
        running = _running(session)
        undo_log.begin(session, journal.clock(), "focus_resumed", topic=running.topic)
        return _changed(session, _resumed(running, journal.clock()))


def stop(journal: Journal, at: str = "", *, keep_idle: bool = False) -> FocusSession:
    """Ends the running session: now, or at a clock time since its start.

    An idle session ends at its planned end, unless `keep_idle`. Raises UserError when none is running.
    """
    now = journal.clock()
    with journal.store.write() as session:
        running = _running(session)
        undo_log.begin(session, now, "focus_ended", topic=running.topic)
        end = running.planned_end(now) if running.idle(now) and not keep_idle else now
        if at:
            end = _clock_time(at, now)
            if end < running.started:
                raise UserError("focus.ends_before_start", at=at, started=f"{running.started:%H:%M}")
        return _changed(session, replace(_resumed(running, end), ended=end))


def weekly_minutes(journal: Journal, weeks: int = WEEKS) -> tuple[FocusWeek, ...]:
    """The minutes of the last weeks and their topics, the first week first."""
    with journal.store.read() as session:
        periods = last_weeks(journal, session, weeks)
        found = sessions_since(journal, session, periods[0][0])
    return focus_weeks(found, periods, journal.clock(), journal.settings.day_starts)


def sessions_since(journal: Journal, session: database.Session, day: date) -> list[FocusSession]:
    """The focus sessions since the study day `day`."""
    begins = datetime.combine(day, time(journal.settings.day_starts))
    return [session_of(row) for row in focus.since(session, begins)]


def is_off_topic(journal: Journal, of: FocusSession, concept: Concept) -> bool:
    """Whether a concept is off the session's topic: neither in the same library topic nor linked to it."""
    own = journal.library.concepts.get(of.concept or "")
    if own is None:
        return True
    near = {own.id, *own.needs, *journal.library.needed_by(own.id), *own.confused_with}
    return concept.topic != own.topic and concept.id not in near


def session_of(row: Focus) -> FocusSession:
    """A session as it is stored, as a plain value."""
    pauses = tuple((datetime.fromisoformat(pair[0]), _time(pair[1:])) for pair in row.pauses)
    return FocusSession(row.id, row.topic, row.concept, row.minutes, row.started, row.ended, pauses)


def _time(stored: list[str]) -> datetime | None:
    return datetime.fromisoformat(stored[0]) if stored else None


def _running(session: database.Session) -> FocusSession:
    row = focus.running(session)
    if row is None:
        raise UserError("focus.none_runs")
    return session_of(row)


def _resumed(session: FocusSession, now: datetime) -> FocusSession:
    """The session with its pause ended, if paused; a pause never ends before it begins."""
    if not session.paused:
        return session
    begun = session.pauses[-1][0]
    return replace(session, pauses=(*session.pauses[:-1], (begun, max(begun, now))))


def _changed(session: database.Session, changed: FocusSession) -> FocusSession:
    pauses = [[each.isoformat() for each in pair if each] for pair in changed.pauses]
    focus.change(session, changed.id, pauses=pauses, ended=changed.ended)
    return changed


def _refuse_overlap(journal: Journal, session: database.Session, begun: datetime) -> None:
    """Raises UserError where a session begun then would overlap another."""
    row = focus.running(session)
    if row is not None:
        raise UserError("focus.runs_already", topic=row.topic, started=f"{row.started:%H:%M}")
    other = overlapping([session_of(each) for each in focus.since(session, begun)], begun, journal.clock())
    if other is not None and other.ended is not None:
        raise UserError(
            "focus.overlaps", topic=other.topic, started=f"{other.started:%H:%M}", ended=f"{other.ended:%H:%M}"
        )


def _clock_time(text: str, now: datetime) -> datetime:
    """The latest past time that the clock showed `20:30`. Raises UserError for anything else."""
    try:
        hour, minute = (int(part) for part in text.replace("：", ":").split(":"))
        moment = datetime.combine(now.date(), time(hour, minute))
    except ValueError as error:
        raise UserError("focus.no_time", text=text) from error
    return moment if moment <= now else moved(moment, timedelta(days=-1))
