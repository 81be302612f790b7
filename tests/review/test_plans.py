"""How much a day takes of a backlog."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.review.plans import CATCH_UP, DAILY, SMALLEST_SHARE, Backlog, Plan, share_of_backlog


def test_a_day_takes_half_a_usual_day_of_the_backlog() -> None:
    assert share_of_backlog([40] * 7) == 20
    assert share_of_backlog([40, 40, 40, 41, 41, 41, 200]) == 21, "the median: one great day changes nothing"
    assert share_of_backlog([4] * 7) == SMALLEST_SHARE


def test_from_the_first_days_on_a_return_is_spread() -> None:
    assert share_of_backlog([12, 24]) == SMALLEST_SHARE
    assert share_of_backlog([]) is None
    backlog = Backlog(today=5, overdue=99)
    assert (backlog.reviews, backlog.is_dealt_out) == (104, False)


def test_what_was_caught_up_with_in_an_earlier_sitting_of_the_day_counts() -> None:
    assert Backlog(5, 99, share=20).reviews == 25
    assert Backlog(5, 84, share=20, caught_up=15).reviews == 10
    assert Backlog(5, 74, share=20, caught_up=25).reviews == 0, "overdue cards took the place of the day's own"
    assert Backlog(5, 0, share=20, caught_up=20).reviews == 5


@pytest.mark.parametrize(
    ("backlog", "new"),
    [
        (Backlog(20, 0), 12),
        (Backlog(20, 4, share=10), 8),
        (Backlog(20, 2, share=10, caught_up=2), 8),
        (Backlog(20, 40), 3),
        (Backlog(20, 11, share=10), 0),
    ],
)
def test_new_cards_yield_to_what_is_overdue(backlog: Backlog, new: int) -> None:
    """All of them while some of it is left to another day, else but for a quarter."""
    assert backlog.new(12) == new
    assert backlog.new(0) == 0


@given(st.integers(0, 200), st.integers(0, 2000), st.integers(SMALLEST_SHARE, 60), st.randoms(use_true_random=False))
def test_a_backlog_is_dealt_out_to_its_end(today: int, overdue: int, share: int, random: Random) -> None:
    """No day asks more than its own cards and a share, in however many review sessions; after that many days nothing
    is left.
    """
    days = 0
    while overdue:
        days += 1
        asked, caught_up, own = 0, 0, today
        while left := Backlog(own, overdue, share, caught_up).reviews:
            answered = random.randint((left + 1) // 2, left)
            late = random.randint(max(0, answered - own), min(overdue, answered))
            overdue, own = overdue - late, own - (answered - late)
            asked, caught_up = asked + answered, caught_up + late
        assert asked <= today + share
        overdue += own
        assert days <= 2000 / share + 1


@pytest.mark.parametrize("plan", [DAILY, CATCH_UP, Plan("ahead", days=3), Plan("concept", about="rnn")])
def test_every_plan_counts_but_cramming(plan: Plan) -> None:
    assert plan.counts
    assert not Plan("cram", about="rnn").counts
