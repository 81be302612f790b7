"""The simulated days to come: the first one asks what the queue asks, and what follows keeps to the same rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from journal.core import lifeline
from journal.core.ratings import Rating
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, preview, reviewed_once
from journal.opening.journal import Journal
from journal.progress import simulating
from journal.progress.panel import ALL
from journal.progress.panels import panel_of
from journal.review.queue import queue_of
from journal.review.simulation import Learner, SimulatedCard, SimulationInput, simulated
from tests.support.journal import NOW, Clock

DAY = NOW.date()
QUESTIONS = {"question": 30.0, "task": 180.0, "note": 12.0}


def card(number: int, **changed: Any) -> SimulatedCard:
    """A card that was learned five days ago and is due today, one of each concept."""
    held = SimulatedCard(
        *(number, f"c{number}", "images", "q", "question", (0, 0)),
        0.9,
        0,
        5,
        stability=5.0,
        difficulty=5.0,
        until=0,
        step=None,
    )
    return held._replace(**changed)


def new(number: int, **changed: Any) -> SimulatedCard:
    return card(number, due=None, since=0, stability=0.0, difficulty=0.0, **changed)


def plan(*cards: SimulatedCard, **changed: Any) -> SimulationInput:
    concepts = sorted({each.concept for each in cards})
    made: dict[str, Any] = {
        "today": DAY.isoformat(),
        "days": 28,
        "learners": 4,
        "cards": list(cards),
        "needs": {each: [] for each in concepts},
        "order": {each: place for place, each in enumerate(concepts)},
        **{name: [] for name in ("first", "contrasts", "confusable", "counted", "done_notes")},
        **{"new_per_day": 4, "reviews_per_day": 100, "minutes_per_day": 0, "shares": [1.0] * 7},
        "weights": list(DEFAULT_WEIGHTS),
        **{"done_new": {}, "done": 0, "done_overdue": 0, "spent": 0.0},
        **{"seconds": QUESTIONS, "missed_new": 0.4, "missed_again": 0.3, "first_right": 0.7},
        "ratings": [0.1, 0.8, 0.1],
    }
    return {**made, **changed}  # type: ignore[typeddict-item]


@pytest.mark.parametrize("away", [0, 1, 30])
@pytest.mark.parametrize(
    "limits",
    [{}, {"new_per_day": 0}, {"new_per_day": 1}, {"reviews_per_day": 2}, {"minutes_per_day": 1}],
    ids=lambda limits: ",".join(limits) or "usual",
)
def test_the_first_day_asks_what_the_queue_asks(
    studied: Journal, clock: Clock, limits: dict[str, Any], away: int
) -> None:
    clock.now += timedelta(days=away)
    journal = replace(studied, settings=replace(studied.settings, **limits))
    with journal.store.read() as session:
        asked = queue_of(journal, session).cards
    assert sorted(Learner(simulating.plan_of(journal), Random(0)).asks()) == sorted(asked)


@pytest.mark.parametrize("rating", list(Rating))
def test_an_answer_does_what_the_schedule_says(rating: Rating) -> None:
    memory = Memory(4.2, 5.5, DAY, DAY - timedelta(days=6))
    after = preview(memory, DAY, retention=0.9, card=1, repetition=3)[rating]
    assert reviewed_once((4.2, 5.5, 6), rating, 0.9, DEFAULT_WEIGHTS)[:2] == (after.stability, after.difficulty)
    first = preview(None, DAY, retention=0.9, card=1, repetition=0)[rating]
    assert reviewed_once(None, rating, 0.9, DEFAULT_WEIGHTS)[:2] == (first.stability, first.difficulty)


def test_a_concept_waits_until_what_it_needs_is_known() -> None:
    needs = {"c1": [], "c2": ["c1"]}
    learner = Learner(plan(new(1), new(2), needs=needs, first_right=1.0), Random(0))
    assert learner.asks() == [1]
    learner.study()
    assert learner.asks() == [2]
    slow = Learner(plan(new(1), new(2), needs=needs, first_right=0.0, missed_again=1.0), Random(0))
    slow.study()
    assert slow.asks() == [1], "what was missed and not answered right since carries nothing"


def test_an_easy_day_of_no_reviews_gets_none_of_what_can_be_moved() -> None:
    weekday = (DAY + timedelta(days=3)).weekday()
    shares = [float(day != weekday) for day in range(7)]
    learned = [card(number, stability=30.0, since=30, due=number % 10) for number in range(60)]
    found = simulated(plan(*learned, shares=shares, days=120, learners=2))
    late = [count for own in found["reviews"] for day, count in enumerate(own) if day > 20 and day % 7 == 3]
    assert sum(late) < sum(count for own in found["reviews"] for count in own[21:]) / 20


def test_a_topic_with_a_higher_retention_asks_more() -> None:
    cards = [card(number) for number in range(20)]
    usual = simulated(plan(*cards, days=60))
    high = simulated(plan(*(each._replace(retention=0.97) for each in cards), days=60))
    assert sum(map(sum, high["reviews"])) > 1.5 * sum(map(sum, usual["reviews"]))
    assert high["recalled"] > usual["recalled"]


def test_a_day_keeps_to_its_limits_and_what_is_missed_takes_longer() -> None:
    cards = [card(number, due=-30, since=60) for number in range(200)]
    found = simulated(plan(*cards, reviews_per_day=25, days=7, counted=[200] * 9))
    assert max(max(own) for own in found["reviews"]) == 25
    assert found["minutes"][0][0] > 25 * 30 / 60, "a missed question is answered again on its day"


def test_the_same_plan_has_the_same_days() -> None:
    made = plan(*(card(number) for number in range(9)), new(10))
    assert simulated(made) == simulated(made)


def test_where_it_cannot_be_simulated_the_schedule_is_shown_alone(
    studied: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(module: str) -> None:
        raise OSError(module)

    monkeypatch.setattr(lifeline, "start", fail)
    simulating._simulated.cache_clear()
    found = panel_of("due").whole(studied, ALL)
    assert {each.expected for each in found.days} == {None}
    assert {each.middle for each in found.weeks} == {None}
