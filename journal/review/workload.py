"""How much work a session is: the answers that it will take, repeats counted, and the minutes, at this learner's pace.

The one estimate for all: it limits the day, and it is what Today, `journal due` and the title of a session announce.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from statistics import fmean, median
from typing import Literal, NamedTuple

from journal.memory.states import STEPS
from journal.review.relearning import ReviewQueue

Form = Literal["question", "task", "note"]
"""What takes about equally long to answer."""

SECONDS: Mapping[Form, float] = {"question": 30.0, "task": 180.0, "note": 12.0}
"""What an answer is taken to last before there are any."""
LONGEST = 4.0
"""An answer counts for no more than that many times the median: the learner was away."""
SPREAD = 0.5
"""The standard deviation of the time of one answer, as a share of its mean."""
MISSED_NEW, MISSED_AGAIN = 0.4, 0.3
"""The shares of first answers and of repeats that are taken to be wrong."""
PRIOR = 10
"""The number of answers that these count for."""


class Answered(NamedTuple):
    """An answer as the pace needs it: `place` says whether it was the card's first one, a recall or a repeat."""

    form: Form
    place: Literal["first", "recall", "repeat"]
    missed: bool
    seconds: float


@dataclass(frozen=True)
class Pace:
    """How long this learner takes for an answer, in seconds by form, and how often first answers and repeats miss."""

    seconds: Mapping[Form, float] = field(default_factory=lambda: dict(SECONDS))
    missed_new: float = MISSED_NEW
    missed_again: float = MISSED_AGAIN


def pace_of(answers: Sequence[Answered]) -> Pace:
    """The pace that a learner's latest answers show; what they do not show yet is a guess."""
    own = {form: [each.seconds for each in answers if each.form == form] for form in SECONDS}
    return Pace(
        {form: _typical(taken) if taken else SECONDS[form] for form, taken in own.items()},
        _share([each.missed for each in answers if each.place == "first"], MISSED_NEW),
        _share([each.missed for each in answers if each.place == "repeat"], MISSED_AGAIN),
    )


def _typical(seconds: Sequence[float]) -> float:
    """The mean, in which a time that the learner was away for counts for no more than a slow answer."""
    longest = LONGEST * median(seconds)
    return max(1.0, fmean(min(each, longest) for each in seconds))


def _share(missed: Sequence[bool], guess: float) -> float:
    return (sum(missed) + PRIOR * guess) / (len(missed) + PRIOR)


@dataclass(frozen=True)
class Cost:
    """What one card takes on a day: how many answers on average, and mean and variance of the seconds."""

    answers: float
    seconds: float
    variance: float


def cost(form: Form, missed: float, pace: Pace, step: int = 0) -> Cost:
    """What a card takes that is missed with the probability `missed`; at a `step` it was missed that often today.

    A miss brings it back once for each step that is left, until it is right.
    """
    chances = [1.0]  # of a first answer, a second, a third
    for number in range(step, len(STEPS)):
        chances.append(chances[-1] * (pace.missed_again if number else missed))
    answers = sum(chances)
    squared = sum((2 * number + 1) * chance for number, chance in enumerate(chances))
    seconds = pace.seconds[form]
    return Cost(answers, answers * seconds, seconds**2 * (answers * SPREAD**2 + squared - answers**2))


def fitting(costs: Iterable[Cost], seconds: float, before: Iterable[Cost] = ()) -> int:
    """How many of the first cards fit into the seconds beside those asked `before`, in five sessions of six.

    That is the mean and one standard deviation.
    """
    mean, variance = sum(each.seconds for each in before), sum(each.variance for each in before)
    count = 0
    for each in costs:
        mean, variance = mean + each.seconds, variance + each.variance
        if mean + sqrt(variance) > seconds:
            break
        count += 1
    return count


@dataclass(frozen=True)
class Workload:
    """What each card of a session takes: its form and the probability that it is missed; and the learner's pace."""

    pace: Pace = field(default_factory=Pace)
    cards: Mapping[int, tuple[Form, float]] = field(default_factory=dict)

    def left(self, queue: ReviewQueue) -> list[Cost]:
        """What the cards that wait take, those that were missed and are repeated included."""
        return [self._cost(card, queue.missed.count(card)) for card in queue.waiting]

    def answers(self, queue: ReviewQueue) -> int:
        """The answers that are left, roughly."""
        return round(sum(each.answers for each in self.left(queue)))

    def minutes(self, queue: ReviewQueue) -> int:
        """The minutes that are left, rounded up."""
        return ceil(sum(each.seconds for each in self.left(queue)) / 60)

    def _cost(self, card: int, step: int) -> Cost:
        form, missed = self.cards.get(card, ("question", self.pace.missed_again))
        return cost(form, missed, self.pace, step)
