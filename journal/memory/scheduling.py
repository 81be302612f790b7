"""When a question comes back: FSRS-6 on whole local days.

The formulas are those of the package `fsrs`; its clock is not used. A day is a day of study, counted from one
rollover hour to the next, so that an answer at 21:00 and one at 20:00 the next evening are a day apart. A missed
question is repeated on the same day by the steps of `states`: such an answer changes its memory by the short-term
formula.

Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import fsrs
from fsrs.scheduler import DEFAULT_PARAMETERS

from journal.core.days import elapsed, shifted
from journal.core.days import study_day as study_day
from journal.core.ratings import Rating
from journal.core.settings import RETENTIONS
from journal.memory.load import EVEN, LONGEST, Load, day_of, fuzz_range

Weights = tuple[float, ...]
"""The 21 weights of FSRS-6; the last one is the decay of the forgetting curve."""

DEFAULT_WEIGHTS: Weights = DEFAULT_PARAMETERS
"""Those of the whole population, until there are enough reviews to learn one's own."""


@dataclass(frozen=True)
class Memory:
    """What FSRS holds of a card that was reviewed at least once. A card that never was has None instead.

    `stability` is the days until a right answer is 90% likely, `difficulty` runs from 1 to 10, `last` is the day
    of the last review. Raises ValueError for values that no review leads to.
    """

    stability: float
    difficulty: float
    due: date
    last: date

    def __post_init__(self) -> None:
        if not 0 < self.stability < math.inf or not 1 <= self.difficulty <= 10 or self.due < self.last:
            raise ValueError(f"no review leads to {self}")

    @property
    def interval(self) -> int:
        """Days from the last review to the next."""
        return (self.due - self.last).days


def preview(
    memory: Memory | None,
    day: date,
    *,
    retention: float,
    card: int | str,
    repetition: int,
    weights: Weights = DEFAULT_WEIGHTS,
    load: Load = EVEN,
    tomorrow: Collection[Rating] = (),
    follows_sure_miss: bool = False,
) -> dict[Rating, Memory]:
    """The memory after each rating given on `day`.

    The same `card` (what it is called on every device), `repetition` (how often it was reviewed before) and `load` of
    the days to come always give the same dates, and Again ≤ Hard ≤ Good ≤ Easy. After the ratings `tomorrow` the
    card is due the next day, whatever FSRS says, and within a week where the review `follows_sure_miss`. On a
    `day` before the last review nothing has elapsed, as on the same day. Raises ValueError for a retention out of
    range.
    """
    luck = Random(f"{card}:{repetition}").random()
    outcomes = {}
    for rating, (stability, difficulty, interval) in _reviewed(memory, day, retention, weights).items():
        first, last = _span(day, interval)
        due = day_of(first, last, luck, load)
        latest = shifted(day, WEEK) if follows_sure_miss else due
        outcomes[rating] = Memory(stability, difficulty, min(due, latest), day)
    return outcomes | {rating: replace(outcomes[rating], due=shifted(day, 1)) for rating in tomorrow}


WEEK = 7
"""Days within which a card is asked once more after the review that follows a miss that was sure.

Errors made with high confidence are readily corrected, and most of them have come back a week later. Source: Butler,
Fazio & Marsh, "The hypercorrection effect persists over a week, but high-confidence errors return" (2011).
"""


def sent_to_tomorrow(*, is_sure_and_wrong: bool, is_repeat_of_such: bool) -> Collection[Rating]:
    """The ratings after which a card comes back the next day: a miss that was sure, and what repeats it that day."""
    return tuple(Rating) if is_repeat_of_such else (Rating.AGAIN,) if is_sure_and_wrong else ()


def memory_of_sm2(interval: int, ease: float, weights: Weights = DEFAULT_WEIGHTS) -> tuple[float, float]:
    """The stability and difficulty that an interval in days and an ease factor (2.5 at first) of SM-2 amount to.

    SM-2 aims at 90 % retrievability at the end of an interval: the stability is the interval, and the difficulty that
    with which a review then would multiply it by the ease. Source: `memory_state_from_sm2` of
    https://github.com/open-spaced-repetition/fsrs-rs
    """
    stability = max(float(interval), 0.001)
    growth = math.exp(weights[8]) * stability ** -weights[9] * (math.exp(0.1 * weights[10]) - 1)
    return stability, min(10.0, max(1.0, 11 - (ease - 1) / growth))


