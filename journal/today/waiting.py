"""What waits on a day, in numbers and in words: the one announcement of Today, `journal due` and all else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from journal.core.messages import say
from journal.db.figures import count_of_cards
from journal.opening.journal import Journal
from journal.review.coming import coming
from journal.review.session import start_review_session


@dataclass(frozen=True)
class Waiting:
    """What a session would ask now.

    It asks `due` of the `all_due` cards that are due by now, and `overdue` of the `backlog` are among them; `again`
    are those that were missed today and are repeated. With the repeats of what will be missed these are about `answers`
    answers in `minutes` minutes. `cards` is how many there are in all.
    """

    cards: int
    due: int
    all_due: int
    new: int
    again: int
    overdue: int
    backlog: int
    answers: int
    minutes: int

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to review today."""
        return not (self.due or self.new or self.again)

    @property
    def left_over(self) -> int:
        """How many due cards are deferred to later days."""
        return max(0, self.all_due - self.due)


def waiting(journal: Journal) -> Waiting:
    """What waits now: the plan of a session, and its own estimate."""
    review_session = start_review_session(journal)
    with journal.store.read() as session:
        every = count_of_cards(session)
    backlog, again = review_session.backlog, len({*review_session.queue.waiting} & {*review_session.queue.missed})
    return Waiting(
        cards=every,
        due=len(review_session.queue.waiting) - review_session.new - again,
        all_due=backlog.today + backlog.overdue if backlog else 0,
        new=review_session.new,
        again=again,
        overdue=review_session.overdue,
        backlog=backlog.overdue if backlog else 0,
        answers=review_session.answers,
        minutes=review_session.minutes,
    )


DAYS_AHEAD = 14
"""Days after today of which it is told what they ask."""


def days_ahead(journal: Journal, is_told: bool = True) -> Mapping[date, int]:
    """How many of the cards that are scheduled each of the days after today asks; nothing where it is not told."""
    if not is_told:
        return {}
    with journal.store.read() as session:
        found = coming(journal, session, DAYS_AHEAD + 1)
    return {day: count for day, count in found.items() if day > journal.today}


def waiting_text(view: Waiting) -> str:
    """How much waits, in words: what today asks of what is due, and what is new; else what was missed today."""
    if view.again and not (view.due or view.new):
        return say("today.again", n=view.again)
    if not view.left_over:
        return say("today.counts", due=view.due, new=view.new)
    asked = say("today.counts_of", due=view.due, all=view.all_due)
    return f"{asked} · {say('today.new', n=view.new)}" if view.new else asked


def waiting_notes(view: Waiting) -> list[str]:
    """What else there is to say: the answers that repeats make of it, what was missed today, what later days take."""
    asked = view.due + view.new + view.again
    notes = [
        (view.answers > asked, say("today.answers", n=view.answers)),
        (view.again and asked > view.again, say("today.again", n=view.again)),
        (view.left_over, say("today.left_over", n=view.left_over)),
    ]
    return [text for is_said, text in notes if is_said]
