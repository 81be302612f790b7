"""What the learner believes, from their answers: wrong ideas held and given up, and how sure against how right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.learning.rating import CONFIDENCES, Confidence
from journal.store.rows import Belief, Shown, Sureness


@dataclass(frozen=True)
class HeldIdea:
    """A wrong idea that answers came from.

    It showed `times` times, of as many `chances` as there were answers to variants that could show it; `last` is the
    day on which it last showed. It was last `refuted` on the day of a right answer to a variant that could show it,
    and `returned` says how often it came back after it had been `cured`.
    """

    concept: str
    question: str
    name: str
    times: int
    chances: int
    last: date
    refuted: date | None
    returned: int
    cured: bool


def held_ideas(answers: Iterable[Belief]) -> tuple[HeldIdea, ...]:
    """Every wrong idea that an answer came from, those still held first, then the latest first.

    The `answers` are in the order of time. An idea is cured when, of the answers to its question that could have come
    from it, the last one is right and was given on a later day than the last that did.
    """
    by_question: dict[tuple[str, str], list[Belief]] = {}
    for answer in answers:
        by_question.setdefault((answer.concept, answer.question), []).append(answer)
    ideas = [
        _idea(name, each)
        for each in by_question.values()
        for name in dict.fromkeys(name for answer in each for name in answer.wrong_ideas)
    ]
    return tuple(sorted(ideas, key=held_first))


def held_first(idea: HeldIdea | Shown) -> tuple[bool, int, str, str, str]:
    """Sorts the ideas that are still held before the cured ones, then the latest first."""
    return idea.cured, -idea.last.toordinal(), idea.concept, idea.name, idea.question


def _idea(name: str, answers: Sequence[Belief]) -> HeldIdea:
    """What became of one wrong idea over the answers to its question, which are in order."""
    telling = [each for each in answers if name in each.wrong_ideas or each.could is None or name in each.could]
    shown: list[date] = []
    refuted: date | None = None
    returned, cured = 0, False
    for answer in telling:
        if name in answer.wrong_ideas:
            returned += cured
            shown.append(answer.day)
            cured = False
            continue
        refuted = answer.day if answer.right and shown else refuted
        cured = answer.right and bool(shown) and answer.day > shown[-1]
    concept, question = answers[0].concept, answers[0].question
    return HeldIdea(concept, question, name, len(shown), len(telling), shown[-1], refuted, returned, cured)


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
