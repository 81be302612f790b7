"""Turns a thought into cards, or into a concept file of its own."""

from __future__ import annotations

from journal.concepts.own import start_concept
from journal.followups.followups import finish
from journal.followups.listing import Followup
from journal.opening.journal import Journal
from journal.review.adding import add_cards


def make_card(journal: Journal, followup: Followup) -> Followup:
    """Puts the concepts that a thought speaks of on the review list, or begins one of its name; the thought is done.

    Raises UserError when there is a file of that name already.
    """
    known = [each for each in followup.concepts if each in journal.library.concepts]
    for concept in known:
        add_cards(journal, concept)
    if not known:
        start_concept(journal, followup.text, followup.sentence)
    return finish(journal, followup)
