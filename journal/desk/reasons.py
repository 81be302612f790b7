"""Why a learner thought what they answered: one sentence, never judged, and shown when the card is missed again."""

from __future__ import annotations

from dataclasses import replace

from journal.desk import Journal
from journal.desk.reviews import ReviewOutcome
from journal.store import meta


def with_reason(journal: Journal, outcome: ReviewOutcome, reason: str) -> ReviewOutcome:
    """The outcome of a miss with the sentence that was said before at this card; a new `reason` takes its place."""
    key = f"reason-{outcome.asked.card.id}"
    with journal.store.read() as session:
        before = meta.get(session, key) or ""
    if reason:
        with journal.store.write(lasting=False) as session:
            meta.put(session, key, reason)
    return outcome if outcome.right else replace(outcome, reason_before=before)
