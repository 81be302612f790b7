"""The steps of a missed question: where an answer leads, and when it is asked again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.memory.states import STEPS, WHOLE, faded, is_asked_again, step_after

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


EXAMPLE = (("a", "1"), ("b", "2"), ("c", "3"))


@pytest.mark.parametrize(
    ("stage", "shown"),
    [
        (0, (("a", "1"), ("b", "2"), ("c", "3"))),
        (1, (("a", "1"), ("b", "2"), ("c", None))),
        (2, (("a", "1"), ("b", None), ("c", None))),
        (WHOLE, ()),
        (WHOLE + 4, ()),
    ],
)
def test_a_worked_example_fades_from_its_end(stage: int, shown: tuple[tuple[str, str | None], ...]) -> None:
    assert faded(EXAMPLE, stage) == shown


def test_a_short_example_fades_as_well() -> None:
    assert faded((("a", "1"),), 2) == (("a", None),)
    assert faded((), 0) == ()
