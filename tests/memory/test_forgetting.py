"""Why a question comes back on its date, and the curve that shows it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.ratings import Rating
from journal.memory.forgetting import curve, days_until, why
from journal.memory.load import fuzz_range
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, preview, retrievability

DAY = date(2024, 7, 14)
RETENTIONS = st.floats(0.7, 0.99)


def memory(stability: float, interval: int) -> Memory:
    return Memory(stability, 5.0, DAY + timedelta(days=interval), DAY)


def test_after_as_many_days_as_its_stability_a_right_answer_is_ninety_percent_likely() -> None:
    assert days_until(0.9, 30.0) == 30


@given(stability=st.floats(0.1, 5000), retention=RETENTIONS)
def test_on_the_day_of_the_crossing_the_curve_is_at_the_retention(stability: float, retention: float) -> None:
    """To a day: one earlier it is above, one later below; but no card comes back on the day it was asked."""
    days = days_until(retention, stability)
    assert days >= 1
    if 1 < days < 36500:
        assert retrievability(memory(stability, days), DAY + timedelta(days=days - 1)) > retention
    if days < 36500:
        assert retrievability(memory(stability, days), DAY + timedelta(days=days + 1)) < retention


@given(
    ratings=st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 60)), min_size=1, max_size=8),
    retention=RETENTIONS,
    card=st.integers(1, 1000),
)
def test_every_date_that_the_schedule_gives_is_explained_by_the_curve_and_chance(
    ratings: list[tuple[Rating, int]], retention: float, card: int
) -> None:
    """The sentence of a card tells the truth: the crossing of the curve, moved by no more than chance may."""
    held: Memory | None = None
    day = DAY
    for repetition, (rating, later) in enumerate(ratings):
        day += timedelta(days=later)
        held = preview(held, day, retention=retention, card=card, repetition=repetition)[rating]
        found = why(held, retention, DEFAULT_WEIGHTS, missed=rating == Rating.AGAIN, sure=False)
        assert found.reason == "moved"
        assert found.crossing + found.moved == found.interval == held.interval
        shortest, longest = fuzz_range(found.crossing)
        assert shortest <= found.interval <= longest
        assert found.retrievability == retrievability(held, held.due)


def test_what_one_was_sure_of_and_wrong_comes_back_the_next_day() -> None:
    assert why(memory(4.0, 1), 0.9, DEFAULT_WEIGHTS, missed=True, sure=True).reason == "tomorrow"


def test_what_follows_a_miss_that_was_sure_is_asked_once_more_within_a_week() -> None:
    """Only where the curve would leave it for longer."""
    said = {
        (days, follows): why(
            memory(30.0, days), 0.9, DEFAULT_WEIGHTS, missed=False, sure=False, follows_sure_miss=follows
        ).reason
        for days in (7, 30)
        for follows in (True, False)
    }
    assert said == {(7, True): "week", (7, False): "before", (30, True): "moved", (30, False): "moved"}


def test_a_missed_card_that_comes_back_before_the_curve_says_so() -> None:
    assert why(memory(40.0, 1), 0.9, DEFAULT_WEIGHTS, missed=True, sure=False).reason == "missed"


def test_a_date_from_another_retention_is_not_explained_by_the_present_one() -> None:
    assert why(memory(30.0, 30), 0.9, DEFAULT_WEIGHTS, missed=False, sure=False).reason == "moved"
    assert why(memory(30.0, 30), 0.7, DEFAULT_WEIGHTS, missed=False, sure=False).reason == "before"


def test_the_curve_falls_from_review_to_review_and_rises_at_each() -> None:
    second = Memory(9.0, 5.0, DAY + timedelta(days=12), DAY + timedelta(days=3))
    points = curve([memory(2.0, 2), second], DAY + timedelta(days=14))
    assert [(day - DAY).days for day, _ in points] == [0, 1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    chances = [chance for _, chance in points]
    assert chances[0] == chances[4] == 1
    assert chances[:4] == sorted(chances[:4], reverse=True)
    assert chances[4:] == sorted(chances[4:], reverse=True)
    assert dict(points)[second.due] == pytest.approx(0.9)


def test_a_card_without_reviews_has_no_curve() -> None:
    assert curve([], DAY) == []
