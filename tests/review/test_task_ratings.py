"""What a task that is over is worth, and how far it brings its card."""

from __future__ import annotations

import pytest

from journal.core.ratings import Rating
from journal.memory.states import stage_after
from journal.review.choosing import task_waits
from journal.review.rating import ENOUGH, rate_task

TIMES = [float(60 + each) for each in range(ENOUGH)]


@pytest.mark.parametrize(
    ("right", "tries", "hints", "seconds", "rating"),
    [
        (True, 1, 0, 200.0, Rating.GOOD),
        (True, 1, 0, 30.0, Rating.EASY),
        (True, 2, 0, 30.0, Rating.GOOD),
        (True, 3, 0, 30.0, Rating.HARD),
        (True, 1, 1, 30.0, Rating.HARD),
        (True, 1, 2, 30.0, Rating.AGAIN),
        (False, 0, 0, 10.0, Rating.AGAIN),
    ],
)
def test_tries_hints_and_time_make_the_rating(
    right: bool, tries: int, hints: int, seconds: float, rating: Rating
) -> None:
    assert rate_task(right, tries, hints, seconds, TIMES).rating == rating


def test_without_other_times_nothing_is_quick() -> None:
    assert rate_task(True, 1, 0, 1.0, []).rating == Rating.GOOD


@pytest.mark.parametrize(
    ("passed", "stage"), [([], 0), ([True], 1), ([True, True, False], 1), ([False, False], 0), ([False, True], 1)]
)
def test_a_stage_is_won_by_what_is_right_and_lost_by_what_is_not(passed: list[bool], stage: int) -> None:
    assert stage_after(passed) == stage


@pytest.mark.parametrize(
    ("easiest", "waits"),
    [([], False), ([0.0], True), ([0.9, 0.0], True), ([0.9, 0.8], False), ([0.9, 0.8, 0.0], False)],
)
def test_a_task_waits_for_the_first_two_questions(easiest: list[float], waits: bool) -> None:
    assert task_waits(easiest) is waits
