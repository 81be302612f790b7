"""The concepts that the learner takes for one another, judging by wrong answers."""

from __future__ import annotations

from collections.abc import Sequence

from journal.db import figures
from journal.db.plain import Reading
from journal.opening.journal import Journal
from journal.review.misconceptions import MisconceptionHistory, misconception_histories

LATEST = 100
"""The number of latest answers with misconceptions that are considered."""


def confusions(journal: Journal, session: Reading) -> list[tuple[str, str]]:
    """The pairs of concepts that this learner confuses, judging by wrong answers.

    An unresolved misconception counts when its correction names the other concept, and the library lists the two as
    easily confused.
    """
    held = misconception_histories(figures.misconception_answers(session, latest=LATEST))
    return [(each.concept, other) for each in held if not each.resolved for other in _confused_with(journal, each)]


def _confused_with(journal: Journal, misconception: MisconceptionHistory) -> Sequence[str]:
    """The concepts that a misconception confuses with its own."""
    concept = journal.library.concepts.get(misconception.concept)
    question = concept.asked(misconception.question) if concept else None
    wrong = question.wrong(misconception.name) if question else None
    if concept is None or wrong is None:
        return ()
    alike = journal.library.confusable_with(concept.id)
    texts = wrong.correction.every if alike else ()
    return sorted(alike & {place.concept for text in texts for place in journal.mention_spans(text)})
