"""Every step that changed the log can be taken back, the last one first, and done again: in any run of the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journal.desk import Desk
from journal.store import items, mentions, search, steps, weeks
from journal.store.database import Session
from journal.store.recording import Where
from journal.store.tables import Step
from journal.words import UserError, say

SHORT = 40
"""How many characters of a text are told."""


@dataclass(frozen=True)
class StepRow:
    """One step: what was done, whether it is taken back, and whether another process did it."""

    at: datetime
    text: str
    undone: bool
    id: int | None = None
    elsewhere: bool = False

    @property
    def told(self) -> str:
        """What has just become of it, in one line."""
        return say("steps.taken_back" if self.undone else "steps.done_again", what=self.text)


def undo(desk: Desk, only: int | None = None) -> StepRow:
    """Takes the last step back. Raises UserError when there is none, or when it is not the one with the id `only`."""
    return _turn(desk, undone=False, only=only)


def next_undo(desk: Desk) -> StepRow:
    """The step that `undo` would take back. Raises UserError when there is none."""
    with desk.store.read() as session:
        step = steps.last(session)
    if step is None:
        raise UserError("steps.nothing_to_undo")
    return replace(_row(step), elsewhere=step.id not in desk.store.own_steps)


def redo(desk: Desk) -> StepRow:
    """Does again what was taken back last. Raises UserError when there is nothing, or something was done since."""
    return _turn(desk, undone=True)


def latest(desk: Desk, count: int) -> list[StepRow]:
    """The last steps, the latest first: what was taken back above what still holds."""
    with desk.store.read() as session:
        taken_back = steps.latest(session, count, undone=True)
        found = [*reversed(taken_back), *steps.latest(session, count)]
    return [_row(step) for step in found]


def _turn(desk: Desk, *, undone: bool, only: int | None = None) -> StepRow:
    with desk.store.write() as session:
        step = steps.last(session, undone=undone)
        if step is None:
            raise UserError("steps.nothing_to_redo" if undone else "steps.nothing_to_undo")
        if only not in (None, step.id):
            raise UserError("steps.overtaken")
        row = replace(_row(step), undone=not undone)
        touched = steps.turn(session, step)
        _refresh(desk, session, touched)
    if any(name == "fit" for name, _ in touched):
        desk.renew_weights()
    return row


def _refresh(desk: Desk, session: Session, touched: Sequence[Where]) -> None:
    """Makes anew what is made from the weeks and items among these rows."""
    for name, row_id in touched:
        if name == "week":
            week = weeks.by_id(session, row_id)
            if week is not None:
                mentions.replace(session, week.id, desk.places(week.body))
                search.note_week(session, week)
            else:
                search.forget_week(session, row_id)
        elif name == "item":
            item = items.by_id(session, row_id)
            if item is not None:
                search.note_item(session, item)
            else:
                search.forget_item(session, row_id)


def _row(step: Step) -> StepRow:
    told = {name: _shortened(value) if isinstance(value, str) else value for name, value in step.told.items()}
    return StepRow(step.at, say(f"steps.{step.what}", **told), step.undone, step.id)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[: SHORT - 1]}…"
