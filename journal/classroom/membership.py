"""The class that a journal has joined: its address, which is a login of the learner's or the teacher's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from journal.classroom import queries
from journal.classroom.queries import ClassRow, HandinRow, LearnerRow, owning
from journal.core.files import close_to_others, write_whole
from journal.core.input_files import text_if_there
from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.sync.connecting import connected
from journal.today.assigned import forget as forget_assigned
from journal.today.assigned import keep

if TYPE_CHECKING:
    from journal.sync.queries import Connection


@dataclass(frozen=True)
class Member:
    """An open connection to a class, as one of its teachers or as a learner."""

    hub: Connection
    of: ClassRow

    def as_teacher(self) -> Member:
        """The same; raises UserError for a learner."""
        if not self.of.teaches:
            raise UserError("class.only_teachers", name=self.of.name)
        return self

    def as_learner(self) -> Member:
        """The same; raises UserError for a teacher."""
        if self.of.teaches:
            raise UserError("class.only_learners", name=self.of.name)
        return self

    def learner(self, name: str) -> LearnerRow:
        """The learner whose name, or whose number, this is or begins with. Raises UserError."""
        found = queries.learners(self.hub, self.of.id)
        wanted = name.strip().casefold()
        same = [each for each in found if wanted in (each.name.casefold(), each.number.casefold())]
        alike = same or [each for each in found if each.name.casefold().startswith(wanted)]
        if len(alike) != 1:
            raise UserError("class.no_learner" if not alike else "class.several_learners", name=name)
        return alike[0]

    def handin(self, learner: LearnerRow, week: str = "") -> HandinRow:
        """A learner's last hand-in of a week, named by its number or a day as 2024-07-08; without one, of the latest.

        Raises UserError where there is none.
        """
        found = queries.handins(self.hub, self.of.id, learner.login)
        wanted = [each for each in found if not week or week in (str(each.number), f"{each.week:%Y-%m-%d}")]
        if not wanted:
            raise UserError("class.no_handin", name=learner.name)
        return wanted[0]


def join(settings: Settings, url: str) -> Sequence[ClassRow]:
    """Keeps the address of a class once it has been reached; returns the classes of this login. Raises UserError."""
    with connected(url) as hub:
        found = _classes(hub)
    write_whole(settings.class_address, f"{url}\n".encode(), private=True)
    return found


def forget(settings: Settings) -> None:
    """Forgets the address, and what was heard there."""
    settings.class_address.unlink(missing_ok=True)
    forget_assigned(settings)


def address(settings: Settings) -> str:
    """The address of the class. Others may not read its file. Raises UserError where none was joined."""
    close_to_others(settings.class_address)
    url = text_if_there(settings.class_address)
    if url is None:
        raise UserError("class.not_joined")
    return url.strip()


@contextmanager
def member(settings: Settings, name: str = "") -> Iterator[Member]:
    """The class of this name, or the only one. Raises UserError where none was joined, or it cannot be reached."""
    with connected(address(settings)) as hub:
        found = [each for each in _classes(hub) if not name or each.name.casefold() == name.casefold()]
        if len(found) != 1:
            names = ", ".join(each.name for each in _classes(hub))
            raise UserError("class.which", names=names)
        yield Member(hub, found[0])


def hear(settings: Settings) -> bool:
    """Keeps what the learner's classes are to learn, for Today; returns whether that is news. Raises UserError."""
    with connected(address(settings)) as hub:
        learned = [each for each in _classes(hub) if not each.teaches]
        return keep(settings, {each.name: queries.assignments(hub, each.id) for each in learned})


def _classes(hub: Connection) -> Sequence[ClassRow]:
    found = queries.classes(hub) if owning.is_there(hub) else []
    if not found:
        raise UserError("class.none")
    return found
