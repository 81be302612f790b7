"""What the learner believes: the wrong ideas behind their answers, and the concepts that they take for each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.desk import Desk
from journal.desk.showing import belief_lines
from journal.learning.beliefs import HeldIdea, held_ideas
from journal.store import progress
from journal.store.database import Session
from journal.store.rows import Belief
from journal.store.tables import Card, Review
from journal.words import language, say

LATEST = 100
"""So many of the last answers that came from a wrong idea say what is believed now."""


@dataclass(frozen=True)
class BeliefRow:
    """A wrong idea: what is believed, and what is the case (`says`). What the numbers are is said at `HeldIdea`."""

    concept: str
    question: str
    idea: str
    title: str
    believed: str
    says: str
    times: int
    chances: int
    last: date
    refuted: date | None
    returned: int
    cured: bool

    @property
    def lines(self) -> list[str]:
        """What is believed, and what is the case."""
        return belief_lines(self.believed, self.says)

    @property
    def account(self) -> str:
        """What became of it, in one line."""
        parts = [say("beliefs.showed", n=self.times, chances=self.chances, day=f"{self.last:%Y-%m-%d}")]
        if self.returned:
            parts.append(say("beliefs.returned", n=self.returned))
        if self.cured and self.refuted is not None:
            parts.append(say("beliefs.cured", day=f"{self.refuted:%Y-%m-%d}"))
        return " · ".join(parts)


def beliefs(desk: Desk, concept: str | None = None) -> tuple[BeliefRow, ...]:
    """The wrong ideas of one concept or of all, those still held first, then the latest first."""
    found = []
    for each in _held(desk, concept):
        known = desk.library.concepts.get(each.concept)
        question = known.asked(each.question) if known else None
        idea = question.wrong(each.name) if question else None
        if known is None or idea is None:
            continue
        found.append(
            BeliefRow(
                concept=each.concept,
                question=each.question,
                idea=each.name,
                title=known.title.to(language()),
                believed=idea.believed.to(language()),
                says=idea.says.to(language()),
                times=each.times,
                chances=each.chances,
                last=each.last,
                refuted=each.refuted,
                returned=each.returned,
                cured=each.cured,
            )
        )
    return tuple(found)


def _held(desk: Desk, concept: str | None) -> tuple[HeldIdea, ...]:
    with desk.store.read() as session:
        return held_ideas(progress.beliefs(session, concepts=[concept] if concept is not None else None))


def still_held(card: Card, past: Iterable[Review]) -> tuple[str, ...]:
    """The wrong ideas about a card's question that are still held, by its reviews in order; the latest first."""
    answers = [Belief(card.concept, card.question, each.day, each.right, each.wrong_ideas, each.could) for each in past]
    return tuple(idea.name for idea in held_ideas(answers) if not idea.cured)


# --- two concepts that are taken for each other -------------------------------------------------------------------


def confusions(desk: Desk, session: Session) -> list[tuple[str, str]]:
    """The pairs of concepts that this learner takes for each other, as their wrong answers tell.

    A wrong idea that is still held speaks of such a pair when the sentence that refutes it names the other concept,
    and the library says that the two are easily confused.
    """
    held = held_ideas(progress.beliefs(session, latest=LATEST))
    return [(each.concept, other) for each in held if not each.cured for other in _taken_for(desk, each)]


def _taken_for(desk: Desk, idea: HeldIdea) -> Sequence[str]:
    """The concepts that a wrong idea takes its own for."""
    concept = desk.library.concepts.get(idea.concept)
    question = concept.asked(idea.question) if concept else None
    wrong = question.wrong(idea.name) if question else None
    if concept is None or wrong is None:
        return ()
    alike = desk.library.alike(concept.id)
    texts = (wrong.says.en, wrong.says.zh) if alike else ()
    return sorted(alike & {place.concept for text in texts for place in desk.places(text)})
