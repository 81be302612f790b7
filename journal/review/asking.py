"""The question of a card with drawn parameters: made by the worker, prefetched where possible."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import cast

from journal.core import diagnostics
from journal.core.messages import UserError, language, say
from journal.db import cards, reviews
from journal.db.tables import Card, Note
from journal.library.concept import Params
from journal.memory.states import WHOLE, faded
from journal.notes import accepted
from journal.notes.formulas import beyond_a_line
from journal.notes.kinds import Side, uid_of
from journal.opening.journal import Journal
from journal.opening.media import PICTURE
from journal.review.held_misconceptions import unresolved
from journal.review.judging import Malformed, Verdict
from journal.review.notes import seen, side_of
from journal.review.questions import AskedQuestion
from journal.review.session import ReviewSession, start_review_session
from journal.runner.runs import RunFailed
from journal.runner.values import Kind, Value, unpacked_params
from journal.runner.variants import Variant
from journal.tasks.setting import TaskAsked, set_for, stage_of

PREFETCHED = 12
"""How many of today's questions are made before they are asked."""
AVOIDED = 20
"""The last variants of a card whose numbers the next one does not repeat."""


@dataclass(frozen=True)
class AskedCard(AskedQuestion):
    """A question of a review session; its answer may update the card's memory or only be a repeat."""

    card: Card
    counts: bool
    repeats: bool = False
    stage: int = WHOLE

    @property
    def steps(self) -> tuple[tuple[str, str | None], ...]:
        """The worked example, as far as it is shown at this stage; a value that is to be found is None."""
        return faded(self.variant.steps, self.stage)

    @property
    def shows_picture(self) -> bool:
        """Whether what is asked has a picture to open, or a formula that is read as one."""
        return False

    @property
    def is_worked(self) -> bool:
        """Whether the whole example stands on the screen, its last value included."""
        return bool(self.steps) and self.stage == 0


def ask_or_set(journal: Journal, review_session: ReviewSession) -> AskedCard | TaskAsked:
    """What comes now: a task in the form that is due, or a question as `ask` gives it."""
    assert review_session.card is not None
    with journal.store.read() as session:
        card = cards.by_id(session, review_session.card)
    concept = journal.library.concepts.get(card.concept) if card else None
    task = concept.task(card.question) if card and concept else None
    if card is None or concept is None or task is None:
        return ask(journal, review_session)
    return set_for(journal, concept, task, card, counts=review_session.counts, repeats=review_session.repeats)


@dataclass(frozen=True)
class NoteAsked(AskedCard):
    """A card of the learner's own: its answer is typed and compared, or only thought, shown and rated by themselves."""

    side: Side = field(default_factory=lambda: Side("", "", ""))

    @property
    def is_self_rated(self) -> bool:
        return not self.side.answers

    @property
    def hint(self) -> str:
        """What enter does."""
        return say("notes.think" if self.is_self_rated else "notes.type")

    @property
    def shows_picture(self) -> bool:
        return PICTURE.search(self.prompt) is not None or beyond_a_line(self.prompt) is not None

    @property
    def truth(self) -> str:
        """The answer as it is shown."""
        return self.side.back

    def read(self, typed: str) -> Value | Malformed:
        """The text that was typed; an empty one is no attempt where it is compared."""
        return typed if typed.strip() or self.is_self_rated else Malformed("notes.type")

    def judge(self, answer: Value) -> Verdict:
        """Whether it is one of the accepted answers."""
        return Verdict(accepted.matches(str(answer), self.side.answers))

    def shown(self, answer: Value) -> str:
        """The answer as it was typed."""
        return str(answer)


def ask(journal: Journal, review_session: ReviewSession) -> AskedCard:
    """The current question with drawn parameters; waits for the worker. Raises UserError when it cannot run."""
    assert review_session.card is not None
    own = _ask_own(journal, review_session, review_session.card)
    if own is not None:
        return own
    following = _next_variant(journal, review_session.card, review_session.seed + review_session.practice)
    card = following.card
    concept = journal.library.concepts[card.concept]
    question = concept.question(card.question)
    assert question is not None
    try:
        variant = _variant(journal, following).result()
    except RunFailed as error:
        if error.limit == "not_trusted":
            raise
        raise UserError("review.left_out", title=concept.title.to(language()), why=error) from error
    return AskedCard(concept, question, variant, card, review_session.counts, review_session.repeats, following.stage)


def _ask_own(journal: Journal, review_session: ReviewSession, card_id: int) -> NoteAsked | None:
    """The side of a note that a card stands for; None for a card of the library. Raises UserError for a lost one."""
    with journal.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None or uid_of(card.concept) is None:
            return None
        note, side = side_of(session, card)
    return note_asked(note, side, card, counts=review_session.counts, repeats=review_session.repeats)


def note_asked(note: Note, side: Side, card: Card, *, counts: bool, repeats: bool = False) -> NoteAsked:
    """A side of a note in the place of a variant."""
    concept = seen(note)
    question = concept.question(side.name)
    assert question is not None
    kind = cast(Kind, note.kind)
    variant = Variant(concept.id, side.name, 0, {}, kind, side.back, 0.0, {})
    return NoteAsked(concept, question, variant, card, counts, repeats, side=side)


def prefetch_today(journal: Journal) -> None:
    """Prefetches the variants of today's first questions."""
    _prefetch(journal, start_review_session(journal).queue.waiting[:PREFETCHED], seed=0)


def prefetch(journal: Journal, review_session: ReviewSession) -> None:
    """Prefetches the variants of the cards that follow."""
    _prefetch(journal, review_session.queue.waiting[1:3], review_session.seed)


def _prefetch(journal: Journal, waiting: Sequence[int], seed: int) -> None:
    for card_id in waiting:
        with diagnostics.noted("prefetch", UserError):  # it is said when the card is asked
            following = _next_variant(journal, card_id, seed)
            card, outlines = following.card, journal.library.outlines
            if uid_of(card.concept) is None and card.question in outlines[card.concept].questions:
                _variant(journal, following, ahead=True)


@dataclass(frozen=True)
class _NextVariant:
    """What determines a card's next variant: seed, parameters to avoid, misconceptions to distinguish."""

    card: Card
    seed: int
    avoid: tuple[Params, ...]
    distinguish: tuple[str, ...]
    stage: int = WHOLE


def _next_variant(journal: Journal, card_id: int, seed: int) -> _NextVariant:
    with journal.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None:
            raise UserError("review.no_card")
        past = reviews.of_card(session, card_id)
    avoid = tuple(unpacked_params(each.params) for each in past[: -AVOIDED - 1 : -1])
    return _NextVariant(card, 1000 * card_id + len(past) + seed, avoid, unresolved(card, past), stage_of(past))


def _variant(journal: Journal, following: _NextVariant, *, ahead: bool = False) -> Future[Variant]:
    """The variant of a card, computed once and cached until asked."""
    card = following.card
    key = (card.concept, card.question, following.seed)
    if key not in journal.ahead:
        path = journal.library.concepts[card.concept].path
        journal.ahead[key] = journal.runner.variant(
            path,
            card.concept,
            card.question,
            following.seed,
            following.avoid,
            distinguish=following.distinguish,
            ahead=ahead,
        )
    return journal.ahead[key] if ahead else journal.ahead.pop(key)
