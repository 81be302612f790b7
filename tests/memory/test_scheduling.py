"""The schedule: FSRS-6 on whole local days, with a preview that is what happens."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.days import EARLIEST, LATEST
from journal.core.ratings import Rating
from journal.memory.load import LONGEST, Load, fuzz_range
from journal.memory.scheduling import Memory, fuzz_bounds, preview, retrievability, study_day

DAY = date(2024, 7, 14)
RATINGS = st.sampled_from(Rating)
RETENTIONS = st.sampled_from([0.70, 0.80, 0.85, 0.90, 0.95, 0.99])


class Step(NamedTuple):
    """A review: days after the one before, and its rating."""

    days: int
    rating: Rating


HISTORIES = st.lists(st.builds(Step, st.integers(0, 400), RATINGS), min_size=1, max_size=12)


def review(memory: Memory | None, day: date, rating: Rating, retention: float = 0.9, repetition: int = 0) -> Memory:
    return preview(memory, day, retention=retention, card=1, repetition=repetition)[rating]


def remember(steps: list[Step], retention: float = 0.9) -> Memory:
    """The memory after a history that began on DAY."""
    memory, day = None, DAY
    for repetition, step in enumerate(steps):
        day += timedelta(days=step.days)
        memory = review(memory, day, step.rating, retention, repetition)
    assert memory
    return memory


def theirs(steps: list[Step], retention: float) -> fsrs.Card:
    """What the package makes of a history when each review is at noon, UTC."""
    scheduler = fsrs.Scheduler(
        desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )
    card, at = fsrs.Card(card_id=1), datetime(2024, 7, 14, 12, tzinfo=UTC)
    for step in steps:
        at += timedelta(days=step.days)
        card, _ = scheduler.review_card(card, fsrs.Rating(step.rating), at)
    return card


@given(HISTORIES, RETENTIONS)
def test_memory_is_that_of_fsrs_on_whole_days(steps: list[Step], retention: float) -> None:
    ours, their = remember(steps, retention), theirs(steps, retention)
    assert (ours.stability, ours.difficulty) == (their.stability, their.difficulty)


@pytest.mark.slow
def test_memory_is_that_of_fsrs_in_a_hundred_thousand_histories() -> None:
    random = Random(1)
    for _ in range(100_000):
        steps = [Step(random.randint(0, 99), random.choice(list(Rating))) for _ in range(random.randint(1, 6))]
        ours, their = remember(steps), theirs(steps, 0.9)
        assert (ours.stability, ours.difficulty) == (their.stability, their.difficulty), steps


@given(HISTORIES, RETENTIONS)
def test_the_next_day_is_that_of_fsrs_but_for_the_fuzz(steps: list[Step], retention: float) -> None:
    ours, their = remember(steps, retention), theirs(steps, retention)
    assert their.last_review
    interval = (their.due - their.last_review).days
    shortest, longest = fuzz_range(interval)
    assert shortest <= ours.interval <= longest


@given(HISTORIES, st.integers(0, 1000))
def test_retrievability_is_that_of_fsrs(steps: list[Step], later: int) -> None:
    ours, their = remember(steps), theirs(steps, 0.9)
    assert their.last_review
    expected = fsrs.Scheduler().get_card_retrievability(their, their.last_review + timedelta(days=later))
    assert retrievability(ours, ours.last + timedelta(days=later)) == pytest.approx(expected, rel=1e-12)


def test_an_answer_is_as_likely_as_wanted_on_the_day_it_is_due() -> None:
    memory = Memory(stability=40.0, difficulty=5.0, due=DAY + timedelta(days=40), last=DAY)
    assert retrievability(memory, DAY) == 1
    assert retrievability(memory, memory.due) == pytest.approx(0.9)


LOADS = st.builds(
    Load,
    st.dictionaries(st.integers(1, 900).map(lambda days: DAY + timedelta(days=days)), st.integers(0, 500)),
    st.lists(st.sampled_from([0.0, 0.3, 0.5, 1.0]), min_size=7, max_size=7),
)


@given(st.none() | HISTORIES, st.integers(0, 400), RETENTIONS, st.integers(0, 10_000), st.integers(0, 50), LOADS)
def test_a_better_rating_never_comes_back_sooner_and_every_one_on_a_later_day(
    steps: list[Step] | None, days: int, retention: float, card: int, repetition: int, load: Load
) -> None:
    """Whatever the load of the days to come, and even where every weekday is to be easy."""
    memory = remember(steps) if steps else None
    day = (memory.last if memory else DAY) + timedelta(days=days)
    outcomes = preview(memory, day, retention=retention, card=card, repetition=repetition, load=load)
    assert list(outcomes) == list(Rating)
    dues = [outcome.due for outcome in outcomes.values()]
    assert dues == sorted(dues)
    assert dues[0] > day
    assert {outcome.last for outcome in outcomes.values()} == {day}


# --- the traps of the package ---------------------------------------------------------------------------------------


def test_an_evening_and_the_next_are_a_day_apart_though_less_than_24_hours() -> None:
    first, second = datetime(2024, 7, 14, 21, 0), datetime(2024, 7, 15, 20, 0)
    memory = review(None, study_day(first, 4), Rating.GOOD)
    assert memory.stability == pytest.approx(2.3065)
    assert memory.due > study_day(first, 4)
    assert review(memory, study_day(second, 4), Rating.GOOD).stability == pytest.approx(
        review(memory, study_day(first, 4) + timedelta(days=1), Rating.GOOD).stability
    )
    assert review(memory, study_day(second, 4), Rating.GOOD).stability > 2 * memory.stability


def test_a_card_due_on_a_day_is_due_from_the_first_hour_of_that_day() -> None:
    memory = review(None, study_day(datetime(2024, 7, 14, 21, 0), 4), Rating.GOOD)
    due = memory.due
    assert study_day(datetime(due.year, due.month, due.day, 4, 0), 4) == due


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2024, 7, 14, 4, 0), date(2024, 7, 14)),
        (datetime(2024, 7, 14, 3, 59), date(2024, 7, 13)),
        (datetime(2024, 7, 15, 1, 30), date(2024, 7, 14)),
        (datetime(2024, 7, 14, 23, 59), date(2024, 7, 14)),
        (datetime(2025, 1, 1, 0, 30), date(2024, 12, 31)),
    ],
)
def test_what_is_done_before_the_day_starts_belongs_to_the_evening_before(now: datetime, day: date) -> None:
    assert study_day(now, 4) == day


def test_a_day_that_starts_at_midnight_is_the_calendars() -> None:
    assert study_day(datetime(2024, 7, 14, 0, 0), 0) == date(2024, 7, 14)


@pytest.mark.parametrize("change", [date(2024, 3, 31), date(2024, 10, 27)])
def test_a_change_of_summer_time_moves_no_day(change: date) -> None:
    """Every hour on the clock of a place that changes belongs to the day that the clock names."""
    berlin = ZoneInfo("Europe/Berlin")
    midnight = datetime(change.year, change.month, change.day, tzinfo=UTC)
    for minutes in range(0, 36 * 60, 15):
        wall = (midnight + timedelta(minutes=minutes)).astimezone(berlin).replace(tzinfo=None)
        assert study_day(wall, 4) == (wall.date() if wall.hour >= 4 else wall.date() - timedelta(days=1))


def test_the_same_card_and_repetition_always_get_the_same_dates() -> None:
    memory = Memory(30.0, 5.0, DAY, DAY - timedelta(days=30))
    once = preview(memory, DAY, retention=0.9, card=7, repetition=3)
    assert preview(memory, DAY, retention=0.9, card=7, repetition=3) == once


@given(HISTORIES, st.integers(0, 400), LOADS)
def test_only_the_load_of_the_days_that_a_rating_may_lead_to_matters(steps: list[Step], days: int, load: Load) -> None:
    """So that whoever asks for a preview need not count all that is due."""
    memory = remember(steps)
    day = memory.last + timedelta(days=days)
    reachable = fuzz_bounds(memory, day, retention=0.9)
    known = {each: n for each, n in load.due.items() if any(a <= each <= b for a, b in reachable.values())}
    whole = preview(memory, day, retention=0.9, card=1, repetition=2, load=load)
    assert preview(memory, day, retention=0.9, card=1, repetition=2, load=Load(known, load.shares)) == whole
    for rating, (first, last) in reachable.items():
        assert first <= whole[rating].due <= last


def test_cards_learned_together_part_ways() -> None:
    memory = Memory(30.0, 5.0, DAY, DAY - timedelta(days=30))
    dues = {preview(memory, DAY, retention=0.9, card=card, repetition=3)[Rating.GOOD].due for card in range(50)}
    assert len(dues) > 3


@pytest.mark.parametrize("retention", [0.0, 0.5, 0.69, 1.0, 1.5, float("nan")])
def test_a_retention_out_of_range_is_refused(retention: float) -> None:
    with pytest.raises(ValueError, match="retention"):
        preview(None, DAY, retention=retention, card=1, repetition=0)


@given(HISTORIES, st.integers(1, 3000), RATINGS)
def test_on_a_day_before_the_last_review_nothing_has_elapsed(steps: list[Step], back: int, rating: Rating) -> None:
    memory = remember(steps)
    earlier = memory.last - timedelta(days=back)
    before, same = (review(memory, day, rating, repetition=9) for day in (earlier, memory.last))
    assert (before.stability, before.difficulty, before.interval) == (same.stability, same.difficulty, same.interval)
    assert before.last == earlier
    assert retrievability(memory, earlier) == retrievability(memory, memory.last) == 1


ANY_DAY = st.dates()


@given(st.lists(st.tuples(ANY_DAY, RATINGS), min_size=1, max_size=8), RETENTIONS)
def test_reviews_on_any_days_of_the_calendar_leave_a_memory(
    history: list[tuple[date, Rating]], retention: float
) -> None:
    memory = None
    for number, (day, rating) in enumerate(history):
        outcomes = preview(memory, day, retention=retention, card=1, repetition=number)
        assert all(day <= each.due and each.interval <= LONGEST for each in outcomes.values())
        memory = outcomes[rating]
        assert 0 <= retrievability(memory, date.max) <= 1


@given(st.integers(2, 30), st.integers(0, 99))
def test_no_fuzz_leads_beyond_the_longest_interval(easy: int, card: int) -> None:
    memory, day = None, DAY
    for number in range(easy):
        memory = preview(memory, day, retention=0.7, card=card, repetition=number)[Rating.EASY]
        assert memory.interval <= LONGEST
        day = memory.due
    assert fuzz_range(LONGEST) == (fuzz_range(LONGEST)[0], LONGEST)


@pytest.mark.parametrize("now", [datetime.min, datetime(1, 1, 1, 3), datetime(9999, 12, 31, 23), datetime.max])
def test_a_clock_at_the_end_of_the_calendar_shows_the_nearest_day_that_a_journal_may_speak_of(now: datetime) -> None:
    assert study_day(now, 4) in (EARLIEST, LATEST)


@pytest.mark.parametrize(
    ("stability", "difficulty", "due"),
    [
        (0.0, 5.0, DAY),
        (-1.0, 5.0, DAY),
        (float("nan"), 5.0, DAY),
        (float("inf"), 5.0, DAY),
        (3.0, 0.9, DAY),
        (3.0, 10.1, DAY),
        (3.0, 5.0, DAY - timedelta(days=1)),
    ],
)
def test_a_memory_that_no_review_leads_to_cannot_be_made(stability: float, difficulty: float, due: date) -> None:
    with pytest.raises(ValueError, match="no review"):
        Memory(stability, difficulty, due, DAY)


def test_a_preview_neither_sleeps_nor_asks_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail("slept"))
    monkeypatch.setattr("fsrs.card.datetime", None)
    memory = review(None, DAY, Rating.GOOD)
    assert review(memory, memory.due, Rating.GOOD).stability > memory.stability


def test_what_was_missed_though_sure_comes_back_tomorrow_whatever_its_strength() -> None:
    memory = Memory(300.0, 3.0, DAY, DAY - timedelta(days=300))
    plain = preview(memory, DAY, retention=0.9, card=1, repetition=9)
    soon = preview(memory, DAY, retention=0.9, card=1, repetition=9, tomorrow=[Rating.AGAIN])
    assert plain[Rating.AGAIN].due > DAY + timedelta(days=1)
    assert soon[Rating.AGAIN].due == DAY + timedelta(days=1)
    assert soon[Rating.AGAIN].stability == plain[Rating.AGAIN].stability
    assert soon[Rating.GOOD] == plain[Rating.GOOD]


def test_learning_needs_neither_torch_nor_the_database() -> None:
    script = """
import sys
from journal.review import arranging, misconceptions, judging, plans, choosing, rating, relearning
from journal.memory import load, statistics, scheduling
from journal.memory import states
from journal.habits import streaks
print({"torch", "numpy", "sqlmodel", "sqlalchemy", "textual"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
