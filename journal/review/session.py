"""A review session: planned, then worked through card by card."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from journal.core.due_dates import due_text
from journal.core.ratings import Rating
from journal.db.figures import count_of_cards
from journal.opening.journal import Journal
from journal.review.candidates import due_now
from journal.review.plans import DAILY, Backlog, Plan
from journal.review.queries import queue
from journal.review.queue import queue_of
from journal.review.relearning import ReviewQueue, begin
from journal.review.workload import Workload


@dataclass(frozen=True)
class ReviewSession:
    """The state of a review session. `practice` counts uncounted repeats of the current question.

    `rated` is then the rating of its first answer, which decides how the session continues. Another `seed` draws other
    parameters for the same cards. `new` and `overdue` are the counts at its start, `backlog` the total of due and
    overdue cards.
    """

    queue: ReviewQueue
    has_cards: bool
    practice: int = 0
    rated: Rating | None = None
    seed: int = 0
    plan: Plan = DAILY
    new: int = 0
    overdue: int = 0
    backlog: Backlog | None = None
    workload: Workload = field(default_factory=Workload)

    @property
    def card(self) -> int | None:
        """The card to ask now; None when nothing is left."""
        return self.queue.current

    @property
    def minutes(self) -> int:
        """The minutes that are left, repeats counted."""
        return self.workload.minutes(self.queue)

    @property
    def answers(self) -> int:
        """The answers that are left, repeats counted."""
        return self.workload.answers(self.queue)

    @property
    def counts(self) -> bool:
        """Whether the next answer changes the memory of its card: not for a repeat on the day of a miss."""
        return not self.practice and not self.queue.is_repeat and self.plan.counts

    @property
    def repeats(self) -> bool:
        """Whether the next answer is a relearning step of a card missed today."""
        return not self.practice and self.queue.is_repeat and self.plan.counts


def start_review_session(journal: Journal, plan: Plan = DAILY) -> ReviewSession:
    """Starts a review session: by default today's due cards, and as many new ones as the daily limit allows.

    Raises UserError when there is nothing to cram under the plan's name.
    """
    with journal.store.read() as session:
        found = queue_of(journal, session, plan)
        has_cards = count_of_cards(session) > 0
    return ReviewSession(
        begin(found.cards, found.steps),
        has_cards,
        plan=plan,
        new=found.new,
        overdue=found.overdue,
        backlog=found.backlog,
        workload=found.workload,
    )


@dataclass(frozen=True)
class ReviewOffers:
    """What can be reviewed after today's session: the next due cards, `when`, and the number still due."""

    next_due: date | None
    when: str
    left: int

    def ahead(self, today: date) -> Plan | None:
        """The plan that reviews the next due cards."""
        return Plan("ahead", days=(self.next_due - today).days) if self.next_due else None


def offers(journal: Journal) -> ReviewOffers:
    """What can be asked besides today's reviews."""
    with journal.store.read() as session:
        next_due, due = queue.next_due(session, journal.today), due_now(journal, session)
    return ReviewOffers(next_due, due_text(next_due, journal.today) if next_due else "", sum(due))


def later(review_session: ReviewSession) -> ReviewSession:
    """The session with the current card moved to its end."""
    return replace(review_session, queue=review_session.queue.postponed(), practice=0)


def skip(review_session: ReviewSession) -> ReviewSession:
    """The session without the current card, which is left for the next one."""
    return replace(review_session, queue=review_session.queue.skipped(), practice=0)


def leave_out(review_session: ReviewSession, card: int) -> ReviewSession:
    """The session without any repetition of a card that was buried or suspended."""
    session = review_session.queue
    waiting = tuple(each for each in session.waiting if each != card)
    return replace(review_session, queue=replace(session, waiting=waiting), practice=0, rated=None)
