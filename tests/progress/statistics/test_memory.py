"""Histograms of memory, and the knowledge of every day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.db.rows import MemorySpan
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, retrievability, retrievability_after
from journal.progress.statistics.memory import EDGES, POINTS, histograms, knowledge, step_of

TODAY = date(2024, 7, 10)
FIRST = TODAY - timedelta(days=40)


def memory(stability: float, difficulty: float = 5.0, ago: int = 0) -> Memory:
    return Memory(stability, difficulty, TODAY + timedelta(days=99), TODAY - timedelta(days=ago))


def counts(name: str, *memories: Memory) -> list[int]:
    (only,) = (each for each in histograms(memories, TODAY, DEFAULT_WEIGHTS) if each.name == name)
    return [each.questions for each in only.bins]


def test_a_value_falls_into_the_bin_that_begins_with_it() -> None:
    assert counts("stability", memory(0.2), memory(21), memory(29.9), memory(4000))[:1] == [1]
    assert counts("stability", memory(0.2), memory(21), memory(29.9), memory(4000))[5] == 2
    assert counts("stability", memory(0.2), memory(21), memory(29.9), memory(4000))[-1] == 1
    assert counts("difficulty", memory(1, 1), memory(1, 10)) == [1, 0, 0, 0, 0, 0, 0, 0, 1]


@given(st.lists(st.builds(memory, st.floats(0.01, 5000), st.floats(1, 10), st.integers(0, 900)), min_size=1))
def test_no_question_is_lost_from_a_histogram(memories: list[Memory]) -> None:
    for figures in histograms(memories, TODAY, DEFAULT_WEIGHTS):
        assert sum(each.questions for each in figures.bins) == len(memories)
        assert len(figures.bins) == len(EDGES[figures.name]) - 1
        assert figures.median is not None


def test_without_questions_there_is_no_median() -> None:
    assert {each.median for each in histograms([], TODAY, DEFAULT_WEIGHTS)} == {None}


def test_the_knowledge_of_today_is_the_sum_of_what_can_be_retrieved() -> None:
    stretches = [MemorySpan(0, 10, 3.0, 1), MemorySpan(10, None, 20.0, 1), MemorySpan(35, None, 4.0, 2)]
    last = knowledge(stretches, FIRST, TODAY, DEFAULT_WEIGHTS)[-1]
    expected = retrievability(memory(20.0, ago=30), TODAY) + 2 * retrievability(memory(4.0, ago=5), TODAY)
    assert (last.day, last.begun) == (TODAY, 3)
    assert last.known == pytest.approx(expected, abs=0.05)


def test_between_two_reviews_what_the_first_one_left_counts() -> None:
    points = knowledge([MemorySpan(0, 10, 3.0, 1), MemorySpan(10, None, 20.0, 1)], FIRST, TODAY, DEFAULT_WEIGHTS)
    by_day = {(each.day - FIRST).days: each for each in points}
    assert {each.begun for each in points} == {1}
    assert by_day[9].known == pytest.approx(retrievability_after(3.0, 9), abs=0.05)
    assert by_day[10].known == 1.0
    assert by_day[11].known == pytest.approx(retrievability_after(20.0, 1), abs=0.05)


@given(st.integers(0, 4000))
def test_the_curve_has_a_point_for_the_first_day_and_one_for_today_and_never_many(length: int) -> None:
    first = TODAY - timedelta(days=length)
    points = knowledge([], first, TODAY, DEFAULT_WEIGHTS)
    assert (points[0].day, points[-1].day) == (first, TODAY)
    assert len(points) <= POINTS + 1
    assert step_of(first, TODAY) >= 1
