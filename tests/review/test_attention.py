"""What is noted of how an answer was given."""

from __future__ import annotations

from journal.review.attention import Attention


def test_the_first_key_counts_from_the_question_and_later_ones_not_at_all() -> None:
    attention = Attention(100.0)
    assert attention.noted([]) == {"first_key": None, "away": 0.0, "opened": []}
    attention.press(103.24)
    attention.press(150.0)
    assert attention.noted([])["first_key"] == 3.2


def test_time_away_is_summed_and_two_ways_of_leaving_count_once() -> None:
    attention = Attention(0.0)
    attention.leave(10.0)
    attention.leave(12.0)  # another window, from another screen
    attention.come_back(20.0)
    attention.come_back(25.0)
    attention.leave(30.0)
    attention.come_back(31.5)
    assert attention.noted(["text", "code", "text"]) == {"first_key": None, "away": 11.5, "opened": ["code", "text"]}
