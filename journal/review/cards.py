"""The card list with Anki-like filters, and burying and suspending cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from journal.core.days import shifted
from journal.core.due_dates import due_text
from journal.core.messages import UserError, language
from journal.db import cards, reviews, undo_log
from journal.db.rows import CardListing
from journal.db.tables import Card, Note
from journal.library.concept import Concept
from journal.memory.of_cards import is_due, memory_of
from journal.memory.scheduling import retrievability, study_day
from journal.notes.kinds import PREFIX, TOPIC, concept_of, uid_of
from journal.opening.journal import Journal
from journal.review.card_filters import CardFilter, Facts, read_filter
from journal.review.leeches import is_leech
from journal.review.notes import note_has, seen
from journal.review.queries import notes


@dataclass(frozen=True)
class CardRow:
    """A card in the list. Memory fields are None before the first review."""

    id: int
    concept: str
    question: str
    title: str
    prompt: str
    states: tuple[str, ...]
    due: date | None
    due_text: str
    stability: float | None
    difficulty: float | None
    retrievability: float | None
    interval: int | None
    repetitions: int
    lapses: int
    buried_until: date | None
    added: date

    @property
    def name(self) -> str:
        """How commands name the card."""
        return f"{self.concept}.{self.question}"

    @property
    def state(self) -> str:
        """The state that decides whether it is shown."""
        return next(each for each in ("suspended", "buried", "new", "due", "review") if each in self.states)

    @property
    def is_out(self) -> bool:
        """Whether it is buried or suspended."""
        return self.state in ("suspended", "buried")


# --- finding cards ------------------------------------------------------------------------------------------------


def card_rows(journal: Journal, text: str = "") -> tuple[CardRow, ...]:
    """The cards that a filter asks for, in the order of learning. Raises UserError for a filter that names nothing."""
    wanted = read_filter(text)
    with journal.store.read() as session:
        every = cards.all_cards(session)
        since = shifted(journal.today, 1 - wanted.days)
        given = reviews.counted_since(session, since) if wanted.days else ()
        own = notes.all_notes(session) if any(uid_of(card.concept) for card in every) else ()
    rated: dict[int, list[tuple[date, int]]] = {}
    for card_id, day, rating in given:
        rated.setdefault(card_id, []).append((day, rating))
    place = journal.library.order
    known = CardSources(journal.library.concepts, {concept_of(note.uid): note for note in own})
    found = [card for card in every if known.has(card) and _asked_for(journal, card, known, wanted, rated)]
    found.sort(key=lambda card: (place.get(card.concept, len(place)), card.id))
    return tuple(row_of(journal, card, known) for card in found)


@dataclass(frozen=True)
class CardSources:
    """What the cards of a list are of: the concepts of the library, and the notes by the concept of their cards."""

    library: Mapping[str, Concept]
    notes: Mapping[str, Note]

    def has(self, card: Card | CardListing) -> bool:
        """Whether a card is of something that is still there; a side that a note has no more is not."""
        note = self.notes.get(card.concept)
        return card.concept in self.library if note is None else note_has(note, card.question)

    def concept(self, card: Card | CardListing) -> Concept:
        """The concept of a card, or the note in the place of one. Raises KeyError where it is gone."""
        note = self.notes.get(card.concept)
        return self.library[card.concept] if note is None else seen(note)


def known_of(journal: Journal, card: Card) -> CardSources:
    """What one card is of."""
    uid = uid_of(card.concept)
    with journal.store.read() as session:
        note = notes.by_uid(session, uid) if uid else None
    return CardSources(journal.library.concepts, {card.concept: note} if note else {})


def _asked_for(
    journal: Journal,
    card: Card | CardListing,
    known: CardSources,
    wanted: CardFilter,
    rated: Mapping[int, Sequence[tuple[date, int]]],
) -> bool:
    return not wanted.conditions or wanted.holds(_facts(journal, card, known, rated.get(card.id, ())), journal.today)


def _facts(journal: Journal, card: Card | CardListing, known: CardSources, rated: Sequence[tuple[date, int]]) -> Facts:
    note = known.notes.get(card.concept)
    if note is not None:
        return Facts(
            names=(card.concept, note.front, note.back, note.sentence, *note.answers),
            concept=(card.concept, *note.concepts),
            topic=(TOPIC, *(journal.library.concepts[each].topic for each in note.concepts if each in known.library)),
            states=_states(journal, card),
            properties=_properties(journal, card),
            added=study_day(card.created, journal.settings.day_starts),
            rated=rated,
            tags=note.tags,
            deck=note.deck,
            kind=note.kind,
        )
    concept = journal.library.concepts[card.concept]
    question = concept.asked(card.question)
    topic = journal.library.topics.get(concept.topic)
    prompts = question.prompt.every if question else ()
    return Facts(
        names=(card.concept, card.question, *concept.names, *prompts),
        concept=(card.concept, *concept.names),
        topic=(concept.topic, *(topic.every if topic else ())),
        states=_states(journal, card),
        properties=_properties(journal, card),
        added=study_day(card.created, journal.settings.day_starts),
        rated=rated,
    )


def _states(journal: Journal, card: Card | CardListing) -> tuple[str, ...]:
    day = journal.today
    holding = {
        "suspended": card.suspended,
        "buried": card.buried_until is not None and card.buried_until > day,
        "new": card.due is None,
        "due": is_due(card, day),
        "review": card.due is not None,
        "leech": is_leech(card.lapses, journal.settings.leech_after),
    }
    return tuple(state for state, holds in holding.items() if holds)


def _properties(journal: Journal, card: Card | CardListing) -> dict[str, float]:
    counts: dict[str, float] = {"reps": card.repetitions, "lapses": card.lapses}
    memory = memory_of(card)
    if memory is None:
        return counts
    return counts | {
        "s": memory.stability,
        "d": memory.difficulty,
        "r": retrievability(memory, journal.today, journal.weights),
        "ivl": memory.interval,
        "due": (memory.due - journal.today).days,
    }


def row_of(journal: Journal, card: Card | CardListing, known: CardSources) -> CardRow:
    """A card in the list. Raises KeyError for one of something that is gone."""
    concept = known.concept(card)
    question = concept.asked(card.question)
    memory = memory_of(card)
    return CardRow(
        id=card.id,
        concept=card.concept,
        question=card.question,
        title=concept.title.to(language()),
        prompt=question.prompt.to(language()) if question else "",
        states=_states(journal, card),
        due=card.due,
        due_text=due_text(card.due, journal.today) if card.due else "",
        stability=card.stability,
        difficulty=card.difficulty,
        retrievability=retrievability(memory, journal.today, journal.weights) if memory else None,
        interval=memory.interval if memory else None,
        repetitions=card.repetitions,
        lapses=card.lapses,
        buried_until=card.buried_until,
        added=study_day(card.created, journal.settings.day_starts),
    )


def find_cards(journal: Journal, text: str) -> tuple[CardRow, ...]:
    """The cards that `text` names, `CONCEPT` or `CONCEPT.QUESTION`, or else those that it asks for as a filter.

    Raises UserError for a filter that names nothing, and for a question that does not exist or has no card.
    """
    if text.startswith(PREFIX):
        return _of_note(journal, text)
    concept, question = journal.library.find(text), ""
    if concept is None and "." in text:
        before, _, question = text.rpartition(".")
        concept = journal.library.find(before)
    if concept is None:
        return card_rows(journal, text)
    if question and concept.asked(question) is None:
        names = ", ".join(each.name for each in concept.all_asked)
        raise UserError("cli.no_question", concept=concept.id, name=question, names=names)
    with journal.store.read() as session:
        own = cards.of_concept(session, concept.id)
    known = CardSources(journal.library.concepts, {})
    found = tuple(row_of(journal, card, known) for card in own if question in ("", card.question))
    if not found:
        raise UserError("cards.none_of_concept", title=concept.title.to(language()))
    return found


def _of_note(journal: Journal, text: str) -> tuple[CardRow, ...]:
    """The cards of the note that `text` names, or the one of its side. Raises UserError where there is none."""
    concept, _, question = text.partition(".")
    with journal.store.read() as session:
        own = cards.of_concept(session, concept)
    known = known_of(journal, own[0]) if own else CardSources({}, {})
    found = tuple(row_of(journal, card, known) for card in own if known.has(card) and question in ("", card.question))
    if not found:
        raise UserError("notes.gone", uid=text)
    return found


# --- in and out of the reviews ------------------------------------------------------------------------------------


def bury(journal: Journal, card_ids: Iterable[int]) -> None:
    """Buries cards until tomorrow."""
    ids = list(card_ids)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "buried", n=len(ids))
        cards.bury(session, ids, shifted(journal.today, 1))


def suspend(journal: Journal, card_ids: Iterable[int]) -> None:
    """Suspends cards."""
    ids = list(card_ids)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "suspended", n=len(ids))
        cards.suspend(session, ids)


def set_due(journal: Journal, card_ids: Iterable[int], day: date) -> int:
    """Makes cards due on a day, and says how many; new ones stay new."""
    ids = list(card_ids)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "set_due", n=len(ids), day=f"{day:%m.%d}")
        return cards.set_due(session, ids, day, journal.clock())


def due_today(journal: Journal, card_ids: Iterable[int]) -> int:
    """Makes cards due today, and says how many; new ones stay new."""
    return set_due(journal, card_ids, journal.today)


def begin_anew(journal: Journal, card_ids: Iterable[int]) -> int:
    """Forgets the memory of cards, which are new again, and says of how many; their answers stay in the history."""
    ids = list(card_ids)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "begun_anew", n=len(ids))
        return cards.begin_anew(session, ids, journal.clock())


def bring_back(journal: Journal, card_ids: Sequence[int]) -> None:
    """Unburies and unsuspends cards."""
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "brought_back", n=len(card_ids))
        cards.suspend(session, card_ids, suspended=False)
        cards.bury(session, card_ids, None)
