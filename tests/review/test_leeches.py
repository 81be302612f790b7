"""Which lapses make a leech, and at which of them the learner is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.review.leeches import is_announced, is_leech


def test_it_is_told_at_eight_lapses_and_then_at_every_fourth() -> None:
    assert [lapses for lapses in range(30) if is_announced(lapses, 8)] == [8, 12, 16, 20, 24, 28]


@pytest.mark.parametrize(("after", "told"), [(1, [1, 2, 3]), (2, [2, 3, 4]), (3, [3, 5, 7]), (5, [5, 8, 11])])
def test_half_of_an_odd_number_is_rounded_up(after: int, told: list[int]) -> None:
    assert [lapses for lapses in range(30) if is_announced(lapses, after)][:3] == told


@given(lapses=st.integers(0, 500))
def test_nothing_is_a_leech_when_the_setting_is_zero(lapses: int) -> None:
    assert not is_leech(lapses, 0)
    assert not is_announced(lapses, 0)


@given(lapses=st.integers(0, 500), after=st.integers(1, 100))
def test_what_is_told_is_a_leech_and_once_a_leech_it_stays_one(lapses: int, after: int) -> None:
    assert is_leech(lapses, after) is (lapses >= after)
    if is_announced(lapses, after):
        assert is_leech(lapses, after)
        assert is_leech(lapses + 1, after)
