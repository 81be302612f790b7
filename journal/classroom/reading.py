"""What the screen of a class reads, each in one connection of its own, so that none is held while one looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from journal.classroom import content, overview, queries
from journal.classroom.both_runs import BothRuns, both_runs
from journal.classroom.content import ReadHandin
from journal.classroom.membership import member
from journal.classroom.overview import HeldByClass, Overview
from journal.classroom.queries import CommentRow, HandinRow
from journal.core.messages import UserError
from journal.opening.journal import Journal


@dataclass(frozen=True)
class ClassView:
    """A class in one week, and its misconceptions."""

    overview: Overview
    misconceptions: Sequence[HeldByClass]


@dataclass(frozen=True)
class HandinView:
    """One hand-in with the comments on it."""

    handin: UUID
    found: ReadHandin
    comments: Sequence[CommentRow]


def read_class(journal: Journal, week: str = "") -> ClassView:
    """How the class stands in a week, the latest without one. Raises UserError where it cannot be reached."""
    with member(journal.settings) as one:
        return ClassView(overview.overview(journal, one, week), overview.misconceptions(journal, one))


def read_handin(journal: Journal, handin: HandinRow) -> HandinView:
    """A hand-in with its comments."""
    with member(journal.settings) as one:
        told = queries.content(one.hub, one.of.id, handin)
        comments = [each for each in queries.comments(one.hub, one.of.id, handin.learner) if each.handin == handin.id]
    return HandinView(handin.id, content.read(told), comments)


def write_comment(journal: Journal, handin: HandinRow, body: str) -> HandinView:
    """Comments on a hand-in, and reads it again."""
    with member(journal.settings) as one:
        queries.comment(one.hub, one.of.id, handin, body)
    return read_handin(journal, handin)


def read_both_runs(journal: Journal, held: HeldByClass) -> tuple[HeldByClass, BothRuns | None]:
    """A misconception with both runs; without them where they cannot be run here."""
    try:
        return held, both_runs(journal, held)
    except UserError:
        return held, None
