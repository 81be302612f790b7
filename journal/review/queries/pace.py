"""What is read of the latest answers, for an estimate of the next ones."""

from __future__ import annotations

from journal.db.plain import Reading, rows, value
from journal.notes.kinds import KINDS
from journal.review.workload import Answered, Form

TASK = "task"
"""The kind of a review of a task, where others have the kind of their answer."""


def latest(session: Reading, count: int = 200) -> list[Answered]:
    """The latest answers that were no practice, the last one first."""
    query = """SELECT kind, "repeat", elapsed, rating, seconds FROM review WHERE counted OR "repeat"
        ORDER BY id DESC LIMIT ?"""
    return [
        Answered(_form(kind), "repeat" if repeat else "first" if elapsed is None else "recall", rating == 1, seconds)
        for kind, repeat, elapsed, rating, seconds in rows(session, query, count)
    ]


def seconds_on(session: Reading, day: object) -> float:
    """The seconds that all answers of a day took."""
    return value(session, "SELECT seconds FROM studyday WHERE day = ?", str(day)) or 0.0


def _form(kind: str) -> Form:
    return "task" if kind == TASK else "note" if kind in KINDS else "question"
