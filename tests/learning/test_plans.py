"""How much a day takes of a backlog."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.learning.plans import CATCH_UP, DAILY, ENOUGH_DAYS, SMALLEST_SHARE, Backlog, Plan, share_of_backlog


def test_a_day_takes_half_a_usual_day_of_the_backlog() -> None:
    assert share_of_backlog([40] * ENOUGH_DAYS) == 20
    assert share_of_backlog([40, 40, 40, 41, 41, 41, 200]) == 21, "the median: one great day changes nothing"
    assert share_of_backlog([4] * ENOUGH_DAYS) == SMALLEST_SHARE


def test_before_a_week_of_study_all_is_asked() -> None:
    assert share_of_backlog([40] * (ENOUGH_DAYS - 1)) is None
    backlog = Backlog(today=5, overdue=99)
    assert (backlog.taken, backlog.reviews, backlog.is_dealt_out) == (99, 104, False)


def test_what_was_caught_up_with_in_an_earlier_sitting_of_the_day_counts() -> None:
    assert Backlog(5, 99, share=20).taken == 20
    assert Backlog(5, 84, share=20, caught_up=15).taken == 5
    assert Backlog(5, 74, share=20, caught_up=25).taken == 0


@given(st.integers(0, 200), st.integers(0, 2000), st.integers(SMALLEST_SHARE, 60))
def test_a_backlog_is_dealt_out_to_its_end(today: int, overdue: int, share: int) -> None:
    """No day asks more than its own cards and a share; after so many days nothing is left."""
    days = 0
    while overdue:
        backlog = Backlog(today, overdue, share)
        assert today <= backlog.reviews <= today + share
        assert backlog.is_dealt_out == (overdue > share)
        overdue, days = overdue - backlog.taken, days + 1
        assert days <= 2000


@pytest.mark.parametrize("plan", [DAILY, CATCH_UP, Plan("ahead", days=3), Plan("concept", about="rnn")])
def test_every_plan_counts_but_cramming(plan: Plan) -> None:
    assert plan.counts
    assert not Plan("cram", about="rnn").counts
