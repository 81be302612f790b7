"""A sitting of reviews: planned, and gone through card by card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from journal.desk import Desk
from journal.desk.concepts import due_text
from journal.desk.queue import queue_of
from journal.learning import progress as figures
from journal.learning.plans import DAILY, Backlog, Plan
from journal.learning.scheduling import Rating
from journal.learning.session import Session, begin
from journal.store import cards, progress, queue


@dataclass(frozen=True)
class Sitting:
    """A sitting as it stands. `practice` counts how often the present question was asked again without counting.

    `rated` is then what its first answer was worth: with that one the sitting goes on. Another `seed` draws other
    numbers for the same cards. `new` and `overdue` are how many of its cards were so at its beginning, `backlog` is
    what was due and overdue in all.
    """

    session: Session
    seconds: float
    has_cards: bool
    practice: int = 0
    rated: Rating | None = None
    seed: int = 0
    plan: Plan = DAILY
    new: int = 0
    overdue: int = 0
    backlog: Backlog | None = None

    @property
    def card(self) -> int | None:
        """The card to ask now; None when nothing is left."""
        return self.session.current

    @property
    def minutes(self) -> int:
        """The minutes that are left, roughly."""
        return self.session.minutes_left(self.seconds)

    @property
    def counts(self) -> bool:
        """Whether the next answer changes the memory of its card: not for a repeat on the day of a miss."""
        return not self.practice and not self.session.is_repeat and self.plan.counts

    @property
    def repeats(self) -> bool:
        """Whether the next answer says how far a card is that was missed today."""
        return not self.practice and self.session.is_repeat and self.plan.counts


def sit_down(desk: Desk, plan: Plan = DAILY) -> Sitting:
    """Plans a sitting: by default what is due today, and the new questions that the day still has room for.

    Raises UserError when there is nothing to cram under the plan's name.
    """
    with desk.store.read() as session:
        found = queue_of(desk, session, plan)
        seconds = figures.typical_seconds(progress.seconds(session))
        has_cards = cards.count(session) > 0
    return Sitting(
        begin(found.cards, found.steps),
        seconds,
        has_cards,
        plan=plan,
        new=found.new,
        overdue=found.overdue,
        backlog=found.backlog,
    )


@dataclass(frozen=True)
class Offers:
    """What can be asked when the day is done: the cards that come due next, `when`, and those that are due still."""

    next_due: date | None
    when: str
    left: int

    def ahead(self, today: date) -> Plan | None:
        """The sitting that asks what comes due next."""
        return Plan("ahead", days=(self.next_due - today).days) if self.next_due else None


def offers(desk: Desk) -> Offers:
    """What can be asked besides today's reviews."""
    with desk.store.read() as session:
        next_due, due = queue.next_due(session, desk.today), queue.due_on(session, desk.today)
    return Offers(next_due, due_text(next_due, desk.today) if next_due else "", sum(due))


def later(sitting: Sitting) -> Sitting:
    """The sitting with the present card at its end."""
    return replace(sitting, session=sitting.session.postponed(), practice=0)


def skip(sitting: Sitting) -> Sitting:
    """The sitting without the present card: it waits for the next one."""
    return replace(sitting, session=sitting.session.skipped(), practice=0)


def leave_out(sitting: Sitting, card: int) -> Sitting:
    """The sitting without a card, however often it was still to come: it was buried or suspended."""
    session = sitting.session
    waiting = tuple(each for each in session.waiting if each != card)
    return replace(sitting, session=replace(session, waiting=waiting), practice=0, rated=None)
