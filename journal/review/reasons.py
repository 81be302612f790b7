"""Why a learner thought what they answered: one sentence, never judged, and shown when the card is missed again."""

from __future__ import annotations

from dataclasses import replace

from journal.db import meta
from journal.opening.journal import Journal
from journal.review.reviews import ReviewOutcome


def with_reason(journal: Journal, outcome: ReviewOutcome, reason: str) -> ReviewOutcome:
    """The outcome of a miss with the sentence that was said before at this card; a new `reason` takes its place."""
    key = f"reason-{outcome.asked.card.id}"
    with journal.store.read() as session:
        before = meta.get(session, key) or ""
    if reason:
        with journal.store.write(lasting=False) as session:
            meta.put(session, key, reason)
    return outcome if outcome.right else replace(outcome, reason_before=before)
