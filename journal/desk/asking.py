"""The question of a card, its numbers drawn: made by the worker, ahead of time where it can be."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass

from journal.demos.concept import Params
from journal.demos.runs import RunFailed
from journal.demos.values import unpacked_params
from journal.demos.variants import Variant
from journal.desk import Desk
from journal.desk.beliefs import still_held
from journal.desk.questions import Asked
from journal.desk.sitting import Sitting, sit_down
from journal.store import cards, reviews
from journal.store.tables import Card
from journal.words import UserError, language

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


def ask(desk: Desk, sitting: Sitting) -> CardAsked:
    """The question to ask now, with its numbers drawn: waits for the worker. Raises UserError when it cannot run."""
    assert sitting.card is not None
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
    return CardAsked(concept, question, variant, card, sitting.counts, sitting.repeats)


def prepare(desk: Desk) -> None:
    """Has the worker make the variants of today's first questions, so that nobody waits for one."""
    _make_ahead(desk, sit_down(desk).session.waiting[:MADE_AHEAD], seed=0)


def fetch_ahead(desk: Desk, sitting: Sitting) -> None:
    """Has the worker make the variants of the cards that come after this one."""
    _make_ahead(desk, sitting.session.waiting[1:3], sitting.seed)


def _make_ahead(desk: Desk, waiting: Sequence[int], seed: int) -> None:
    for card_id in waiting:
        with suppress(UserError):  # it is said when the card is asked
            _variant(desk, _next_of(desk, card_id, seed), ahead=True)


@dataclass(frozen=True)
class _Next:
    """What decides the next variant of a card: its seed, the numbers to avoid, the wrong ideas to tell apart."""

    card: Card
    seed: int
    avoid: tuple[Params, ...]
    apart: tuple[str, ...]


def _next_of(desk: Desk, card_id: int, seed: int) -> _Next:
    with desk.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None:
            raise UserError("review.no_card")
        past = reviews.of_card(session, card_id)
    avoid = tuple(unpacked_params(each.params) for each in past[: -AVOIDED - 1 : -1])
    return _Next(card, 1000 * card_id + len(past) + seed, avoid, still_held(card, past))


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
