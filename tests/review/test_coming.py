"""What the days to come ask of the scheduled cards: by the limits and the backlog of the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from journal.db import cards
from journal.db.tables import Card
from journal.opening.journal import Journal
from journal.review.coming import coming, dealt_out, scheduled
from journal.review.session import start_review_session
from tests.support.journal import NOW, Importing
from tests.support.library import LOG

DAY = NOW.date()


def later(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.fixture
def planned(journal: Journal, imported: Importing) -> Journal:
    """Two cards are overdue, two are due today, and the others tomorrow."""
    imported(LOG)
    with journal.store.write() as session:
        for number, card in enumerate(session.exec(select(Card).order_by("id")).all()):
            card.stability, card.difficulty, card.last, card.repetitions = 5.0, 5.0, later(-9), 1
            card.due = later(-3 if number < 2 else 0 if number < 4 else 1)
            session.add(card)
    return journal


def asked(journal: Journal, days: int = 3, **limits: int) -> list[int]:
    limited = replace(journal, settings=replace(journal.settings, **limits))  # type: ignore[arg-type]
    with journal.store.read() as session:
        found = coming(limited, session, days)
    assert list(found) == [later(number) for number in range(days)]
    return list(found.values())


def test_without_a_limit_each_day_asks_its_own_and_today_what_is_late(planned: Journal) -> None:
    with planned.store.read() as session:
        tomorrow = scheduled(planned, session, later(1))[later(1)]
    assert tomorrow > 1
    assert asked(planned) == [4, tomorrow, 0]


@pytest.mark.parametrize("limits", [{}, {"reviews_per_day": 3}, {"reviews_per_day": 0}])
def test_today_asks_what_the_queue_asks(planned: Journal, limits: dict[str, int]) -> None:
    limited = replace(planned, settings=replace(planned.settings, **limits))  # type: ignore[arg-type]
    session = start_review_session(limited)
    assert asked(planned, **limits)[0] == len(session.queue.waiting) - session.new


def test_what_a_limit_leaves_goes_over_to_the_next_days(planned: Journal) -> None:
    every = sum(asked(planned))
    assert asked(planned, days=every, reviews_per_day=1) == [1] * every
    assert sum(asked(planned, days=60, minutes_per_day=1)) == every
    assert max(asked(planned, days=60, minutes_per_day=1)) < max(asked(planned))


def test_a_suspended_card_never_comes_and_a_buried_one_when_it_is_back(planned: Journal) -> None:
    before = asked(planned, days=9)
    with planned.store.write() as session:
        first, second, *_ = [card.id for card in cards.all_cards(session)]
        cards.suspend(session, [first])
        cards.bury(session, [second], later(7))
    assert asked(planned, days=9) == [before[0] - 2, *before[1:7], 1, 0]


def test_what_is_dealt_out_is_neither_lost_nor_asked_twice() -> None:
    due = {later(-20): 30, later(1): 4, later(3): 5}
    found = dealt_out(due, DAY, 12, lambda _, own, late: min(own + late, 6))
    assert found == [6, 6, 6, 6, 6, 6, 3, 0, 0, 0, 0, 0]
