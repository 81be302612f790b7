"""Misconceptions inferred from answers, and calibration of confidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.db.rows import ConfidenceCount, MisconceptionAnswer, MisconceptionSummary
from journal.review.rating import CONFIDENCES, Confidence


@dataclass(frozen=True)
class MisconceptionHistory:
    """A misconception found in answers.

    It showed `times` times, of as many `chances` as there were answers to variants that could show it; `last` is the
    day on which it last showed. It was last `refuted` on the day of a right answer to a variant that could show it, and
    `returned` says how often it came back after it had been `resolved`.
    """

    concept: str
    question: str
    name: str
    times: int
    chances: int
    last: date
    refuted: date | None
    returned: int
    resolved: bool


def misconception_histories(answers: Iterable[MisconceptionAnswer]) -> tuple[MisconceptionHistory, ...]:
    """Every misconception found in answers, unresolved first, then the latest first.

    The `answers` are in chronological order. An idea is cured when, of the answers to its question that could have come
    from it, the last one is right and was given on a later day than the last that did.
    """
    by_question: dict[tuple[str, str], list[MisconceptionAnswer]] = {}
    for answer in answers:
        by_question.setdefault((answer.concept, answer.question), []).append(answer)
    ideas = [
        _idea(name, each)
        for each in by_question.values()
        for name in dict.fromkeys(name for answer in each for name in answer.misconceptions)
    ]
    return tuple(sorted(ideas, key=unresolved_first))


def unresolved_first(misconception: MisconceptionHistory | MisconceptionSummary) -> tuple[bool, int, str, str, str]:
    """Sort key: unresolved misconceptions first, then the latest first."""
    return (
        misconception.resolved,
        -misconception.last.toordinal(),
        misconception.concept,
        misconception.name,
        misconception.question,
    )


def _idea(name: str, answers: Sequence[MisconceptionAnswer]) -> MisconceptionHistory:
    """The history of one misconception over the answers to its question, in order."""
    telling = [
        each for each in answers if name in each.misconceptions or each.diagnosable is None or name in each.diagnosable
    ]
    shown: list[date] = []
    refuted: date | None = None
    returned, resolved = 0, False
    for answer in telling:
        if name in answer.misconceptions:
            returned += resolved
            shown.append(answer.day)
            resolved = False
            continue
        refuted = answer.day if answer.right and shown else refuted
        resolved = answer.right and bool(shown) and answer.day > shown[-1]
    concept, question = answers[0].concept, answers[0].question
    return MisconceptionHistory(
        concept, question, name, len(shown), len(telling), shown[-1], refuted, returned, resolved
    )


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


def calibration(rows: Iterable[ConfidenceCount]) -> tuple[Calibration, ...]:
    """The answers by confidence, from guess to sure."""
    found = {row.confidence: row for row in rows}
    return tuple(
        Calibration(each, found[each].answers, found[each].right) if each in found else Calibration(each, 0, 0)
        for each in CONFIDENCES
    )
