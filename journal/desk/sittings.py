"""A sitting of writing: noted while it lasts, so that the next start knows of one that was broken off."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime

from journal.desk import Desk
from journal.desk.history import keep
from journal.desk.weeks import OpenWeek, rewrite
from journal.store import meta, versions, weeks
from journal.text.counting import body_count

NOTE = "writing"


@dataclass(frozen=True)
class BrokenOff:
    """A sitting that did not end: its week, whose text stands as it was saved last, and what it had said `before`."""

    week_id: int
    title: str
    words: int
    at: datetime
    before: str


def begin(desk: Desk, week: OpenWeek) -> None:
    """Keeps what a week says, if it says anything yet, and notes that it is written from here on."""
    assert week.id is not None
    is_new = not week.body.strip()
    if not is_new:
        keep(desk, week.id)
    with desk.store.write() as session:
        kept = None if is_new else versions.latest(session, week.id)
        note = {"week": week.id, "version": kept and kept.id, "pid": os.getpid()}
        meta.put(session, NOTE, json.dumps(note))


def end(desk: Desk) -> None:
    """Notes that nothing is written any more."""
    with desk.store.write() as session:
        meta.forget(session, NOTE)


def broken_off(desk: Desk) -> BrokenOff | None:
    """The sitting of an earlier run that did not end, if it changed anything; it is told once."""
    with desk.store.read() as session:
        note = json.loads(meta.get(session, NOTE) or "{}")
        if not note or is_running(note["pid"]):
            return None
        week = weeks.by_id(session, note["week"])
        kept = versions.by_id(session, note["version"]) if note["version"] else None
    end(desk)
    before = kept.body if kept else ""
    if week is None or week.body == before:
        return None
    return BrokenOff(week.id, week.title, body_count(week.body), week.updated, before)


def take_back(desk: Desk, sitting: BrokenOff) -> OpenWeek:
    """Makes the text what it was before a sitting; the later one is kept as a version."""
    return rewrite(desk, sitting.week_id, sitting.before)


def is_running(pid: int) -> bool:
    """Whether another process of this number runs."""
    if pid == os.getpid() or sys.platform == "win32":  # there, the signal 0 would end it
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
