"""New, learning, review, relearning: told from plain values, and where an answer leads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.learning.states import STEPS, State, is_asked_again, state_of, step_after

DAY = date(2024, 7, 14)


@pytest.mark.parametrize(
    ("repetitions", "lapses", "step", "state"),
    [
        (0, 0, None, "new"),
        (1, 0, 1, "learning"),
        (1, 0, None, "review"),
        (5, 0, None, "review"),
        (6, 1, 2, "relearning"),
        (7, 1, None, "review"),
    ],
)
def test_the_state_is_told_from_plain_values(repetitions: int, lapses: int, step: int | None, state: State) -> None:
    assert state_of(repetitions, lapses, step) == state


@given(st.lists(st.booleans(), min_size=1, max_size=9))
def test_a_missed_question_is_at_a_step_until_it_is_answered_right(answers: list[bool]) -> None:
    step = None
    for right in answers:
        step = step_after(step, right)
    assert (step is None) is answers[-1]
    assert step is None or step == answers[::-1].index(True) if True in answers else step == len(answers)


def test_it_is_repeated_on_the_day_of_its_miss_as_often_as_there_are_steps() -> None:
    assert [is_asked_again(step, DAY, DAY) for step in range(1, len(STEPS) + 2)] == [True] * len(STEPS) + [False]
    assert not is_asked_again(None, DAY, DAY)
    assert not is_asked_again(None, None, DAY)


def test_from_the_next_day_on_its_date_decides() -> None:
    assert not is_asked_again(1, DAY, DAY + timedelta(days=1))
