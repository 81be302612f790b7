"""The learner's misconceptions, one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from journal.core.messages import language, say
from journal.db import figures
from journal.db.rows import MisconceptionAnswer
from journal.db.tables import Card, Review
from journal.opening.journal import Journal
from journal.review.display import misconception_lines
from journal.review.misconceptions import MisconceptionHistory, misconception_histories


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
            figures.misconception_answers(session, concepts=[concept] if concept is not None else None)
        )


def unresolved(card: Card, past: Iterable[Review]) -> tuple[str, ...]:
    """The unresolved misconceptions about a card's question, from its reviews in order; the latest first."""
    answers = [
        MisconceptionAnswer(card.concept, card.question, each.day, each.right, each.wrong_ideas, each.could)
        for each in past
    ]
    return tuple(misconception.name for misconception in misconception_histories(answers) if not misconception.resolved)
