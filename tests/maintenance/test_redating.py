"""Answers from the future: named by the doctor, set right after a yes, and undone by undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journal.core.days import elapsed
from journal.core.ratings import Rating
from journal.db import cards, reviews, totals
from journal.db.database import Session
from journal.history.undo import undo
from journal.maintenance.doctor import examine
from journal.maintenance.redating import redate, right_days
from journal.maintenance.repair import repair
from journal.memory import queries
from journal.memory.load import fuzz_range
from journal.memory.replaying import replay
from journal.opening.journal import Journal
from journal.review.plans import DAILY
from tests.maintenance.test_clocks import study, studying

EVENING = datetime(2024, 3, 2, 20)
LATER = datetime(2030, 1, 5, 20)


def answers_check(journal: Journal) -> tuple[str, str]:
    ((state, text),) = [(each.state, each.text) for each in examine(journal) if each.name == "answers"]
    return state, text


def stored(session: Session) -> dict[str, Any]:
    """All that answers leave: cards, reviews and sums of days."""
    every = cards.all_cards(session)
    return {
        "cards": [row._asdict() for row in every],
        "reviews": [review.model_dump() for card in every for review in reviews.of_card(session, card.id)],
        "days": totals.days(session),
    }


def check_consistent(journal: Journal) -> None:
    """No answer is dated after today, and each card is what its answers lead to."""
    with journal.store.read() as session:
        histories, every = queries.histories(session), cards.all_cards(session)
        past = {card.id: [each for each in reviews.of_card(session, card.id) if each.counted] for card in every}
    for card in every:
        counted = past[card.id]
        assert card.repetitions == len(counted)
        for before, review in pairwise(counted):
            assert review.elapsed == elapsed(before.day, review.day)
            assert review.before["last"] == before.day.isoformat()
        if counted:
            left = replay([each.answer for each in histories[card.id]], journal.weights, journal.settings.retention)
            shortest, longest = fuzz_range(left.interval)
            assert (card.stability, card.difficulty) == (left.stability, left.difficulty)
            assert (card.last, card.due) == (counted[-1].day, counted[-1].due)
            assert counted[-1].day <= journal.today
            assert card.due is not None
            assert card.last is not None
            assert 1 <= elapsed(card.last, card.due) <= longest
            assert shortest <= elapsed(card.last, card.due) or counted[-1].rating == Rating.AGAIN


def test_an_evening_in_2030_is_named_set_right_after_a_yes_and_taken_back_by_undo() -> None:
    with studying() as (journal, clock):
        clock.now = EVENING
        study(journal, DAILY, 4, 3)
        clock.now = LATER
        study(journal, DAILY, 4, 3)
        clock.now = EVENING + timedelta(days=1)
        state, text = answers_check(journal)
        assert state == "broken"
        assert "2030-01-05" in text
        assert "journal doctor --fix" in text
        with journal.store.read() as session:
            before = stored(session)
        assert repair(journal, lambda question: False) == []
        asked: list[str] = []

        def agree(question: str) -> bool:
            asked.append(question)
            return True

        (told,) = repair(journal, agree)
        assert "2030-01-05" in asked[0]
        assert "set right" in told
        assert answers_check(journal)[0] == "ok"
        check_consistent(journal)
        with journal.store.read() as session:
            assert {day.day for day in totals.days(session)} == {EVENING.date(), journal.today}
        undo(journal)
        with journal.store.read() as session:
            assert stored(session) == before


def test_a_flight_to_the_west_is_only_noted() -> None:
    with studying() as (journal, clock):
        clock.now = EVENING
        study(journal, DAILY, 2, 3)
        clock.now = EVENING - timedelta(hours=18)
        state, text = answers_check(journal)
        assert state == "warning"
        assert "a day ahead" in text
        clock.now = EVENING
        assert answers_check(journal)[0] == "ok"


JUMPS = st.lists(st.sampled_from([-30, -1, 0, 1, 2, 9, 400, 1500]), min_size=1, max_size=6)


@settings(max_examples=15)
@given(JUMPS, st.integers(1, 4))
def test_however_the_clock_went_the_answers_can_be_set_right(jumps: list[int], digit: int) -> None:
    with studying() as (journal, clock):
        for days in jumps:
            clock.now += timedelta(days=days)
            study(journal, DAILY, 3, digit)
        clock.now = EVENING - timedelta(days=600)
        with journal.store.read() as session:
            before = stored(session)
        assert redate(journal) == len(before["reviews"])
        check_consistent(journal)
        undo(journal)
        with journal.store.read() as session:
            assert stored(session) == before


@given(st.lists(st.dates(date(2020, 1, 1), date(2040, 1, 1))), st.dates(date(2025, 1, 1), date(2030, 1, 1)))
def test_an_answer_takes_the_day_of_the_one_after_it_when_its_own_is_to_come(days: list[date], today: date) -> None:
    found = right_days(days, today)
    assert len(found) == len(days)
    for place, (was, day) in enumerate(zip(days, found, strict=True)):
        assert day == was if was <= today else day == (found[place + 1] if place + 1 < len(found) else today)
