"""Side-by-side comparison of two confused concepts."""

from __future__ import annotations

from dataclasses import dataclass

from journal.concepts.concepts import ConceptRow, concept_rows
from journal.core.languages import LANGUAGES
from journal.core.messages import language
from journal.library.concept import Concept
from journal.library.terms import two_in
from journal.opening.journal import Journal

REVIEWED = ("learning", "known")
"""The states of a concept that was asked at least once."""


@dataclass(frozen=True)
class ContrastSide:
    """One of the two: its name in full in both languages, the learner's own first.

    `known` is how well it is known (None before its first review), `mentions` how often the log speaks of it.
    """

    concept: Concept
    names: tuple[str, ...]
    known: float | None
    mentions: int


def distinguishing_concept(journal: Journal, ids: tuple[str, ...]) -> Concept | None:
    """The concept that explains the difference between two others: its name joins theirs, as BP和BN does."""
    meant = {name.casefold(): found for name, found in journal.library.lexicon.items()}
    for name, joining in meant.items():
        parts = two_in(name)
        if parts and {meant.get(part) for part in parts} == {(each,) for each in ids}:
            return journal.library.concepts.get(joining[0])
    return None


def sides(journal: Journal, ids: tuple[str, ...]) -> tuple[ContrastSide, ...]:
    """What is known of each of some concepts; those that the library has lost are left out."""
    concepts = journal.library.concepts
    rows = [row for row in concept_rows(journal) if row.id in ids and row.id in concepts]
    return tuple(_side(concepts[row.id], row) for row in sorted(rows, key=lambda row: ids.index(row.id)))


def _side(concept: Concept, row: ConceptRow) -> ContrastSide:
    own = language()
    names = dict.fromkeys(concept.title.to(each) for each in (own, *LANGUAGES))
    return ContrastSide(concept, tuple(names), row.known if row.state in REVIEWED else None, row.mentions)
