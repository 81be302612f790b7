"""What a session is announced to take is what it takes: repeats counted, at the learner's own pace."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.memory.states import STEPS
from journal.review.relearning import begin
from journal.review.workload import (
    LONGEST,
    MISSED_AGAIN,
    MISSED_NEW,
    PRIOR,
    SECONDS,
    Answered,
    Pace,
    Workload,
    cost,
    fitting,
    pace_of,
)
from tests.benchmarks.fortnight import AWAY, lived, table

PACE = Pace({"question": 20.0, "task": 200.0, "note": 10.0}, missed_new=0.5, missed_again=0.4)


def test_a_card_takes_an_answer_and_a_repeat_for_each_step_that_it_is_likely_to_need() -> None:
    assert cost("question", 0.0, PACE).answers == 1
    assert cost("question", 0.5, PACE).answers == pytest.approx(1 + 0.5 + 0.5 * 0.4)
    assert cost("question", 1.0, PACE).answers == pytest.approx(2.4)
    assert cost("question", 1.0, PACE, step=1).answers == pytest.approx(1.4), "a repeat, and perhaps another one"
    assert cost("question", 1.0, PACE, step=len(STEPS)).answers == 1
    assert cost("task", 0.5, PACE).seconds == pytest.approx(1.7 * 200)


def test_answers_and_minutes_announced_are_the_mean_of_sessions_worked_through() -> None:
    """A thousand sessions of one plan, with the misses of one learner; two cards were missed before."""
    chances = {card: card / 20 for card in range(18)}
    queue = begin(range(18), {18: 1, 19: 2})
    work = Workload(PACE, {card: ("question", missed) for card, missed in chances.items()})
    random, answers = Random(3), 0
    for _ in range(1000):
        now = queue
        while now.current is not None:
            missed = PACE.missed_again if now.is_repeat else chances[now.current]
            now, answers = now.answered(random.random() >= missed), answers + 1
    assert work.answers(queue) == pytest.approx(answers / 1000, abs=0.6)
    assert work.minutes(queue) == -int(-answers / 1000 * 20 // 60)


@given(st.lists(st.sampled_from([0.05, 0.3, 0.9]), max_size=60), st.integers(0, 1200))
def test_what_fits_is_as_much_as_can_be(misses: list[float], seconds: int) -> None:
    costs = [cost("question", missed, PACE) for missed in misses]
    count = fitting(costs, seconds)
    assert sum(each.seconds for each in costs[:count]) <= seconds
    assert fitting(costs[:count], seconds) == count
    assert fitting(costs, seconds + 60) >= count
    assert fitting(costs, seconds, costs[:1]) <= count


def test_before_there_are_answers_the_pace_is_a_guess_and_with_them_the_learners_own() -> None:
    assert pace_of([]) == Pace(dict(SECONDS), MISSED_NEW, MISSED_AGAIN)
    answers = [Answered("question", "first", missed, 10.0) for missed in [True, False] * PRIOR]
    own = pace_of(answers)
    assert own.seconds == {**SECONDS, "question": 10.0}
    assert own.missed_new == pytest.approx((PRIOR * MISSED_NEW + PRIOR) / (3 * PRIOR))
    assert own.missed_again == MISSED_AGAIN, "no repeat was seen"


def test_a_time_that_the_learner_was_away_for_counts_as_a_slow_answer() -> None:
    answers = [Answered("note", "recall", False, 10.0)] * 9
    away = Answered("note", "recall", False, 7200.0)
    assert pace_of([*answers, away]).seconds["note"] == pytest.approx((9 * 10 + LONGEST * 10) / 10)


def test_a_fortnight_and_a_return_keep_the_minutes_and_take_what_they_announce(tmp_path: Path) -> None:
    """Through the app's own session and store: five concepts a day, fifteen minutes, five days off."""
    days = list(lived(tmp_path, 15))
    print(*table(days), sep="\n")
    assert all(each.minutes <= 15 for each in days)
    assert sum(each.taken <= 15 for each in days) >= len(days) * 5 / 6
    assert sum(each.answers for each in days) == pytest.approx(sum(each.announced for each in days), rel=0.1)
    back = days[AWAY.start :]
    assert (back[0].new, back[0].left > 0) == (0, True)
    assert all(each.new == 0 for each in back if each.left)
    assert any(each.new for each in back), "what was left is made up for within days"
