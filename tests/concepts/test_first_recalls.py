"""A learner's own data for a forgetting curve."""

from __future__ import annotations

from datetime import date, timedelta

from journal.concepts.first_recalls import first_recalls

FIRST = date(2024, 7, 1)


def history(*answers: tuple[int, int]) -> list[tuple[date, int]]:
    """Answers that many days after the first day, each with its rating."""
    return [(FIRST + timedelta(days=days), rating) for days, rating in answers]


def test_only_the_first_time_that_a_question_came_back_counts() -> None:
    found = first_recalls([history((0, 3), (2, 3), (9, 1)), history((0, 1), (2, 1)), history((0, 3), (5, 2))])
    assert found == ([2, 5], [2, 1], [1, 1])


def test_answers_of_the_same_day_are_no_recall() -> None:
    assert first_recalls([history((0, 1), (0, 3), (3, 4)), history((0, 3))]) == ([3], [1], [1])


def test_without_recalls_there_is_nothing() -> None:
    assert first_recalls([history((0, 3)), []]) == ([], [], [])
