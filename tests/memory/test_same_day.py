"""Answers of one day: what FSRS makes of them is what the libraries of FSRS make of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.ratings import Rating
from journal.memory.replaying import Answered, last_life, replay
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, Weights, preview, sent_to_tomorrow

DAY = date(2024, 7, 14)
OTHERS: Weights = (*(weight * 2 for weight in DEFAULT_WEIGHTS[:4]), *DEFAULT_WEIGHTS[4:17], 0.9, 0.3, 0.2, 0.2)

HISTORIES = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 1, 2, 9, 60]), st.sampled_from(Rating)), min_size=1, max_size=12
)
"""Days since the review before, mostly none, and ratings."""
WEIGHTS = st.sampled_from([DEFAULT_WEIGHTS, OTHERS])


def dated(history: list[tuple[int, Rating]]) -> list[tuple[date, int]]:
    """The history with days in place of the time between them."""
    day, found = DAY, []
    for since, rating in history:
        day += timedelta(days=since)
        found.append((day, int(rating)))
    return found


@given(HISTORIES, WEIGHTS)
def test_a_history_leads_to_the_memory_of_py_fsrs(history: list[tuple[int, Rating]], weights: Weights) -> None:
    scheduler = fsrs.Scheduler(weights, 0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, at = fsrs.Card(card_id=1), datetime(2024, 7, 14, 9, tzinfo=UTC)
    for since, rating in history:
        at += timedelta(days=since, minutes=1)
        card, _ = scheduler.review_card(card, fsrs.Rating(rating), at)
    replayed = replay(dated(history), weights, 0.9)
    assert card.difficulty == pytest.approx(replayed.difficulty, rel=1e-9)
    assert card.stability == pytest.approx(replayed.stability, rel=1e-9)


@given(HISTORIES, WEIGHTS)
def test_a_history_leads_to_the_memory_of_fsrs_rs(history: list[tuple[int, Rating]], weights: Weights) -> None:
    library = pytest.importorskip(
        "fsrs_rs_python", reason="fsrs-rs-python is no dependency: its wheel names no licence"
    )
    reviews = [library.FSRSReview(int(rating), since if place else 0) for place, (since, rating) in enumerate(history)]
    theirs = library.FSRS(list(weights)).memory_state(library.FSRSItem(reviews))
    replayed = replay(
        dated([(since if place else 0, rating) for place, (since, rating) in enumerate(history)]), weights, 0.9
    )
    assert theirs.stability == pytest.approx(replayed.stability, rel=2e-3)
    assert theirs.difficulty == pytest.approx(replayed.difficulty, rel=2e-3)


@given(st.floats(0.1, 300), st.floats(1, 10), WEIGHTS)
def test_a_better_answer_on_the_same_day_never_leaves_less(
    stability: float, difficulty: float, weights: Weights
) -> None:
    memory = Memory(stability, difficulty, DAY + timedelta(days=1), DAY)
    after = preview(memory, DAY, retention=0.9, card=1, repetition=1, weights=weights)
    assert [after[one].stability for one in Rating] == sorted(after[one].stability for one in Rating)
    assert after[Rating.AGAIN].stability <= stability <= after[Rating.GOOD].stability + 1e-9


def test_what_repeats_a_miss_that_was_sure_comes_back_the_next_day_as_that_would_have() -> None:
    assert sent_to_tomorrow(is_sure_and_wrong=True, is_repeat_of_such=False) == (Rating.AGAIN,)
    assert sent_to_tomorrow(is_sure_and_wrong=True, is_repeat_of_such=True) == tuple(Rating)
    assert not sent_to_tomorrow(is_sure_and_wrong=False, is_repeat_of_such=False)


@pytest.mark.parametrize("stability", [0.5, 3.0, 40.0, 400.0])
def test_after_a_sure_miss_the_next_review_but_one_comes_within_a_week(stability: float) -> None:
    held = Memory(stability, 5.0, DAY, DAY - timedelta(days=1))
    plain, capped = (
        preview(held, DAY, retention=0.9, card=1, repetition=3, follows_sure_miss=follows) for follows in (False, True)
    )
    for rating in Rating:
        assert capped[rating].due == min(plain[rating].due, DAY + timedelta(days=7))
        assert (capped[rating].stability, capped[rating].difficulty) == (
            plain[rating].stability,
            plain[rating].difficulty,
        )


def test_the_last_life_of_a_card_begins_with_its_first_repetition_that_is_still_held() -> None:
    given_ = [
        Answered(1, DAY, 3, counted=True),
        Answered(1, DAY + timedelta(days=3), 1, counted=True),
        Answered(1, DAY + timedelta(days=3), 3, counted=False),
        Answered(1, DAY + timedelta(days=5), 3, counted=True),
    ]
    assert last_life(given_, 3) == given_
    assert last_life(given_, 2) == given_[1:]
    assert last_life(given_, 1) == given_[3:]
    assert last_life(given_, 4) is None
    assert last_life(given_, 0) is None
