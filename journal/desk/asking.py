"""The question of a card, its numbers drawn: made by the worker, ahead of time where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from journal.demos.concept import Params
from journal.demos.runs import RunFailed
from journal.demos.values import Kind, Value, unpacked_params
from journal.demos.variants import Variant
from journal.desk import Desk
from journal.desk.beliefs import still_held
from journal.desk.notes import seen, side_of
from journal.desk.questions import Asked
from journal.desk.setting import TaskAsked, set_for, stage_of
from journal.desk.sitting import Sitting, sit_down
from journal.learning.judging import Malformed, Verdict
from journal.learning.states import WHOLE, faded
from journal.notes import accepted
from journal.notes.kinds import Side, uid_of
from journal.store import cards, reviews
from journal.store.tables import Card, Note
from journal.words import UserError, language, say

MADE_AHEAD = 12
"""How many of today's questions are made before they are asked."""
AVOIDED = 20
"""The last variants of a card whose numbers the next one does not repeat."""


@dataclass(frozen=True)
class CardAsked(Asked):
    """A question of the review list: whether its answer changes the memory of its card, or only repeats it."""

    card: Card
    counts: bool
    repeats: bool = False
    stage: int = WHOLE

    @property
    def steps(self) -> tuple[tuple[str, str | None], ...]:
        """The worked example, as far as it is shown at this stage; a value that is to be found is None."""
        return faded(self.variant.steps, self.stage)

    @property
    def is_worked(self) -> bool:
        """Whether the whole example stands on the screen, its last value included."""
        return bool(self.steps) and self.stage == 0


def ask_or_set(desk: Desk, sitting: Sitting) -> CardAsked | TaskAsked:
    """What comes now: a task in the form that is due, or a question as `ask` gives it."""
    assert sitting.card is not None
    with desk.store.read() as session:
        card = cards.by_id(session, sitting.card)
    concept = desk.library.concepts.get(card.concept) if card else None
    task = concept.task(card.question) if card and concept else None
    if card is None or concept is None or task is None:
        return ask(desk, sitting)
    return set_for(desk, concept, task, card, counts=sitting.counts, repeats=sitting.repeats)


@dataclass(frozen=True)
class NoteAsked(CardAsked):
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


def ask(desk: Desk, sitting: Sitting) -> CardAsked:
    """The question to ask now, with its numbers drawn: waits for the worker. Raises UserError when it cannot run."""
    assert sitting.card is not None
    own = _ask_own(desk, sitting, sitting.card)
    if own is not None:
        return own
    following = _next_of(desk, sitting.card, sitting.seed + sitting.practice)
    card = following.card
    concept = desk.library.concepts[card.concept]
    question = concept.question(card.question)
    assert question is not None
    try:
        variant = _variant(desk, following).result()
    except RunFailed as error:
        if error.limit == "not_trusted":
            raise
        raise UserError("review.left_out", title=concept.title.to(language()), why=error) from error
    return CardAsked(concept, question, variant, card, sitting.counts, sitting.repeats, following.stage)


def _ask_own(desk: Desk, sitting: Sitting, card_id: int) -> NoteAsked | None:
    """The side of a note that a card stands for; None for a card of the library. Raises UserError for a lost one."""
    with desk.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None or uid_of(card.concept) is None:
            return None
        note, side = side_of(session, card)
    return note_asked(note, side, card, counts=sitting.counts, repeats=sitting.repeats)


def note_asked(note: Note, side: Side, card: Card, *, counts: bool, repeats: bool = False) -> NoteAsked:
    """A side of a note in the place of a variant."""
    concept = seen(note)
    question = concept.question(side.name)
    assert question is not None
    kind = cast(Kind, note.kind)
    variant = Variant(concept.id, side.name, 0, {}, kind, side.back, 0.0, {})
    return NoteAsked(concept, question, variant, card, counts, repeats, side=side)


def prepare(desk: Desk) -> None:
    """Has the worker make the variants of today's first questions, so that nobody waits for one."""
    _make_ahead(desk, sit_down(desk).session.waiting[:MADE_AHEAD], seed=0)


def fetch_ahead(desk: Desk, sitting: Sitting) -> None:
    """Has the worker make the variants of the cards that come after this one."""
    _make_ahead(desk, sitting.session.waiting[1:3], sitting.seed)


def _make_ahead(desk: Desk, waiting: Sequence[int], seed: int) -> None:
    for card_id in waiting:
        with suppress(UserError):  # it is said when the card is asked
            following = _next_of(desk, card_id, seed)
            card, outlines = following.card, desk.library.outlines
            if uid_of(card.concept) is None and card.question in outlines[card.concept].questions:
                _variant(desk, following, ahead=True)


@dataclass(frozen=True)
class _Next:
    """What decides the next variant of a card: its seed, the numbers to avoid, the wrong ideas to tell apart."""

    card: Card
    seed: int
    avoid: tuple[Params, ...]
    apart: tuple[str, ...]
    stage: int = WHOLE


def _next_of(desk: Desk, card_id: int, seed: int) -> _Next:
    with desk.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None:
            raise UserError("review.no_card")
        past = reviews.of_card(session, card_id)
    avoid = tuple(unpacked_params(each.params) for each in past[: -AVOIDED - 1 : -1])
    return _Next(card, 1000 * card_id + len(past) + seed, avoid, still_held(card, past), stage_of(past))


def _variant(desk: Desk, following: _Next, *, ahead: bool = False) -> Future[Variant]:
    """The variant of a card, made once and kept until it is asked."""
    card = following.card
    key = (card.concept, card.question, following.seed)
    if key not in desk.ahead:
        path = desk.library.concepts[card.concept].path
        desk.ahead[key] = desk.runner.variant(
            path,
            card.concept,
            card.question,
            following.seed,
            following.avoid,
            apart=following.apart,
            ahead=ahead,
        )
    return desk.ahead[key] if ahead else desk.ahead.pop(key)
