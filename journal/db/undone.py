"""Texts that were undone, kept when the step that wrote them can be redone no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from journal.db import recording, versions
from journal.db.tables import Binned, UndoEntry, Version, Week

Text = tuple[datetime, str]


def keep_texts(session: Session, taken_back: Sequence[UndoEntry]) -> None:
    """Keeps what these steps had written: among the versions of its week, in the bin where there is no such week.

    The first of them is the one that would be redone next.
    """
    weeks: dict[int, dict[str, Any]] = {}
    texts: dict[int, list[Text]] = {}
    for undo_entry in taken_back:
        for (name, row_id), values in recording.before(session.connection(), undo_entry.id).items():
            if name == "week" and "body" in values:
                weeks[row_id] = weeks.get(row_id, {}) | values
                texts.setdefault(row_id, []).append((undo_entry.at, values["body"]))
    for week_id, said in texts.items():
        week = session.get(Week, week_id)
        if week is not None:
            _keep_versions(session, week, said)
        else:
            _put_into_bin(session, week_id, weeks[week_id], said)


def _keep_versions(session: Session, week: Week, said: Sequence[Text]) -> None:
    known = {week.body, "", *(version.body for version in versions.of_week(session, week.id))}
    for at, body in said:
        if body not in known:
            session.add(Version(week_id=week.id, at=at, body=body))


def _put_into_bin(session: Session, week_id: int, values: dict[str, Any], said: Sequence[Text]) -> None:
    *earlier, (at, body) = said
    if not body.strip():
        return
    kept = [[when.isoformat(), body] for when, body in earlier]
    whole = {name: value for name, value in values.items() if name != "id"}
    session.add(Binned.model_validate({**whole, "week_id": week_id, "at": at, "versions": kept}))
