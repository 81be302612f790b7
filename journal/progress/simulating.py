"""Simulates the coming months in a separate process, so that the UI process never loads numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from threading import Timer
from typing import TYPE_CHECKING

from journal.core import lifeline
from journal.core.days import elapsed
from journal.core.ratings import Rating
from journal.db.rows import CardMemory, RatingCount
from journal.opening.journal import Journal
from journal.progress import queries
from journal.progress.reading import memories

if TYPE_CHECKING:
    from journal.memory.simulation import SimulationInput

MODULE = "journal.memory.simulation"
PATIENCE_S = 60.0
FIRST_RIGHT, GOOD = 0.7, (0.0, 1.0, 0.0)
"""What is taken for the answers of a learner who gave none yet."""

Band = list[tuple[int, int, int]]


def expected(journal: Journal, cards: Sequence[CardMemory], weeks: int) -> Band:
    """The low, the middle and the high number of reviews of each week; nothing where it cannot be simulated."""
    with journal.store.read() as session:
        pressed = queries.rating_counts(session, None)
    return _simulated(json.dumps(plan_of(journal, cards, pressed, weeks)))


def plan_of(
    journal: Journal, cards: Sequence[CardMemory], pressed: Sequence[RatingCount], weeks: int
) -> SimulationInput:
    """What the simulation starts from."""
    active = [card for card in cards if not card.suspended]
    held, day = memories(active), journal.today
    first_right, ratings = _habits(pressed)
    return {
        "stability": [each.stability for each in held],
        "difficulty": [each.difficulty for each in held],
        "elapsed": [elapsed(each.last, day) for each in held],
        "until": [(each.due - day).days for each in held],
        "new": len(active) - len(held),
        "new_per_day": journal.settings.new_per_day,
        "reviews_per_day": journal.settings.reviews_per_day,
        "first_right": first_right,
        "ratings": ratings,
        "retention": journal.settings.retention,
        "weights": list(journal.weights),
        "weeks": weeks,
        "seed": day.toordinal(),
    }


def _habits(pressed: Sequence[RatingCount]) -> tuple[float, list[float]]:
    """The share of first answers that were right, and those of Hard, Good and Easy among right answers."""
    first = [each for each in pressed if each.age == "new"]
    asked = sum(each.answers for each in first)
    missed = sum(each.answers for each in first if each.rating == Rating.AGAIN)
    counts = [sum(each.answers for each in pressed if each.rating == rating) for rating in list(Rating)[1:]]
    right = sum(counts)
    return 1 - missed / asked if asked else FIRST_RIGHT, [each / right for each in counts] if right else [*GOOD]


@lru_cache(maxsize=8)
def _simulated(plan: str) -> Band:
    """Asks the other process. The same plan has the same band, so that it is simulated once."""
    try:
        process = lifeline.start(MODULE)
        too_late = Timer(PATIENCE_S, process.kill)
        too_late.start()
        try:
            return [(low, middle, high) for low, middle, high in lifeline.ask(process, json.loads(plan))]
        finally:
            too_late.cancel()
    except OSError:
        return []
