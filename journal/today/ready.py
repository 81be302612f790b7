"""What can be learned now: first what concepts of the log wait for and no log named, then what builds on the known."""

from __future__ import annotations

from dataclasses import dataclass

from journal.db.plain import Reading
from journal.library.concept import Concept
from journal.opening.journal import Journal
from journal.review.candidates import needs_of, support_of
from journal.review.choosing import waits as waits_for
from journal.review.queries import queue

LISTED = 20
"""Concepts that are listed at most: a screen shows fewer."""


@dataclass(frozen=True)
class Ready:
    """A concept not begun whose needs are known: one that another one `waits` for, or that comes `after` another."""

    concept: Concept
    waits: Concept | None = None
    after: Concept | None = None


def ready(journal: Journal, session: Reading) -> list[Ready]:
    """Concepts that are on no list yet and whose needs are known: those that others wait for first, by what waits.

    Then those that build on something, then the rest, each in the order of learning.
    """
    concepts = journal.library.concepts
    fresh = queue.unlisted(session, journal.library.order)
    needs = {each: needs_of(journal, each) for each in fresh}
    support = support_of(journal, queue.of_concepts(session, {need for each in needs.values() for need in each}))
    open_now = [each for each in fresh if not waits_for(needs[each], support)]
    waiting = _waited_for(journal, session, set(fresh))
    ordered = sorted(open_now, key=lambda each: (each not in waiting, not needs[each]))[:LISTED]
    return [
        Ready(
            concepts[each],
            concepts[waiting[each]] if each in waiting else None,
            concepts[needs[each][-1]] if needs[each] else None,
        )
        for each in ordered
    ]


def _waited_for(journal: Journal, session: Reading, fresh: set[str]) -> dict[str, str]:
    """What is on no list and is needed, directly or not, by a new concept of the list; with the first such concept."""
    found: dict[str, str] = {}
    place = journal.library.order
    for waits in sorted(place.keys() & set(queue.not_begun(session)), key=place.__getitem__):
        line = [each for each in needs_of(journal, waits) if each in fresh]
        while line:
            need = line.pop()
            if need not in found:
                found[need] = waits
                line += [each for each in needs_of(journal, need) if each in fresh]
    return found
