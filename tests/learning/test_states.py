"""The steps of a missed question: where an answer leads, and when it is asked again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from journal.learning.states import STEPS, is_asked_again, step_after

DAY = date(2024, 7, 14)


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
