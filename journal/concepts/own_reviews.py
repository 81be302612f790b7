"""Runs a demo on the learner's own reviews, passed as parameters so that it needs no database."""

from __future__ import annotations

from typing import Any

from journal.concepts.first_recalls import FirstRecalls, first_recalls
from journal.core.messages import UserError
from journal.library.concept import Concept
from journal.memory import queries
from journal.opening.journal import Journal


def takes_own_reviews(concept: Concept) -> bool:
    """Whether the demo has parameters of the names that a learner's reviews are given under."""
    demo = concept.demos.get("demo")
    return demo is not None and set(FirstRecalls._fields) <= set(demo.parameters)


def own_reviews(journal: Journal, concept: Concept) -> dict[str, Any]:
    """The parameters `days`, `asked` and `recalled` of a demo, from the learner's reviews.

    Raises UserError when the demo takes none, or no question has come back yet.
    """
    if not takes_own_reviews(concept):
        raise UserError("concepts.not_on_reviews", name=concept.id)
    with journal.store.read() as session:
        found = first_recalls([each.answer for each in own] for own in queries.histories(session).values())
    if not found.days:
        raise UserError("concepts.no_recalls")
    return found._asdict()