def fuzz_bounds(
    memory: Memory | None, day: date, *, retention: float, weights: Weights = DEFAULT_WEIGHTS
) -> dict[Rating, tuple[date, date]]:
    """The first and last due day possible for each rating given on `day`: the days whose load `preview` needs."""
    reviewed = _reviewed(memory, day, retention, weights)
    return {rating: _span(day, interval) for rating, (_, _, interval) in reviewed.items()}


def _span(day: date, interval: int) -> tuple[date, date]:
    shortest, longest = fuzz_range(interval)
    return shifted(day, shortest), shifted(day, longest)


def retrievability(memory: Memory, day: date, weights: Weights = DEFAULT_WEIGHTS) -> float:
    """The retrievability on `day`, from 0 to 1."""
    return retrievability_after(memory.stability, elapsed(memory.last, day), weights)


def retrievability_after(stability: float, days: int, weights: Weights = DEFAULT_WEIGHTS) -> float:
    """The retrievability `days` after the last review: the forgetting curve of FSRS-6."""
    decay, factor = shape(weights)
    return float((1 + factor * days / stability) ** decay)


def shape(weights: Weights) -> tuple[float, float]:
    """Decay and factor of the forgetting curve: after as many days as the stability a right answer is 90% likely."""
    decay = -weights[-1]
    return decay, 0.9 ** (1 / decay) - 1


def _reviewed(
    memory: Memory | None, day: date, retention: float, weights: Weights
) -> Mapping[Rating, tuple[float, float, int]]:
    """The stability, difficulty and interval, in days, after each rating."""
    low, high = RETENTIONS
    if not low <= retention <= high:
        raise ValueError(f"retention must be from {low} to {high}, not {retention}")
    scheduler = scheduler_of(weights, retention)
    since = elapsed(memory.last, day) if memory else 0
    return {rating: _review(scheduler, memory, since, rating) for rating in Rating}


def _review(scheduler: fsrs.Scheduler, memory: Memory | None, since: int, rating: Rating) -> tuple[float, float, int]:
    after, interval = next_card(scheduler, _card(memory), since, rating)
    assert after.stability is not None
    assert after.difficulty is not None
    return after.stability, after.difficulty, interval


def reviewed_once(
    memory: tuple[float, float, int] | None, rating: int, retention: float, weights: Weights
) -> tuple[float, float, int]:
    """Stability, difficulty and the next interval in days after one review, as `preview` has them before chance.

    `memory` is the stability, the difficulty and the days since the review before; None at the first one.
    """
    stability, difficulty, since = memory or (None, None, 0)
    card = None if stability is None else _held(stability, difficulty)
    after, interval = next_card(scheduler_of(weights, retention), card, since, rating)
    assert after.stability is not None
    assert after.difficulty is not None
    return after.stability, after.difficulty, interval


def _card(memory: Memory | None) -> fsrs.Card | None:
    return None if memory is None else _held(memory.stability, memory.difficulty)


def _held(stability: float, difficulty: float | None) -> fsrs.Card:
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=stability,
        difficulty=difficulty,
        due=_START,
        last_review=_START,
    )


_START = datetime.min.replace(tzinfo=UTC)
_LONGEST_PAUSE = (date.max - date.min).days - LONGEST


def next_card(scheduler: fsrs.Scheduler, card: fsrs.Card | None, since: int, rating: int) -> tuple[fsrs.Card, int]:
    """A card of the package after a review, `since` days after the one before, and its next interval in days.

    The package sees only how many days lie between two reviews: each starts from the same day.
    """
    # An id keeps the package from sleeping, a date from asking the clock.
    at = _START + timedelta(days=min(since, _LONGEST_PAUSE))
    after, _ = scheduler.review_card(card or fsrs.Card(card_id=0, due=_START), fsrs.Rating(rating), at)
    interval = (after.due - at).days
    after.last_review = _START
    return after, interval


@cache
def scheduler_of(weights: Weights, retention: float) -> fsrs.Scheduler:
    """The scheduler of the package that counts in whole days: no steps within a day, no chance."""
    return fsrs.Scheduler(weights, retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
