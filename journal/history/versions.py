"""The history of a week: versions, changes since each, and restoring them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.core.messages import UserError
from journal.db import undo_log, versions, weeks
from journal.db.tables import Week
from journal.log.counting import body_count
from journal.opening.journal import Journal
from journal.weeks.weeks import WROTE, OpenWeek, find_week, rewrite, subject_of

MARK = "@"
"""Stands between a week and the number of one of its versions, as in 3@2."""


@dataclass(frozen=True)
class VersionRow:
    """A text of a week: its number, counted from 1, when it was saved, and what the quota counts of it."""

    number: int
    at: datetime
    words: int
    body: str
    is_current: bool = False


def history(journal: Journal, week_id: int) -> list[VersionRow]:
    """All versions of a week, oldest first, ending with the current text."""
    with journal.store.read() as session:
        week = weeks.by_id(session, week_id)
        kept = versions.of_week(session, week_id)
    if week is None:
        return []
    texts = [(each.at, each.body) for each in kept]
    if not texts or texts[-1][1] != week.body:
        texts.append((week.updated, week.body))
    return [
        VersionRow(number, at, body_count(body), body, is_current=number == len(texts))
        for number, (at, body) in enumerate(texts, 1)
    ]


def find_version(journal: Journal, name: str) -> tuple[Week, VersionRow]:
    """The version that a user calls `3@2`: the second text of a week by any of its names. Raises UserError."""
    week_name, mark, number = name.rpartition(MARK)
    week = find_week(journal, week_name if mark else name)
    rows = history(journal, week.id)
    if not (mark and number.isdecimal() and 1 <= int(number) <= len(rows)):
        raise UserError("history.no_such_version", name=name, last=len(rows))
    return week, rows[int(number) - 1]


def bring_back(journal: Journal, week_id: int, version: VersionRow) -> OpenWeek:
    """Restores a version of a week; the current text is kept as a version, so this can be undone."""
    return rewrite(journal, week_id, version.body)


def keep(journal: Journal, week_id: int) -> None:
    """Keeps the present text of a week, as when its editor is closed: the end of the step that wrote it."""
    with journal.store.write() as session:
        week = weeks.by_id(session, week_id)
        if week is not None:
            undo_log.join(session, WROTE, subject_of(week_id))
            versions.keep(session, week)
