"""What the learner believes, from their answers: wrong ideas held and given up, and how sure against how right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.learning.rating import CONFIDENCES, Confidence
from journal.store.rows import Belief, Sureness


@dataclass(frozen=True)
class HeldIdea:
    """A wrong idea that answers came from: how often, when last, and whether it was given up since."""

    concept: str
    question: str
    name: str
    times: int
    last: date
    cured: bool


def held_ideas(answers: Iterable[Belief]) -> tuple[HeldIdea, ...]:
    """Every wrong idea that an answer came from, those still held first, then the latest first.

    One is cured when the last answer to its question is right and was given on a later day.
    """
    by_question: dict[tuple[str, str], list[Belief]] = {}
    for answer in answers:
        by_question.setdefault((answer.concept, answer.question), []).append(answer)
    ideas = [idea for each in by_question.values() for idea in _ideas_of(each)]
    return tuple(sorted(ideas, key=lambda idea: (idea.cured, -idea.last.toordinal(), idea.concept, idea.name)))


def _ideas_of(answers: Sequence[Belief]) -> list[HeldIdea]:
    """The wrong ideas behind the answers to one question, which are in order."""
    held: dict[str, list[date]] = {}
    for answer in answers:
        for name in answer.wrong_ideas:
            held.setdefault(name, []).append(answer.day)
    latest = answers[-1]
    return [
        HeldIdea(latest.concept, latest.question, name, len(on), on[-1], latest.right and latest.day > on[-1])
        for name, on in held.items()
    ]


@dataclass(frozen=True)
class Calibration:
    """How often answers given with one confidence were right."""

    confidence: Confidence
    answers: int
    right: int

    @property
    def share(self) -> float | None:
        """The share that was right; None without answers."""
        return self.right / self.answers if self.answers else None


def calibration(rows: Iterable[Sureness]) -> tuple[Calibration, ...]:
    """The answers by confidence, from guess to sure."""
    found = {row.confidence: row for row in rows}
    return tuple(
        Calibration(each, found[each].answers, found[each].right) if each in found else Calibration(each, 0, 0)
        for each in CONFIDENCES
    )
