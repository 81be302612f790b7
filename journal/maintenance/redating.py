"""Answers dated after today: the clock was wrong, or the learner has since flown west."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.core.days import elapsed, moved
from journal.core.ratings import Rating
from journal.db import cards, reviews, undo_log
from journal.db.database import Session
from journal.db.tables import Card, Review
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import preview, sent_to_tomorrow
from journal.opening.journal import Journal
from journal.review.schedule import retention_for

FLIGHT = 1
"""Days that the clock goes back by itself: on a flight to the west, or with another hour at which days start."""


@dataclass(frozen=True)
class FutureAnswers:
    """How many answers are dated after today, and the last of their days."""

    answers: int
    last: date
    today: date

    @property
    def is_wrong(self) -> bool:
        """Whether the clock must have been wrong: no flight explains that many days."""
        return elapsed(self.today, self.last) > FLIGHT


def future_answers(journal: Journal) -> FutureAnswers | None:
    """The answers that are dated after today; None while there are none."""
    with journal.store.read() as session:
        count, last = reviews.after(session, journal.today)
    return FutureAnswers(count, last, journal.today) if last else None


def right_days(days: Sequence[date], today: date) -> list[date]:
    """The days of answers, which are in the order in which they were given, with none left after `today`.

    One that is takes the day of the answer after it, which is the latest that it can have been given on.
    """
    found, latest = [], today
    for day in reversed(days):
        latest = day if day <= today else latest
        found.append(latest)
    return found[::-1]


def redate(journal: Journal) -> int:
    """Dates the answers that are dated after today, and says how many; their cards get the memory that follows."""
    with journal.store.write() as session:
        given = reviews.given(session)
        days = right_days([day for _, day in given], journal.today)
        wrong = {review_id: day for (review_id, before), day in zip(given, days, strict=True) if day != before}
        undo_log.begin(session, journal.clock(), "redated", n=len(wrong))
        answers = reviews.by_ids(session, wrong)
        for review in answers:
            review.at = moved(review.at, timedelta(days=(wrong[review.id] - review.day).days))
            review.day = wrong[review.id]
        for card_id in {review.card_id for review in answers}:
            _replay_card(journal, session, card_id, wrong)
    return len(wrong)


def _replay_card(journal: Journal, session: Session, card_id: int, changed: Collection[int]) -> None:
    """Gives a card the memory that its answers lead to, from the first of the `changed` ones that counted on.

    Where it was reset it is new again, and a date that the learner set after the last answer stays.
    """
    past = reviews.of_card(session, card_id)
    start = next((place for place, each in enumerate(past) if each.id in changed and each.counted), None)
    if start is None:
        return
    now = session.get_one(Card, card_id)
    is_new, set_due, set_at = now.repetitions == 0, now.set_due, now.set_at
    card = reviews.put_back(session, past[start])
    counted = [each for each in past[:start] if each.counted]
    is_sure_and_wrong = bool(counted) and _is_sure_and_wrong(counted[-1])
    for review in past[start:]:
        if review.counted and review.before.get("repetitions") == 0:
            card, is_sure_and_wrong = reviews.put_back(session, review), False
        follows = review.counted and is_sure_and_wrong
        if review.counted:
            is_sure_and_wrong = _is_sure_and_wrong(review)
        _answer(journal, session, card, review, is_sure_and_wrong=is_sure_and_wrong, follows_sure_miss=follows)
    if is_new:
        cards.begin_anew(session, [card_id], card.anew or journal.clock())
    elif set_due and set_at:
        cards.set_due(session, [card_id], set_due, set_at)


def _is_sure_and_wrong(review: Review) -> bool:
    return not review.right and review.confidence == "sure"


def _answer(
    journal: Journal,
    session: Session,
    card: Card,
    review: Review,
    *,
    is_sure_and_wrong: bool,
    follows_sure_miss: bool,
) -> None:
    """Records a stored answer once more, as one that finds its card as it is now.

    `is_sure_and_wrong` is what the card's first answer of that day was; `follows_sure_miss` says so of the answer that
    counted before it.
    """
    memory = memory_of(card)
    if review.is_remembered:
        outcomes = preview(
            memory,
            review.day,
            retention=retention_for(journal, card),
            card=f"{card.concept}/{card.question}",
            repetition=card.repetitions,
            weights=journal.weights,
            tomorrow=sent_to_tomorrow(
                is_sure_and_wrong=is_sure_and_wrong, is_repeat_of_such=is_sure_and_wrong and review.repeat
            ),
            follows_sure_miss=follows_sure_miss,
        )
        memory = outcomes[Rating(review.rating)]
        review.offered = [outcomes[each].due.isoformat() for each in Rating]
    if memory is not None:
        review.stability, review.difficulty, review.due = memory.stability, memory.difficulty, memory.due
    reviews.record(session, review)
