"""How far a question has been learned, and the steps of the day on which it is missed.

A missed question is at a step until it is answered right again. Steps are counted in questions, not in minutes: it
comes back after that many others, on the same day, in whatever review session. These repeats are no further repetitions
of the card; what FSRS holds of it they change by its short-term formula. From the next day on its date alone decides
when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from journal.core.days import elapsed

STEPS = (4, 8)
"""How many other questions come before a missed one is asked again: the first time, and when it is missed once more.
One that is missed at its last step waits for its date."""


MATURE = 21
"""Days of the interval from which a card is called mature, as in Anki; a younger one is young."""


def is_mature(interval: int) -> bool:
    """Whether a card that comes back after that many days is mature."""
    return interval >= MATURE


def step_after(step: int | None, right: bool) -> int | None:
    """The step that an answer leads to: none when it is right, else the next one, from 1 on."""
    return None if right else (step or 0) + 1


def stage_after(passed: Iterable[bool]) -> int:
    """The stage that counted answers lead to, from 0 on: a right one makes what is asked harder, a wrong one easier."""
    stage = 0
    for right in passed:
        stage = stage + 1 if right else max(0, stage - 1)
    return stage


WHOLE = 3
"""The stage from which on a question with a worked example is asked without it."""


def faded(steps: Sequence[tuple[str, str]], stage: int) -> tuple[tuple[str, str | None], ...]:
    """The worked example as it stands at a stage: all of it, then without its last value, then without the last two.

    A value is None where the learner is to find it; from the stage `WHOLE` on nothing is shown.
    """
    if stage >= WHOLE:
        return ()
    shown = len(steps) - stage
    return tuple((label, value if place < shown else None) for place, (label, value) in enumerate(steps))


def is_asked_again(step: int | None, last: date | None, day: date) -> bool:
    """Whether a question waits to be repeated on `day`: it was missed on that day, and has a step left."""
    return step is not None and step <= len(STEPS) and last is not None and elapsed(last, day) == 0
