"""Undo and redo of every change to the log, across runs of the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journal.core.messages import UserError, say
from journal.db import followups, mentions, search, undo_log, weeks
from journal.db.database import Session
from journal.db.recording import Where
from journal.db.tables import UndoEntry
from journal.opening.journal import Journal

SHORT = 40
"""The characters of a text that are quoted."""


@dataclass(frozen=True)
class UndoRow:
    """One step: what was done, whether it is undone, and whether another process did it."""

    at: datetime
    text: str
    undone: bool
    id: int | None = None
    elsewhere: bool = False

    @property
    def message(self) -> str:
        """A message about the undo or redo, in one line."""
        return say("steps.taken_back" if self.undone else "steps.done_again", what=self.text)


def undo(journal: Journal, only: int | None = None) -> UndoRow:
    """Takes the last step back. Raises UserError when there is none, or when it is not the one with the id `only`."""
    return _turn(journal, undone=False, only=only)


def next_undo(journal: Journal) -> UndoRow:
    """The step that `undo` would undo. Raises UserError when there is none."""
    with journal.store.read() as session:
        undo_entry = undo_log.last(session)
    if undo_entry is None:
        raise UserError("steps.nothing_to_undo")
    return replace(_row(undo_entry), elsewhere=undo_entry.id not in journal.store.own_steps)


def redo(journal: Journal) -> UndoRow:
    """Redoes the last undone step. Raises UserError when there is none, or something was changed since."""
    return _turn(journal, undone=True)


def latest(journal: Journal, count: int) -> list[UndoRow]:
    """The latest steps first: undone ones above those in effect."""
    with journal.store.read() as session:
        taken_back = undo_log.latest(session, count, undone=True)
        found = [*reversed(taken_back), *undo_log.latest(session, count)]
    return [_row(undo_entry) for undo_entry in found]


def _turn(journal: Journal, *, undone: bool, only: int | None = None) -> UndoRow:
    with journal.store.write() as session:
        undo_entry = undo_log.last(session, undone=undone)
        if undo_entry is None:
            raise UserError("steps.nothing_to_redo" if undone else "steps.nothing_to_undo")
        if only not in (None, undo_entry.id):
            raise UserError("steps.overtaken")
        row = replace(_row(undo_entry), undone=not undone)
        touched = undo_log.turn(session, undo_entry)
        _refresh(journal, session, touched)
    if any(name == "fit" for name, _ in touched):
        journal.reload_weights()
    return row


def _refresh(journal: Journal, session: Session, touched: Sequence[Where]) -> None:
    """Rebuilds the data derived from the weeks and follow-ups among these rows."""
    for name, row_id in touched:
        if name == "week":
            week = weeks.by_id(session, row_id)
            if week is not None:
                mentions.replace(session, week.id, journal.mention_spans(week.body))
                search.note_week(session, week)
            else:
                search.forget_week(session, row_id)
        elif name == "item":
            item = followups.by_id(session, row_id)
            if item is not None:
                search.note_item(session, item)
            else:
                search.forget_item(session, row_id)


def _row(undo_entry: UndoEntry) -> UndoRow:
    told = {name: _shortened(value) if isinstance(value, str) else value for name, value in undo_entry.told.items()}
    return UndoRow(undo_entry.at, say(f"steps.{undo_entry.what}", **told), undo_entry.undone, undo_entry.id)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"
