"""A learner's own data for a forgetting curve: how many answers came that many days after the first, and were right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

RIGHT = 2
"""From this rating on an answer was right."""


class FirstRecalls(NamedTuple):
    """For each number of `days`, in order: how many questions were `asked` again after it, and how many recalled."""

    days: list[int]
    asked: list[int]
    recalled: list[int]


def first_recalls(histories: Iterable[Sequence[tuple[date, int]]]) -> FirstRecalls:
    """Counts the first time that each question came back on a later day than that of its first answer.

    Only the first: later intervals were chosen by what was known, and would make forgetting look slow. Each history
    is a question's counted answers in order, as day and rating.
    """
    asked: Counter[int] = Counter()
    recalled: Counter[int] = Counter()
    for history in histories:
        later = (((day - history[0][0]).days, rating) for day, rating in history if day > history[0][0])
        again = next(later, None)
        if again is not None:
            days, rating = again
            asked[days] += 1
            recalled[days] += rating >= RIGHT
    spans = sorted(asked)
    return FirstRecalls(spans, [asked[days] for days in spans], [recalled[days] for days in spans])
