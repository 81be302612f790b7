"""The focus command."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.habits.focus import FocusStatus
    from journal.habits.focus_sessions import FocusWeek
    from journal.opening.journal import Journal


def focus(options: Namespace, settings: Settings) -> int:
    """Starts, ends or pauses a focus session, or reports the running one; `--status` exits 1 when none is running."""

    with opened(settings) as journal:
        if options.topic and options.does is None:
            return _begin(journal, options)
        if options.topic:
            raise UserError("focus.one_thing", option=options.does)
        return _OTHERS[options.does](journal, options)


def _begin(journal: Journal, options: Namespace) -> int:
    from journal.habits.focus import start, status_of

    begun = start(journal, options.topic, options.minutes, options.at)
    text = say("focus.began", topic=begun.topic, plan=begun.minutes, started=f"{begun.started:%H:%M}")
    return _print(status_of(journal, begun), text, as_json=options.json)


def _stop(journal: Journal, options: Namespace) -> int:
    from journal.habits.focus import status_of, stop

    ended = stop(journal, options.at)
    found = status_of(journal, ended)
    lines = [say("focus.ended", topic=ended.topic, minutes=found.minutes, end=f"{ended.ended:%H:%M}")]
    lines += [say("focus.waits", n=found.parked)] if found.parked else []
    return _print(found, *lines, as_json=options.json)


def _pause(journal: Journal, options: Namespace) -> int:
    from journal.habits.focus import pause, status_line, status_of

    found = status_of(journal, pause(journal))
    return _print(found, status_line(found), as_json=options.json)


def _resume(journal: Journal, options: Namespace) -> int:
    from journal.habits.focus import resume, status_line, status_of

    found = status_of(journal, resume(journal))
    return _print(found, status_line(found), as_json=options.json)


def _status(journal: Journal, options: Namespace) -> int:
    from journal.habits.focus import running, status_line, status_of

    session = running(journal)
    if session is None:
        _print(None, say("focus.none"), as_json=options.json)
        return 1
    found = status_of(journal, session)
    return _print(found, status_line(found), as_json=options.json)


def _overview(journal: Journal, options: Namespace) -> int:
    """The running session, and the minutes by week and topic."""
    from journal.habits.focus import running, status_line, status_of, weekly_minutes

    session = running(journal)
    found = status_of(journal, session) if session else None
    weeks = weekly_minutes(journal)
    if options.json:
        print_json({"running": _plain(found), "weeks": [asdict(week) for week in weeks]})
        return 0
    begun = [week for week in weeks if week.sessions]
    print_lines([status_line(found) if found else say("focus.none" if begun else "focus.never")])
    print_lines(line for week in begun for line in ("", *_week_lines(week)))
    return 0


_OTHERS = {"stop": _stop, "pause": _pause, "resume": _resume, "status": _status, None: _overview}
"""What is done without a topic, by the option that asks for it."""


def _week_lines(week: FocusWeek) -> list[str]:
    from journal.weeks.week_rows import date_range

    heading = say("focus.week", span=date_range(week.starts, week.ends), minutes=week.minutes, n=week.sessions)
    rows = [(f"  {each.topic}", say("focus.minutes", n=each.minutes)) for each in week.topics]
    return [heading, *table(rows)]


def _print(found: FocusStatus | None, *lines: str, as_json: bool) -> int:
    if as_json:
        print_json({"running": _plain(found)})
    else:
        print_lines(lines)
    return 0


def _plain(found: FocusStatus | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "id": found.session.id,
        "topic": found.session.topic,
        "concept": found.session.concept,
        "plan": found.session.minutes,
        "minutes": found.minutes,
        "started": found.session.started,
        "ended": found.session.ended,
        "paused": found.session.paused,
        "parked": found.parked,
        "phone": found.phone,
    }
