"""A misconception beside the truth: one variant that tells the two apart, and what each leads to."""

from __future__ import annotations

from dataclasses import dataclass

from journal.classroom.overview import HeldByClass
from journal.opening.journal import Journal

SEEDS = 20
"""How many variants are drawn for one that shows the misconception."""


@dataclass(frozen=True)
class BothRuns:
    """The code that is asked about and the question; what runs and what is believed instead, each with its result."""

    code: str
    prompt: str
    true_code: str
    truth: str
    believed_code: str
    believed: str


def both_runs(journal: Journal, held: HeldByClass) -> BothRuns | None:
    """Runs both; None where the library knows the misconception no longer, or no draw shows it. Raises RunFailed."""
    from journal.review.questions import AskedQuestion, misconception_shown, variant_of

    concept = journal.library.concepts.get(held.concept)
    question = concept.question(held.question) if concept else None
    if concept is None or question is None or question.wrong(held.misconception) is None:
        return None
    for seed in range(1, SEEDS + 1):
        variant = variant_of(journal, concept, question, seed).result()
        answer = variant.wrong_answers.get(held.misconception)
        if answer is not None and held.misconception in variant.diagnosable:
            asked = AskedQuestion(concept, question, variant)
            shown = misconception_shown(asked, held.misconception)
            return BothRuns(asked.code, asked.prompt, shown.true_code, asked.truth, shown.code, asked.shown(answer))
    return None
