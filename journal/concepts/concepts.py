"""The library from the learner's view: how well each concept is known, and where the log mentions it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.due_dates import due_text
from journal.core.messages import language, say
from journal.db import cards, mentions, reviews
from journal.db.rows import CardListing
from journal.db.tables import Card, Mention, Review, Week
from journal.library.concept import Broken, Concept
from journal.library.mentions import NameMatch as Found
from journal.library.mentions import sentences
from journal.memory.of_cards import is_due, known_of, memory_of
from journal.memory.scheduling import Weights, retrievability
from journal.opening.journal import Journal
from journal.opening.lookup import topic_title
from journal.review.display import shown_value
from journal.runner.values import from_json, unpacked_params

WELL = 0.8
"""From here on a concept counts as known well."""


@dataclass(frozen=True)
class ConceptRow:
    """A concept in the list. `known` is from 0 to 1, None while none of its questions is on the review list."""

    id: str
    title: str
    names: tuple[str, ...]
    topic: str
    topic_title: str
    origin: str
    text: str
    needs: tuple[str, ...]
    leads_to: tuple[str, ...]
    questions: int
    mentions: int
    known: float | None
    due: int
    state: str
    broken: str = ""

    def matches(self, query: str) -> bool:
        """Whether one of the concept's names holds the query."""
        wanted = query.strip().casefold()
        return any(wanted in name.casefold() for name in (self.id, self.title, *self.names))


@dataclass(frozen=True)
class QuestionRow:
    """A question on a concept's page; `card` is the id of its card, None while it is not on the review list."""

    name: str
    prompt: str
    known: float | None
    state: str
    card: int | None


@dataclass(frozen=True)
class Sentence:
    """A sentence of the log that speaks of the concept, and where in it."""

    week: int
    week_title: str
    start: int
    end: int
    snippet: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Unexplained:
    """A wrong answer that no known misconception explains, for authors to look at."""

    concept: str
    question: str
    params: Mapping[str, object]
    typed: str
    truth: str


@dataclass(frozen=True)
class ConceptPage:
    """Everything that a concept's page shows."""

    row: ConceptRow
    concept: Concept
    confused_with: tuple[str, ...]
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    questions: tuple[QuestionRow, ...]
    mentions: tuple[Sentence, ...]
    unexplained: tuple[Unexplained, ...]


def concept_rows(journal: Journal) -> tuple[ConceptRow, ...]:
    """Every concept by topic and, within a topic, prerequisites first; broken files last."""
    with journal.store.read() as session:
        by_concept = _by_concept(cards.all_cards(session))
        counts = mentions.counts(session)
    rows = [row_of(journal, concept, by_concept.get(concept.id, []), counts) for concept in journal.library.in_order]
    return (*rows, *(_broken_row(journal, each) for each in journal.library.broken))


def concept_page(journal: Journal, concept_id: str) -> ConceptPage:
    """The page of one concept. Raises KeyError for an unknown id."""
    concept = journal.library.concepts[concept_id]
    with journal.store.read() as session:
        own = cards.of_concept(session, concept_id)
        found = mentions.of_concept(session, concept_id)
        unknown = reviews.unexplained(session, concept_id)
    row = row_of(journal, concept, own, {concept_id: len(found)})
    return ConceptPage(
        row=row,
        concept=concept,
        confused_with=_titles(journal, concept.confused_with),
        aliases=tuple(name for name in concept.names if name != row.title),
        sources=concept.sources,
        questions=tuple(_question_rows(concept, own, journal.today, journal.weights)),
        mentions=tuple(sentences_about(found)),
        unexplained=tuple(_unexplained(review, card) for review, card in unknown),
    )


def unexplained(journal: Journal) -> tuple[Unexplained, ...]:
    """Every wrong answer that no known misconception explains, the latest first."""
    with journal.store.read() as session:
        return tuple(_unexplained(review, card) for review, card in reviews.unexplained(session))


def _unexplained(review: Review, card: Card) -> Unexplained:
    truth = shown_value(from_json(review.truth), {})
    return Unexplained(card.concept, card.question, unpacked_params(review.params), review.typed, truth)


def row_of(
    journal: Journal, concept: Concept, own: Sequence[Card | CardListing], counts: Mapping[str, int]
) -> ConceptRow:
    """A concept in the list."""
    spoken = language()
    share = known_of(concept.outline, own, journal.today, journal.weights)
    return ConceptRow(
        id=concept.id,
        title=concept.title.to(spoken),
        names=concept.names,
        topic=concept.topic,
        topic_title=topic_title(journal, concept.topic),
        origin=concept.origin,
        text=concept.text.to(spoken),
        needs=_titles(journal, concept.needs),
        leads_to=_titles(journal, journal.library.needed_by(concept.id)),
        questions=len(concept.questions),
        mentions=counts.get(concept.id, 0),
        known=share,
        due=sum(is_due(card, journal.today) for card in own),
        state=_state(share, any(card.due for card in own)),
    )


def _state(share: float | None, reviewed: bool) -> str:
    if share is None:
        return "new"
    if not reviewed:
        return "waiting"
    return "known" if share >= WELL else "learning"


def _broken_row(journal: Journal, broken: Broken) -> ConceptRow:
    why = say("concepts.broken_at", path=broken.path.name, line=broken.line, reason=broken.reason)
    title = topic_title(journal, broken.topic)
    return ConceptRow(
        broken.id, broken.id, (), broken.topic, title, broken.origin, "", (), (), 0, 0, None, 0, "new", why
    )


def _titles(journal: Journal, ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        journal.library.concepts[each].title.to(language()) for each in ids if each in journal.library.concepts
    )


def _by_concept(found: Sequence[CardListing]) -> dict[str, list[CardListing]]:
    grouped: dict[str, list[CardListing]] = {}
    for card in found:
        grouped.setdefault(card.concept, []).append(card)
    return grouped


def _question_rows(concept: Concept, own: Sequence[Card], day: date, weights: Weights) -> Iterator[QuestionRow]:
    by_name = {card.question: card for card in own}
    for question in concept.questions:
        card = by_name.get(question.name)
        memory = memory_of(card) if card else None
        share = retrievability(memory, day, weights) if memory else None
        prompt = question.prompt.to(language())
        yield QuestionRow(question.name, prompt, share, _due_text(card, day), card.id if card else None)


def _due_text(card: Card | None, day: date) -> str:
    if card is None:
        return ""
    if card.suspended:
        return say("cards.state_suspended")
    memory = memory_of(card)
    return due_text(memory.due, day) if memory else say("concepts.state_waiting")


def sentences_about(found: Sequence[tuple[Week, Mention]]) -> Iterator[Sentence]:
    """The sentences around the mentions, each once with all its marks, in chronological order."""
    by_week: dict[int, tuple[Week, list[Found]]] = {}
    for week, each in found:
        by_week.setdefault(each.week_id, (week, []))[1].append(
            Found(each.start, each.end, each.concept, (each.concept,))
        )
    for week_id, (week, places) in by_week.items():
        for snippet in sentences(week.body, places):
            yield Sentence(week_id, week.title, snippet.start, snippet.end, snippet.text, snippet.marks)
