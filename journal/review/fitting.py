"""Which of the cards of a day fit into its minutes: what is due first, by urgency, then what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from journal.db.rows import DoneToday
from journal.review.choosing import Candidate, Curriculum, DayLimits, by_order, by_urgency
from journal.review.plans import Backlog
from journal.review.workload import Cost, Pace, cost, fitting


@dataclass(frozen=True)
class Room:
    """The seconds of a day and those that were spent on it already; what the cards take that must be repeated."""

    seconds: float
    spent: float = 0.0
    repeats: Sequence[Cost] = ()


def limits_of(backlog: Backlog, done: DoneToday, reviews_per_day: int, new_per_day: int) -> DayLimits:
    """The limits of a day with this backlog, after what was `done` on it: new cards only where all that is due fits."""
    reviews = reviews_per_day - done.reviews
    new = backlog.new(new_per_day) - sum(done.new.values()) if backlog.reviews <= reviews else 0
    return DayLimits(min(reviews, backlog.reviews), new, done.new)


def missed_of(card: Candidate, pace: Pace) -> float:
    """How likely a card is missed: what FSRS says of one that is due, what first answers say of a new one."""
    return pace.missed_new if card.is_new else 1 - card.retrievability


def within(
    room: Room, candidates: Iterable[Candidate], day: date, limits: DayLimits, curriculum: Curriculum, pace: Pace
) -> DayLimits:
    """The limits with which the day's minutes are kept, repeats counted; one card always fits into a day just begun.

    New cards begin only where nothing that is due is left to another day.
    """
    pool, left = list(candidates), room.seconds - room.spent
    waiting = by_urgency([each for each in pool if each.due is not None and each.due <= day], curriculum)
    due = _costs(waiting[: max(limits.reviews, 0)], pace)
    least = int(not room.spent and not room.repeats)
    reviews = max(fitting(due, left, room.repeats), min(least, len(due)))
    if reviews < len(waiting):
        return replace(limits, reviews=reviews, new=0)
    new = _costs(list(by_order([each for each in pool if each.is_new], limits, curriculum))[: max(limits.new, 0)], pace)
    fresh = fitting(new, left, (*room.repeats, *due))
    return replace(limits, reviews=reviews, new=max(fresh, min(least, len(new)) if not due else 0))


def _costs(cards: Iterable[Candidate], pace: Pace) -> list[Cost]:
    return [cost(each.form, missed_of(each, pace), pace) for each in cards]
