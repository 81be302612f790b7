"""Adds the questions of a concept to the review list."""

from __future__ import annotations

from journal.core.messages import language
from journal.db import cards, undo_log
from journal.opening.journal import Journal
from journal.weeks.weeks import questions_of


def add_cards(journal: Journal, concept_id: str) -> int:
    """Adds cards for the questions of a concept; returns how many are new."""
    with journal.store.write() as session:
        undo_log.begin(
            session, journal.clock(), "enlisted", title=journal.library.concepts[concept_id].title.to(language())
        )
        return cards.ensure(session, questions_of(journal, [concept_id]), now=journal.clock())
