"""a review session as it stands, and how a missed question comes back in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.memory.states import STEPS
from journal.review.relearning import ReviewQueue, begin


def test_a_sitting_without_misses_asks_each_card_once() -> None:
    review_session = ReviewQueue((1, 2, 3))
    seen = []
    while review_session.current is not None:
        seen.append(review_session.current)
        review_session = review_session.answered(True)
    assert seen == [1, 2, 3]
    assert (review_session.asked, review_session.right, review_session.missed) == (3, 3, ())


def test_a_missed_card_comes_back_a_few_places_later_and_does_not_count_again() -> None:
    review_session = ReviewQueue((1, 2, 3, 4, 5, 6)).answered(False)
    assert review_session.waiting == (2, 3, 4, 5, 1, 6)
    assert not review_session.is_repeat
    for _ in range(STEPS[0]):
        review_session = review_session.answered(True)
    assert review_session.current == 1
    assert review_session.is_repeat
    after = review_session.answered(True)
    assert (after.asked, after.right) == (review_session.asked, review_session.right)
    assert after.waiting == (6,)


def test_near_the_end_a_missed_card_comes_back_as_late_as_it_can() -> None:
    assert ReviewQueue((1, 2)).answered(False).waiting == (2, 1)
    assert ReviewQueue((1,)).answered(False).waiting == (1,)


def test_a_card_missed_again_comes_back_later_and_no_more_often_than_there_are_steps() -> None:
    review_session = ReviewQueue((1, *range(2, 20))).answered(False)
    for _ in range(STEPS[0]):
        review_session = review_session.answered(True)
    review_session = review_session.answered(False)
    assert review_session.waiting.index(1) == STEPS[1] > STEPS[0]
    review_session, asked = ReviewQueue((1,)), 0
    while review_session.current is not None:
        review_session, asked = review_session.answered(False), asked + 1
    assert asked == 1 + len(STEPS)
    assert (review_session.asked, review_session.right) == (1, 0)


@given(st.lists(st.integers(0, 99), unique=True, max_size=15), st.lists(st.booleans(), min_size=60, max_size=60))
def test_every_sitting_ends_with_each_card_counted_once(cards: list[int], answers: list[bool]) -> None:
    review_session, first = ReviewQueue(tuple(cards)), dict[int, bool]()
    for answer in answers:
        if review_session.current is None:
            break
        assert review_session.is_repeat == (review_session.current in first)
        first.setdefault(review_session.current, answer)
        review_session = review_session.answered(answer)
    assert review_session.current is None
    assert list(first) != [] or not cards
    assert (review_session.asked, review_session.right) == (len(cards), sum(first.values()))


def test_an_earlier_state_of_a_sitting_can_be_gone_back_to() -> None:
    before = ReviewQueue((1, 2, 3))
    before.answered(False)
    assert before == ReviewQueue((1, 2, 3))


def test_a_skipped_card_is_neither_asked_nor_counted() -> None:
    review_session = ReviewQueue((1, 2)).skipped()
    assert (review_session.current, review_session.asked, review_session.left) == (2, 0, 1)


def test_a_sitting_that_is_over_takes_no_answer() -> None:
    with pytest.raises(IndexError):
        ReviewQueue(()).answered(True)


def test_a_sitting_that_was_left_goes_on_with_the_cards_that_were_missed_in_it() -> None:
    """They are repeated after a few others, without counting, as often as their steps allow."""
    review_session = begin((5, 6, 7, 8, 9), {1: 1, 2: 2})
    assert review_session.waiting == (5, 6, 7, 8, 1, 2, 9)
    for _ in range(4):
        review_session = review_session.answered(True)
    assert (review_session.current, review_session.is_repeat, review_session.asked) == (1, True, 4)
    review_session = review_session.answered(False).answered(False)
    assert review_session.waiting == (9, 1), "the second has no step left, the first one more"
    assert review_session.asked == 4


def test_a_card_that_waits_to_be_repeated_is_asked_once_though_it_is_due_as_well() -> None:
    assert begin((1, 2), {2: 1}).waiting == (1, 2)
