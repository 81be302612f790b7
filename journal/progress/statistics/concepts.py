"""The map of concepts: how well each is known, and which can be learned next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class OnMap:
    """A concept: `known` from 0 to 1, None while none of its questions was asked; `ready` to be learned next.

    `because` is the last of the concepts that it builds on, where it is ready and builds on any.
    """

    id: str
    title: str
    topic: str
    known: float | None
    ready: bool
    because: str | None


@dataclass(frozen=True)
class KnownConcept:
    """One concept as the library and the cards tell of it.

    `begun` when it is on the review list, `supports` when it carries those that need it.
    """

    id: str
    title: str
    topic: str
    needs: Sequence[str]
    begun: bool
    known: float | None
    supports: bool


def concept_map(concepts: Sequence[KnownConcept]) -> tuple[OnMap, ...]:
    """The concepts in the same order; one is ready when it is not begun and all that it needs supports it."""
    supports = {each.id: each.supports for each in concepts}
    return tuple(_on_map(each, supports) for each in concepts)


def _on_map(concept: KnownConcept, supports: Mapping[str, bool]) -> OnMap:
    needs = [each for each in concept.needs if each in supports]
    ready = not concept.begun and all(supports[each] for each in needs)
    because = needs[-1] if ready and needs else None
    return OnMap(concept.id, concept.title, concept.topic, concept.known, ready, because)
