"""The simulated months to come: held to the schedule's own formulas, and to the limits of a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from journal.core import lifeline
from journal.core.ratings import Rating
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, preview, retrievability
from journal.memory.simulation import (
    SimulationInput,
    after_first,
    after_review,
    band,
    intervals,
    recalled,
    reviews_by_day,
)

WEIGHTS = list(DEFAULT_WEIGHTS)
DAY = date(2024, 7, 10)


def plan(**changed: Any) -> SimulationInput:
    made: SimulationInput = {
        "stability": [5.0] * 20,
        "difficulty": [5.0] * 20,
        "elapsed": [3] * 20,
        "until": list(range(-2, 18)),
        "new": 12,
        "new_per_day": 4,
        "reviews_per_day": 100,
        "first_right": 0.7,
        "ratings": [0.1, 0.8, 0.1],
        "retention": 0.9,
        "weights": WEIGHTS,
        "weeks": 4,
        "seed": 1,
    }
    return {**made, **changed}  # type: ignore[typeddict-item]


@pytest.mark.parametrize("rating", list(Rating))
@pytest.mark.parametrize(("stability", "difficulty", "elapsed"), [(0.5, 9.0, 1), (4.2, 5.5, 6), (80.0, 1.0, 200)])
def test_an_answer_does_what_the_schedule_says(
    rating: Rating, stability: float, difficulty: float, elapsed: int
) -> None:
    memory = Memory(stability, difficulty, DAY + timedelta(days=elapsed), DAY)
    after = preview(memory, DAY + timedelta(days=elapsed), retention=0.9, card=1, repetition=3)[rating]
    held, hard, days = (np.array([each], float) for each in (stability, difficulty, elapsed))
    new_stability, new_difficulty = after_review(WEIGHTS, held, hard, days, np.array([int(rating)]))
    assert new_stability[0] == pytest.approx(after.stability, rel=1e-6)
    assert new_difficulty[0] == pytest.approx(after.difficulty, rel=1e-6)


@pytest.mark.parametrize("rating", list(Rating))
def test_so_does_a_first_answer(rating: Rating) -> None:
    after = preview(None, DAY, retention=0.9, card=1, repetition=0)[rating]
    stability, difficulty = after_first(WEIGHTS, np.array([int(rating)]))
    assert stability[0] == pytest.approx(after.stability, rel=1e-6)
    assert difficulty[0] == pytest.approx(after.difficulty, rel=1e-6)


def test_forgetting_and_intervals_are_those_of_the_schedule() -> None:
    memory = Memory(12.0, 5.0, DAY + timedelta(days=30), DAY)
    chance = recalled(WEIGHTS, np.array([7.0]), np.array([12.0]))[0]
    assert chance == pytest.approx(retrievability(memory, DAY + timedelta(days=7)))
    assert intervals(WEIGHTS, np.array([12.0, 0.1]), 0.9).tolist() == [12, 1]


def test_what_is_due_today_is_answered_today_with_the_first_new_ones() -> None:
    by_day = reviews_by_day(plan())
    assert set(by_day[:, 0].tolist()) == {3 + 4}
    assert by_day.shape == (100, 28)


def test_a_day_never_holds_more_than_its_limits() -> None:
    by_day = reviews_by_day(plan(reviews_per_day=2, new_per_day=3))
    assert by_day.max() <= 5
    assert set(by_day[:, 0].tolist()) == {5}


def test_where_no_new_ones_begin_there_are_none() -> None:
    by_day = reviews_by_day(plan(stability=[], difficulty=[], elapsed=[], until=[], new_per_day=0))
    assert by_day.sum() == 0


def test_the_band_is_ordered_and_the_same_every_time() -> None:
    first = band(plan())
    assert len(first) == 4
    assert all(low <= middle <= high for low, middle, high in first)
    assert any(low < high for low, _, high in first)
    assert band(plan()) == first


def test_an_empty_journal_has_an_empty_band() -> None:
    assert set(band(plan(stability=[], difficulty=[], elapsed=[], until=[], new=0))) == {(0, 0, 0)}


def test_it_runs_as_a_process_of_its_own() -> None:
    told = lifeline.ask(lifeline.start("journal.memory.simulation"), plan())
    assert [tuple(each) for each in told] == band(plan())
