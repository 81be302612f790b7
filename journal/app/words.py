"""What the numbers mean: each word of a figure, with the one function that screens, commands and reports call."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "due": "journal.memory.of_cards.is_due",
    "overdue": "journal.review.candidates.due_now",
    "retrievability": "journal.memory.scheduling.retrievability",
    "known": "journal.memory.statistics.known",
    "support": "journal.review.candidates.support_of",
    "retention": "journal.memory.statistics.retention",
    "mature": "journal.memory.states.is_mature",
    "lapse": "journal.core.ratings.is_lapse",
    "minutes": "journal.review.workload.Workload.minutes",
}
"""By word, the one function that reckons it. What the word means is said by the text `words.<word>_is`."""
