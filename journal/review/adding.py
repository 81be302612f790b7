"""Adds the questions of a concept to the review list."""

from __future__ import annotations

from collections.abc import Iterable

from journal.core.messages import language
from journal.db import cards, undo_log
from journal.opening.journal import Journal
from journal.weeks.weeks import questions_of


def add_cards(journal: Journal, concept_id: str) -> int:
    """Adds cards for the questions of a concept; returns how many are new."""
    return add_all(journal, [concept_id], journal.library.outlines[concept_id].title.to(language()))


def add_all(journal: Journal, concepts: Iterable[str], title: str) -> int:
    """Adds cards for the questions of some concepts, as one step that `title` names; returns how many are new."""
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "enlisted", title=title)
        return cards.ensure(session, questions_of(journal, concepts), now=journal.clock())
