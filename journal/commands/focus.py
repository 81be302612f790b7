"""The command about sessions of focus."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from journal.commands.opening import opened
from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import UserError, say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.focus import Running
    from journal.learning.focus import WeekOfFocus


def focus(options: Namespace, settings: Settings) -> int:
    """Begins, ends, pauses a session, or says what runs; `--status` exits with 1 when nothing does."""

    with opened(settings) as desk:
        if options.topic and options.does is None:
            return _begin(desk, options)
        if options.topic:
            raise UserError("focus.one_thing", option=options.does)
        return _OTHERS[options.does](desk, options)


def _begin(desk: Desk, options: Namespace) -> int:
    from journal.desk.focus import MINUTES, standing, start

    minutes = MINUTES if options.minutes is None else options.minutes
    begun = start(desk, options.topic, minutes, options.at)
    text = say("focus.began", topic=begun.topic, plan=begun.minutes, started=f"{begun.started:%H:%M}")
    return _print(standing(desk, begun), text, as_json=options.json)


def _stop(desk: Desk, options: Namespace) -> int:
    from journal.desk.focus import standing, stop

    ended = stop(desk, options.at)
    found = standing(desk, ended)
    lines = [say("focus.ended", topic=ended.topic, minutes=found.minutes, end=f"{ended.ended:%H:%M}")]
    lines += [say("focus.waits", n=found.parked)] if found.parked else []
    return _print(found, *lines, as_json=options.json)


def _pause(desk: Desk, options: Namespace) -> int:
    from journal.desk.focus import pause, standing, told

    found = standing(desk, pause(desk))
    return _print(found, told(found), as_json=options.json)


def _resume(desk: Desk, options: Namespace) -> int:
    from journal.desk.focus import resume, standing, told

    found = standing(desk, resume(desk))
    return _print(found, told(found), as_json=options.json)


def _status(desk: Desk, options: Namespace) -> int:
    from journal.desk.focus import running, standing, told

    session = running(desk)
    if session is None:
        _print(None, say("focus.none"), as_json=options.json)
        return 1
    found = standing(desk, session)
    return _print(found, told(found), as_json=options.json)


def _overview(desk: Desk, options: Namespace) -> int:
    """What runs, and the minutes by week and topic."""
    from journal.desk.focus import figures, running, standing, told

    session = running(desk)
    found = standing(desk, session) if session else None
    weeks = figures(desk)
    if options.json:
        print_json({"running": _plain(found), "weeks": [asdict(week) for week in weeks]})
        return 0
    begun = [week for week in weeks if week.sessions]
    print_lines([told(found) if found else say("focus.none" if begun else "focus.never")])
    print_lines(line for week in begun for line in ("", *_week_lines(week)))
    return 0


_OTHERS = {"stop": _stop, "pause": _pause, "resume": _resume, "status": _status, None: _overview}
"""What is done without a topic, by the option that asks for it."""


def _week_lines(week: WeekOfFocus) -> list[str]:
    from journal.desk.week_rows import span_of

    heading = say("focus.week", span=span_of(week.starts, week.ends), minutes=week.minutes, n=week.sessions)
    rows = [(f"  {each.topic}", say("focus.minutes", n=each.minutes)) for each in week.topics]
    return [heading, *table(rows)]


def _print(found: Running | None, *lines: str, as_json: bool) -> int:
    if as_json:
        print_json({"running": _plain(found)})
    else:
        print_lines(lines)
    return 0


def _plain(found: Running | None) -> dict[str, Any] | None:
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
