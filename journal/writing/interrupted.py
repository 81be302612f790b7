"""Marks an editing session while it lasts, so that the next start can detect an interrupted one."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime

from journal.db import meta, versions, weeks
from journal.history.versions import keep
from journal.log.counting import body_count
from journal.opening.journal import Journal
from journal.weeks.weeks import OpenWeek, rewrite

NOTE = "writing"


@dataclass(frozen=True)
class InterruptedEdit:
    """An interrupted editing session: its week, with the text last saved, and the text `before`."""

    week_id: int
    title: str
    words: int
    at: datetime
    before: str


def begin(journal: Journal, week: OpenWeek) -> None:
    """Keeps a version of a week and marks it as being edited."""
    assert week.id is not None
    is_new = not week.body.strip()
    if not is_new:
        keep(journal, week.id)
    with journal.store.write() as session:
        kept = None if is_new else versions.latest(session, week.id)
        note = {"week": week.id, "version": kept and kept.id, "pid": os.getpid()}
        meta.put(session, NOTE, json.dumps(note))


def end(journal: Journal) -> None:
    """Clears the mark."""
    with journal.store.write() as session:
        meta.forget(session, NOTE)


def interrupted_edit(journal: Journal) -> InterruptedEdit | None:
    """The interrupted editing session of an earlier run, if it changed anything; reported only once."""
    with journal.store.read() as session:
        note = json.loads(meta.get(session, NOTE) or "{}")
        if not note or is_running(note["pid"]):
            return None
        week = weeks.by_id(session, note["week"])
        kept = versions.by_id(session, note["version"]) if note["version"] else None
    end(journal)
    before = kept.body if kept else ""
    if week is None or week.body == before:
        return None
    return InterruptedEdit(week.id, week.title, body_count(week.body), week.updated, before)


def take_back(journal: Journal, interrupted: InterruptedEdit) -> OpenWeek:
    """Reverts the text to that before the editing session; the later text is kept as a version."""
    return rewrite(journal, interrupted.week_id, interrupted.before)


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
