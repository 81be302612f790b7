"""Two concepts that are taken for each other, beside one another."""

from __future__ import annotations

from dataclasses import dataclass

from journal.demos.concept import Concept
from journal.desk import Desk
from journal.desk.concepts import concept_rows
from journal.text.languages import Language
from journal.text.terms import two_in
from journal.words import language

REVIEWED = ("learning", "known")
"""The states of a concept that was asked at least once."""


@dataclass(frozen=True)
class Side:
    """One of the two: its name in full in both languages, the learner's own first.

    `known` is how well it is known (None before its first review), `mentions` how often the log speaks of it.
    """

    concept: Concept
    names: tuple[str, ...]
    known: float | None
    mentions: int


def told_apart(desk: Desk, ids: tuple[str, ...]) -> Concept | None:
    """The concept that says what tells two concepts apart: a name of it joins names of theirs, as BP和BN does."""
    meant = {name.casefold(): found for name, found in desk.library.lexicon.items()}
    for name, joining in meant.items():
        parts = two_in(name)
        if parts and {meant.get(part) for part in parts} == {(each,) for each in ids}:
            return desk.library.concepts.get(joining[0])
    return None


def sides(desk: Desk, ids: tuple[str, ...]) -> tuple[Side, ...]:
    """What is known of each of some concepts; those that the library has lost are left out."""
    rows = {row.id: row for row in concept_rows(desk)}
    own: Language = language()
    other: Language = "en" if own == "zh" else "zh"
    return tuple(
        Side(concept, names, row.known if row.state in REVIEWED else None, row.mentions)
        for each in ids
        if (concept := desk.library.concepts.get(each)) is not None
        for row in [rows[each]]
        for names in [tuple(dict.fromkeys((concept.title.to(own), concept.title.to(other))))]
    )
