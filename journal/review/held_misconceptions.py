"""The learner's misconceptions, and the concepts that they confuse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.messages import language, say
from journal.db import totals
from journal.db.database import Session
from journal.db.rows import MisconceptionAnswer
from journal.db.tables import Card, Review
from journal.opening.journal import Journal
from journal.review.display import misconception_lines
from journal.review.misconceptions import MisconceptionHistory, misconception_histories

LATEST = 100
"""The number of latest answers with misconceptions that are considered."""


@dataclass(frozen=True)
class MisconceptionRow:
    """A misconception: what is believed, and what is the case (`correction`). What the numbers are is said at
    `MisconceptionHistory`.
    """

    concept: str
    question: str
    misconception: str
    title: str
    believed: str
    correction: str
    times: int
    chances: int
    last: date
    refuted: date | None
    returned: int
    resolved: bool

    @property
    def lines(self) -> list[str]:
        """What is believed, and what is the case."""
        return misconception_lines(self.believed, self.correction)

    @property
    def account(self) -> str:
        """Its history, in one line."""
        parts = [say("beliefs.showed", n=self.times, chances=self.chances, day=f"{self.last:%Y-%m-%d}")]
        if self.returned:
            parts.append(say("beliefs.returned", n=self.returned))
        if self.resolved and self.refuted is not None:
            parts.append(say("beliefs.cured", day=f"{self.refuted:%Y-%m-%d}"))
        return " · ".join(parts)


def misconceptions(journal: Journal, concept: str | None = None) -> tuple[MisconceptionRow, ...]:
    """The misconceptions of one concept or of all, unresolved first, then the latest first."""
    found = []
    for each in _histories(journal, concept):
        known = journal.library.concepts.get(each.concept)
        question = known.asked(each.question) if known else None
        misconception = question.wrong(each.name) if question else None
        if known is None or misconception is None:
            continue
        found.append(
            MisconceptionRow(
                concept=each.concept,
                question=each.question,
                misconception=each.name,
                title=known.title.to(language()),
                believed=misconception.believed.to(language()),
                correction=misconception.correction.to(language()),
                times=each.times,
                chances=each.chances,
                last=each.last,
                refuted=each.refuted,
                returned=each.returned,
                resolved=each.resolved,
            )
        )
    return tuple(found)


def _histories(journal: Journal, concept: str | None) -> tuple[MisconceptionHistory, ...]:
    with journal.store.read() as session:
        return misconception_histories(
            totals.misconception_answers(session, concepts=[concept] if concept is not None else None)
        )


def unresolved(card: Card, past: Iterable[Review]) -> tuple[str, ...]:
    """The unresolved misconceptions about a card's question, from its reviews in order; the latest first."""
    answers = [
        MisconceptionAnswer(card.concept, card.question, each.day, each.right, each.wrong_ideas, each.could)
        for each in past
    ]
    return tuple(misconception.name for misconception in misconception_histories(answers) if not misconception.resolved)


# --- two concepts that are confused -------------------------------------------------------------------


def confusions(journal: Journal, session: Session) -> list[tuple[str, str]]:
    """The pairs of concepts that this learner confuses, judging by wrong answers.

    An unresolved misconception counts when its correction names the other concept, and the library lists the two as
    easily confused.
    """
    held = misconception_histories(totals.misconception_answers(session, latest=LATEST))
    return [(each.concept, other) for each in held if not each.resolved for other in _confused_with(journal, each)]


def _confused_with(journal: Journal, misconception: MisconceptionHistory) -> Sequence[str]:
    """The concepts that a misconception confuses with its own."""
    concept = journal.library.concepts.get(misconception.concept)
    question = concept.asked(misconception.question) if concept else None
    wrong = question.wrong(misconception.name) if question else None
    if concept is None or wrong is None:
        return ()
    alike = journal.library.confusable_with(concept.id)
    texts = wrong.correction.every if alike else ()
    return sorted(alike & {place.concept for text in texts for place in journal.mention_spans(text)})
