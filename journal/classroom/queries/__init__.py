"""What a learner or a teacher asks of a class, in the SQL of PostgreSQL. `class.sql` describes its tables.

Which rows come is decided by the database, by the login that asks: no query here names it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

if TYPE_CHECKING:
    from journal.sync.queries import Connection


class ClassRow(NamedTuple):
    """A class that the login is in, as one of its teachers or as a learner."""

    id: UUID
    name: str
    teaches: bool


class LearnerRow(NamedTuple):
    """A learner of a class; `number` is what the university's own system calls them, empty where nobody said."""

    login: str
    name: str
    number: str


class HandinRow(NamedTuple):
    """A week that was handed in, without its text. `week` is its first day, `retention` a share from 0 to 1."""

    id: UUID
    learner: str
    week: date
    number: int | None
    at: datetime
    words: int
    reviews: int
    minutes: float
    retention: float | None


class CommentRow(NamedTuple):
    """What a teacher wrote on a hand-in."""

    handin: UUID
    at: datetime
    body: str


class AssignmentRow(NamedTuple):
    """A concept that a class is to learn, by a day if one is named."""

    concept: str
    due: date | None


class FileRow(NamedTuple):
    """A concept file that a teacher shares: its name without ending, the SHA-256 of its content, the content."""

    name: str
    sha256: str
    content: str


class MisconceptionRow(NamedTuple):
    """A misconception that at least three learners of a class hold."""

    concept: str
    question: str
    misconception: str
    holders: int


def classes(hub: Connection) -> list[ClassRow]:
    """The classes of this login."""
    query = """
        SELECT class, name, class IN (SELECT class FROM class.taught) FROM class.class
        WHERE class IN (SELECT class FROM class.mine) ORDER BY name
    """
    return [ClassRow(*row) for row in hub.execute(query).fetchall()]


def learners(hub: Connection, of: UUID) -> list[LearnerRow]:
    """The learners of a class, for its teachers; for a learner, themselves."""
    query = "SELECT login, name, number FROM class.learner WHERE class = %s ORDER BY name, login"
    return [LearnerRow(*row) for row in hub.execute(query, (of,)).fetchall()]


def handins(hub: Connection, of: UUID, learner: str | None = None, week: date | None = None) -> list[HandinRow]:
    """What was handed in, the latest week first, and of a week the last hand-in first; of a learner or a week alone."""
    query = """
        SELECT id, learner::text, week, number, at, words, reviews, minutes, retention FROM class.handin
        WHERE class = %s AND (%s::text IS NULL OR learner = %s::text::name) AND (%s::date IS NULL OR week = %s::date)
        ORDER BY week DESC, at DESC
    """
    return [HandinRow(*row) for row in hub.execute(query, (of, learner, learner, week, week)).fetchall()]


def weeks(hub: Connection, of: UUID) -> list[tuple[date, int | None]]:
    """The weeks that anybody handed in, the latest first, and what number each has: several where learners differ."""
    query = "SELECT DISTINCT week, number FROM class.handin WHERE class = %s ORDER BY week DESC, number"
    return [(week, number) for week, number in hub.execute(query, (of,)).fetchall()]


def content(hub: Connection, of: UUID, handin: HandinRow) -> str:
    """What left the learner's device, byte for byte."""
    query = "SELECT content FROM class.handin WHERE class = %s AND learner = %s::text::name AND id = %s"
    found = hub.execute(query, (of, handin.learner, handin.id)).fetchone()
    return str(found[0]) if found else ""


def hand_in(hub: Connection, of: UUID, number: UUID, week: date, text: str) -> bool:
    """Hands in a week; returns whether it was new: the same content is no second hand-in."""
    query = "INSERT INTO class.handin (class, id, week, content) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
    return hub.execute(query, (of, number, week, text)).rowcount == 1


def withdraw(hub: Connection, of: UUID, week: date) -> int:
    """Deletes the login's own hand-ins of a week, with all comments on them; returns how many there were."""
    query = "DELETE FROM class.handin WHERE class = %s AND week = %s AND learner = current_user"
    return hub.execute(query, (of, week)).rowcount


def leave(hub: Connection, of: UUID) -> int:
    """Takes the login out of a class, with all that it handed in."""
    return hub.execute("DELETE FROM class.learner WHERE class = %s AND login = current_user", (of,)).rowcount


def comments(hub: Connection, of: UUID, learner: str) -> list[CommentRow]:
    """The comments on the hand-ins of a learner, the oldest first."""
    query = "SELECT handin, at, body FROM class.comment WHERE class = %s AND learner = %s::text::name ORDER BY at"
    return [CommentRow(*row) for row in hub.execute(query, (of, learner)).fetchall()]


def comment(hub: Connection, of: UUID, handin: HandinRow, body: str) -> None:
    """Comments on a hand-in."""
    query = "INSERT INTO class.comment (class, learner, handin, body) VALUES (%s, %s, %s, %s)"
    hub.execute(query, (of, handin.learner, handin.id, body))


def assignments(hub: Connection, of: UUID) -> list[AssignmentRow]:
    """What a class is to learn, the next day first."""
    query = "SELECT concept, due FROM class.assignment WHERE class = %s ORDER BY due NULLS LAST, concept"
    return [AssignmentRow(*row) for row in hub.execute(query, (of,)).fetchall()]


def assign(hub: Connection, of: UUID, concept: str, due: date | None) -> None:
    """Has a class learn a concept; a new day takes the place of the one before."""
    with hub.transaction():
        unassign(hub, of, concept)
        hub.execute("INSERT INTO class.assignment (class, concept, due) VALUES (%s, %s, %s)", (of, concept, due))


def unassign(hub: Connection, of: UUID, concept: str) -> int:
    """Takes an assignment back."""
    return hub.execute("DELETE FROM class.assignment WHERE class = %s AND concept = %s", (of, concept)).rowcount


def files(hub: Connection, of: UUID) -> list[FileRow]:
    """The concept files of a class, the oldest first."""
    query = "SELECT name, sha256, content FROM class.file WHERE class = %s ORDER BY at, name"
    return [FileRow(*row) for row in hub.execute(query, (of,)).fetchall()]


def share(hub: Connection, of: UUID, file: FileRow) -> None:
    """Shares a concept file in the place of those of its name."""
    with hub.transaction():
        unshare(hub, of, file.name)
        query = "INSERT INTO class.file (class, name, sha256, content) VALUES (%s, %s, %s, %s)"
        hub.execute(query, (of, *file))


def unshare(hub: Connection, of: UUID, name: str) -> int:
    """Shares a concept file no more; who has taken it keeps it."""
    return hub.execute("DELETE FROM class.file WHERE class = %s AND name = %s", (of, name)).rowcount


def misconceptions(hub: Connection, of: UUID) -> list[MisconceptionRow]:
    """The misconceptions of a class, the most held first; those of fewer than three learners are nobody's to read."""
    query = """
        SELECT concept, question, misconception, holders FROM class.misconception
        WHERE class = %s ORDER BY holders DESC, concept, question, misconception
    """
    return [MisconceptionRow(*row) for row in hub.execute(query, (of,)).fetchall()]


def open_to_all(hub: Connection) -> Sequence[str]:
    """The other databases of this server that let every login in."""
    query = """
        SELECT datname FROM pg_database
        WHERE datallowconn AND datname <> current_database() AND has_database_privilege('public', oid, 'CONNECT')
        ORDER BY datname
    """
    return [str(name) for (name,) in hub.execute(query).fetchall()]
