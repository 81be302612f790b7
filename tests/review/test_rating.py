"""Which rating an answer deserves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core import messages
from journal.core.languages import LANGUAGES
from journal.core.ratings import Rating
from journal.review.rating import CONFIDENCES, Confidence, Rated, rate, share_quicker

USUAL = [float(seconds) for seconds in range(10, 30)]
"""Twenty earlier answers, from 10 to 29 seconds."""
QUICK, MIDDLE, SLOW, AWAY = 5.0, 20.0, 40.0, 500.0

TABLE: list[tuple[bool, Confidence, float, bool | None, Rating, str]] = [
    (False, "guess", MIDDLE, True, Rating.AGAIN, "wrong"),
    (False, "unsure", MIDDLE, True, Rating.AGAIN, "wrong"),
    (False, "sure", QUICK, True, Rating.AGAIN, "wrong_sure"),
    (True, "guess", QUICK, True, Rating.HARD, "guess"),
    (True, "guess", SLOW, None, Rating.HARD, "guess"),
    (True, "unsure", QUICK, True, Rating.GOOD, "unsure"),
    (True, "unsure", MIDDLE, False, Rating.GOOD, "unsure"),
    (True, "unsure", SLOW, True, Rating.HARD, "unsure_slow"),
    (True, "unsure", AWAY, True, Rating.GOOD, "unsure"),
    (True, "sure", MIDDLE, True, Rating.GOOD, "sure"),
    (True, "sure", SLOW, True, Rating.GOOD, "sure"),
    (True, "sure", QUICK, True, Rating.EASY, "sure_quick"),
    (True, "sure", QUICK, False, Rating.GOOD, "sure"),
    (True, "sure", QUICK, None, Rating.GOOD, "sure"),
]


@pytest.mark.parametrize(("right", "confidence", "seconds", "last_right", "rating", "reason"), TABLE)
def test_the_rating_follows_the_table(
    right: bool, confidence: Confidence, seconds: float, last_right: bool | None, rating: Rating, reason: str
) -> None:
    assert rate(right, confidence, seconds, USUAL, last_right) == Rated(rating, f"rating.{reason}")


@pytest.mark.parametrize("confidence", ["unsure", "sure"])
def test_nothing_is_quick_or_slow_before_twenty_answers(confidence: Confidence) -> None:
    for seconds in (0.0, QUICK, SLOW):
        assert rate(True, confidence, seconds, USUAL[:-1], True).rating is Rating.GOOD


def test_a_pause_says_nothing_about_the_answer() -> None:
    assert share_quicker(5 * 19.5, USUAL) == 1
    assert share_quicker(5 * 19.5 + 1, USUAL) is None


def test_only_what_was_wrong_though_sure_must_come_back_tomorrow() -> None:
    assert rate(False, "sure", MIDDLE, USUAL, True).tomorrow
    assert not rate(False, "unsure", MIDDLE, USUAL, True).tomorrow
    assert not rate(True, "sure", MIDDLE, USUAL, True).tomorrow


answers = st.tuples(
    st.sampled_from(CONFIDENCES),
    st.floats(0, 600),
    st.lists(st.floats(0.1, 600), max_size=60),
    st.none() | st.booleans(),
)


@given(answers)
def test_wrong_is_always_again_and_right_never(answer: tuple[Confidence, float, list[float], bool | None]) -> None:
    assert rate(False, *answer).rating is Rating.AGAIN
    assert rate(True, *answer).rating > Rating.AGAIN


@given(answers)
def test_every_reason_is_a_sentence_in_each_language(
    answer: tuple[Confidence, float, list[float], bool | None],
) -> None:
    for language in LANGUAGES:
        messages.use(language)
        assert messages.say(rate(True, *answer).reason)
        assert messages.say(rate(False, *answer).reason)
