"""The reviews to be expected: many learners with the same cards go on for months, each with luck of their own.

Imports numpy, so that it runs in a separate process: `python -m journal.memory.simulation` reads a `Plan` as JSON and
prints the band of each week. The formulas are those of FSRS-6 on arrays; a test holds them to `scheduling`.

Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np
import numpy.typing as npt

from journal.core import lifeline
from journal.memory.load import FUZZ, LONGEST

Array = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

LEARNERS = 100
MOST_CARDS = 200_000
"""Cards of all learners together; with more, fewer learners will do: the sum of many cards varies little."""
LEAST_LEARNERS = 10
PERCENTILES = (10, 50, 90)
SHORTEST = 0.001
"""The least stability of FSRS-6, in days."""


class SimulationInput(TypedDict):
    """What is known today. Of each card that was reviewed: `stability`, `difficulty`, days since the last review and
    until the next (less than 0 when it is late); `new` cards wait besides, `new_per_day` begin.

    `first_right` is the share of first answers that are right, `ratings` are those of Hard, Good and Easy among right
    answers.
    """

    stability: list[float]
    difficulty: list[float]
    elapsed: list[int]
    until: list[int]
    new: int
    new_per_day: int
    reviews_per_day: int
    first_right: float
    ratings: list[float]
    retention: float
    weights: list[float]
    weeks: int
    seed: int


def band(plan: SimulationInput) -> list[tuple[int, int, int]]:
    """The 10th, 50th and 90th percentile of the reviews of each week, first answers included."""
    by_day = reviews_by_day(plan)
    by_week = by_day.reshape(len(by_day), plan["weeks"], 7).sum(axis=2)
    low, middle, high = np.percentile(by_week, PERCENTILES, axis=0).round().astype(int).tolist()
    return list(zip(low, middle, high, strict=True))


def reviews_by_day(plan: SimulationInput) -> npt.NDArray[np.int64]:
    """The reviews of each learner (rows) on each day from today on (columns)."""
    rng = np.random.default_rng(plan["seed"])
    count = len(plan["stability"]) + plan["new"]
    learners = min(LEARNERS, max(LEAST_LEARNERS, MOST_CARDS // max(count, 1)))

    def of(values: list[float] | list[int], fresh: float) -> Array:
        return np.tile(np.array([*values, *[fresh] * plan["new"]], float), (learners, 1))

    stability, difficulty = of(plan["stability"], 1.0), of(plan["difficulty"], 5.0)
    last, due = -of(plan["elapsed"], 0), of(plan["until"], 0)
    due[:, len(plan["stability"]) :] = _begins(plan)
    new = np.zeros_like(due, dtype=bool)
    new[:, len(plan["stability"]) :] = True
    done = np.zeros((learners, 7 * plan["weeks"]), np.int64)
    for day in range(7 * plan["weeks"]):
        where = np.nonzero(_today(plan, due <= day, new, stability, last, day))
        _answer(plan, rng, where, day, stability, difficulty, last, due, new)
        done[:, day] = np.bincount(where[0], minlength=learners)
    return done


def _begins(plan: SimulationInput) -> npt.NDArray[np.float64]:
    """The day on which each new card begins: that many a day, in order; never where none may begin."""
    order = np.arange(plan["new"])
    return np.floor(order / plan["new_per_day"]) if plan["new_per_day"] else np.full(plan["new"], np.inf)


def _today(plan: SimulationInput, due: Marks, new: Marks, stability: Array, last: Array, day: int) -> Marks:
    """What is answered of what is due: where a day allows less, the least remembered."""
    asked, limit = due & ~new, plan["reviews_per_day"]
    for learner in np.nonzero(asked.sum(axis=1) > limit)[0]:
        cards = np.nonzero(asked[learner])[0]
        chance = recalled(plan["weights"], day - last[learner, cards], stability[learner, cards])
        asked[learner, cards[chance.argpartition(limit)[limit:]]] = False
    return asked | (due & new)


def _answer(
    plan: SimulationInput,
    rng: np.random.Generator,
    where: tuple[npt.NDArray[np.int64], ...],
    day: int,
    stability: Array,
    difficulty: Array,
    last: Array,
    due: Array,
    new: Marks,
) -> None:
    """Answers the cards at `where` (learner, card) and takes them on to their next days."""
    weights, first = plan["weights"], new[where]
    chance = np.where(first, plan["first_right"], recalled(weights, day - last[where], stability[where]))
    right = rng.random(chance.shape) < chance
    rating = np.where(right, rng.choice([2, 3, 4], chance.shape, p=plan["ratings"]), 1)
    after = after_review(weights, stability[where], difficulty[where], day - last[where], rating)
    fresh = after_first(weights, rating)
    stability[where], difficulty[where] = np.where(first, fresh, after)
    days = intervals(weights, stability[where], plan["retention"])
    last[where], due[where], new[where] = day, day + _fuzzed(days, rng), False


def _fuzzed(days: Array, rng: np.random.Generator) -> Array:
    reach = 1 + sum(share * np.clip(np.minimum(days, end) - start, 0, None) for start, end, share in FUZZ)
    moved = np.round(days + rng.uniform(-1, 1, days.shape) * np.where(days > FUZZ[0][0], reach, 0))
    return np.asarray(np.clip(moved, 1, LONGEST))


def recalled(weights: list[float], elapsed: Array, stability: Array) -> Array:
    """How likely a right answer is."""
    decay = -weights[20]
    return np.asarray((1 + (0.9 ** (1 / decay) - 1) * elapsed / stability) ** decay)


def intervals(weights: list[float], stability: Array, retention: float) -> Array:
    """Whole days until a right answer is as likely as `retention`, at least one."""
    decay = -weights[20]
    days = stability / (0.9 ** (1 / decay) - 1) * (retention ** (1 / decay) - 1)
    return np.asarray(np.clip(np.round(days), 1, LONGEST))


def after_first(weights: list[float], rating: npt.NDArray[np.int64]) -> tuple[Array, Array]:
    """Stability and difficulty after a first answer."""
    return np.maximum(np.array(weights)[rating - 1], SHORTEST), np.clip(_first_difficulty(weights, rating), 1, 10)


def after_review(
    weights: list[float], stability: Array, difficulty: Array, elapsed: Array, rating: npt.NDArray[np.int64]
) -> tuple[Array, Array]:
    """Stability and difficulty after an answer that was given at least a day after the one before."""
    w, forgotten = weights, 1 - recalled(weights, elapsed, stability)
    bonus = np.select([rating == 2, rating == 4], [w[15], w[16]], 1.0)
    growth = np.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * np.expm1(w[10] * forgotten) * bonus
    lapsed = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * np.exp(w[14] * forgotten)
    lapsed = np.minimum(lapsed, stability / np.exp(w[17] * w[18]))
    kept = np.where(rating == 1, lapsed, stability * (1 + growth))
    moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
    return np.maximum(kept, SHORTEST), np.clip(w[7] * _first_difficulty(w, 4) + (1 - w[7]) * moved, 1, 10)


def _first_difficulty(weights: list[float], rating: Any) -> Any:
    return weights[4] - np.exp(weights[5] * (rating - 1)) + 1


if __name__ == "__main__":
    lifeline.answer(band)
