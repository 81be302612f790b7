"""Sessions of focus: one topic at a time, begun, paused, ended, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from journal.demos.concept import Concept
from journal.desk import Desk
from journal.desk.items import parked_in
from journal.desk.weeks import last_weeks
from journal.learning.focus import Session, WeekOfFocus, overlapping, weeks_of_focus
from journal.learning.habits import PHONE
from journal.store import database, focus, steps, tallies
from journal.store.tables import Focus
from journal.text.days import moved
from journal.words import UserError, say

MINUTES = 25
"""How long a session is planned when nobody says."""
LONGEST = 600
"""Minutes of the longest session that can be planned."""
WEEKS = 8
"""How many weeks the figures of focus cover."""


@dataclass(frozen=True)
class Running:
    """A session of focus as it stands `at` some time: what was parked in it, and the glances at the phone."""

    session: Session
    at: datetime
    parked: int
    phone: int

    @property
    def minutes(self) -> int:
        """The whole minutes that it was worked on."""
        return int(self.session.worked(self.at) / timedelta(minutes=1))


def running(desk: Desk) -> Session | None:
    """The session of focus that runs, if one does."""
    with desk.store.read() as session:
        row = focus.running(session)
    return session_of(row) if row else None


def standing(desk: Desk, of: Session) -> Running:
    """How a session stands, or stood at its end."""
    with desk.store.read() as session:
        glances = tallies.of_focus(session, PHONE, of.id)
    return Running(of, desk.clock(), len(parked_in(desk, of.id)), int(glances))


def told(found: Running) -> str:
    """How a session stands, in one line."""
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


def start(desk: Desk, topic: str, minutes: int = MINUTES, at: str = "") -> Session:
    """Begins a session of focus now, or at a time of the clock that is over (`20:30`).

    Raises UserError without a topic, for a plan out of range, and where it would overlap another session.
    """
    words = " ".join(topic.split())
    if not words:
        raise UserError("focus.no_topic")
    if not 1 <= minutes <= LONGEST:
        raise UserError("focus.no_such_plan", longest=LONGEST)
    begun = _clock_time(at, desk.clock()) if at else desk.clock()
    concept = desk.library.find(words)
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "focused", topic=words)
        _refuse_overlap(desk, session, begun)
        row = Focus(topic=words, concept=concept.id if concept else None, minutes=minutes, started=begun)
        return session_of(focus.add(session, row))


def pause(desk: Desk) -> Session:
    """Pauses the session that runs; one that is paused stays so. Raises UserError when none runs."""
    with desk.store.write() as session:
        running = _running(session)
        steps.begin(session, desk.clock(), "focus_paused", topic=running.topic)
        more = () if running.paused else ((desk.clock(), None),)
        return _changed(session, replace(running, pauses=(*running.pauses, *more)))


def resume(desk: Desk) -> Session:
    """Goes on with the session that is paused. Raises UserError when none runs."""
    with desk.store.write() as session:
        running = _running(session)
        steps.begin(session, desk.clock(), "focus_resumed", topic=running.topic)
        return _changed(session, _resumed(running, desk.clock()))


def stop(desk: Desk, at: str = "", *, keep_idle: bool = False) -> Session:
    """Ends the session that runs: now, or at a time of the clock since its start.

    One that is idle is cut at its planned end, unless it is to `keep_idle`. Raises UserError when none runs.
    """
    now = desk.clock()
    with desk.store.write() as session:
        running = _running(session)
        steps.begin(session, now, "focus_ended", topic=running.topic)
        end = running.planned_end(now) if running.idle(now) and not keep_idle else now
        if at:
            end = _clock_time(at, now)
            if end < running.started:
                raise UserError("focus.ends_before_start", at=at, started=f"{running.started:%H:%M}")
        return _changed(session, replace(_resumed(running, end), ended=end))


def figures(desk: Desk, weeks: int = WEEKS) -> tuple[WeekOfFocus, ...]:
    """The minutes of the last weeks and their topics, the first week first."""
    with desk.store.read() as session:
        periods = last_weeks(desk, session, weeks)
        found = sessions_since(desk, session, periods[0][0])
    return weeks_of_focus(found, periods, desk.clock(), desk.settings.day_starts)


def sessions_since(desk: Desk, session: database.Session, day: date) -> list[Session]:
    """The sessions of focus since the study day `day`."""
    begins = datetime.combine(day, time(desk.settings.day_starts))
    return [session_of(row) for row in focus.since(session, begins)]


def leads_away(desk: Desk, of: Session, concept: Concept) -> bool:
    """Whether a concept is of another topic than a session: neither beside its own in the library nor linked."""
    own = desk.library.concepts.get(of.concept or "")
    if own is None:
        return True
    near = {own.id, *own.needs, *desk.library.needed_by(own.id), *own.confused_with}
    return concept.topic != own.topic and concept.id not in near


def session_of(row: Focus) -> Session:
    """A session as it is stored, as a plain value."""
    pauses = tuple((datetime.fromisoformat(pair[0]), _time(pair[1:])) for pair in row.pauses)
    return Session(row.id, row.topic, row.concept, row.minutes, row.started, row.ended, pauses)


def _time(stored: list[str]) -> datetime | None:
    return datetime.fromisoformat(stored[0]) if stored else None


def _running(session: database.Session) -> Session:
    row = focus.running(session)
    if row is None:
        raise UserError("focus.none_runs")
    return session_of(row)


def _resumed(session: Session, now: datetime) -> Session:
    """The session with its pause ended, if it was in one; a pause never ends before it begins."""
    if not session.paused:
        return session
    begun = session.pauses[-1][0]
    return replace(session, pauses=(*session.pauses[:-1], (begun, max(begun, now))))


def _changed(session: database.Session, changed: Session) -> Session:
    pauses = [[each.isoformat() for each in pair if each] for pair in changed.pauses]
    focus.change(session, changed.id, pauses=pauses, ended=changed.ended)
    return changed


def _refuse_overlap(desk: Desk, session: database.Session, begun: datetime) -> None:
    """Raises UserError where a session begun then would overlap another."""
    row = focus.running(session)
    if row is not None:
        raise UserError("focus.runs_already", topic=row.topic, started=f"{row.started:%H:%M}")
    other = overlapping([session_of(each) for each in focus.since(session, begun)], begun, desk.clock())
    if other is not None and other.ended is not None:
        raise UserError(
            "focus.overlaps", topic=other.topic, started=f"{other.started:%H:%M}", ended=f"{other.ended:%H:%M}"
        )


def _clock_time(text: str, now: datetime) -> datetime:
    """The last time at which the clock showed `20:30`. Raises UserError for anything else."""
    try:
        hour, minute = (int(part) for part in text.replace("：", ":").split(":"))
        moment = datetime.combine(now.date(), time(hour, minute))
    except ValueError as error:
        raise UserError("focus.no_time", text=text) from error
    return moment if moment <= now else moved(moment, timedelta(days=-1))
