"""The learner's own weights: preview of their effect, activation and reversal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from journal.core.messages import UserError, language
from journal.core.ratings import Rating
from journal.db import cards, undo_log
from journal.db.database import Session
from journal.db.rows import CardListing
from journal.db.tables import Fit
from journal.memory import queries
from journal.memory.of_cards import is_fixed, memory_of
from journal.memory.queries import MemoryChange
from journal.memory.replaying import ReplayedCard, last_life, replay, reweighed
from journal.memory.scheduling import DEFAULT_WEIGHTS, Memory, Weights
from journal.opening.journal import Journal
from journal.review.schedule import retention_for
from journal.weights.training import wins

EXAMPLES = 5
"""How many cards are named whose dates would move."""
DAYS_AHEAD = 30
"""The days to come whose fullest is shown."""


@dataclass(frozen=True)
class Example:
    """A card whose due date would move by `days` (negative: sooner)."""

    title: str
    prompt: str
    due: date
    due_then: date
    days: int


@dataclass(frozen=True)
class Comparison:
    """New weights against those in use, as plain values; the losses and their `error` are those of `Fit`.

    Of the `cards` that were ever reviewed that many would come `sooner` and `later`, by `days` on average. `fullest` is
    how many are due on the fullest of the days ahead, and how many would be. `lasts` is after how many days a first
    answer of each rating is right in 9 of 10 cases: under the weights in use and under the new ones.
    """

    id: int
    at: datetime
    reviews: int
    held_out: int
    strength: float
    loss: float
    loss_before: float
    error: float
    wins: bool
    taken: bool
    weights: Weights
    cards: int
    sooner: int
    later: int
    days: float
    fullest: tuple[int, int]
    lasts: Mapping[str, tuple[float, float]]
    examples: tuple[Example, ...]


class _Move(NamedTuple):
    """A card, and the memory that other weights give it."""

    card: CardListing
    memory: Memory

    @property
    def days(self) -> int:
        """By how many days its date moves."""
        assert self.card.due is not None
        return (self.memory.due - self.card.due).days

    @property
    def change(self) -> MemoryChange:
        """What is stored of it."""
        return MemoryChange(self.card.id, self.memory.stability, self.memory.difficulty, self.memory.due)


def compare(journal: Journal) -> Comparison | None:
    """The effect of the latest fit, planned or activated; None if there is none."""
    with journal.store.read() as session:
        fit = queries.latest(session)
        if fit is None:
            return None
        moves = _moves(journal, session, tuple(fit.weights))
    moved = [move for move in moves if move.days]
    return Comparison(
        **fit.model_dump(exclude={"moved", "set_aside", "weights", "uid"}),
        wins=wins(fit),
        weights=tuple(fit.weights),
        cards=len(moves),
        sooner=sum(move.days < 0 for move in moved),
        later=sum(move.days > 0 for move in moved),
        days=round(fmean(abs(move.days) for move in moved), 1) if moved else 0.0,
        fullest=_fullest(moves, journal.today),
        lasts=_lasts(DEFAULT_WEIGHTS if fit.taken else journal.weights, tuple(fit.weights)),
        examples=_examples(journal, moved),
    )


def activate(journal: Journal, fit_id: int) -> int:
    """Activates the weights of the latest fit; returns how many due dates moved.

    Every card's memory is what its reviews lead to under them. All of it is one transaction, which `revert` undoes.
    """
    with journal.store.write() as session:
        fit = queries.latest(session)
        if fit is None or fit.id != fit_id or fit.taken:
            raise UserError("train.not_the_latest")
        undo_log.begin(session, journal.clock(), "weighed")
        moves = _moves(journal, session, tuple(fit.weights))
        fit.moved = {str(card.id): [str(card.due), str(memory.due)] for card, memory in moves if memory.due != card.due}
        fit.taken = True
        session.add(fit)
        queries.change(session, [move.change for move in moves])
    journal.reload_weights()
    return len(fit.moved)


def revert(journal: Journal) -> Fit | None:
    """Reverts to the previous weights and returns their fit; None for the defaults.

    Due dates go back to where they were, but for those of cards reviewed since, and those whose day has passed.
    Raises UserError when the schedule works with everyone's weights already.
    """
    with journal.store.write() as session:
        fit = queries.in_use(session)
        if fit is None:
            raise UserError("train.nothing_taken")
        undo_log.begin(session, journal.clock(), "unweighed")
        fit.taken, fit.set_aside = False, True
        session.add(fit)
        session.flush()
        before = queries.in_use(session)
        weights = tuple(before.weights) if before else DEFAULT_WEIGHTS
        held = _replayed_cards(journal, session, weights)
        queries.change(session, [_back(each, fit.moved, journal.today) for each in held])
    journal.reload_weights()
    return before


def dismiss(journal: Journal, fit_id: int) -> None:
    """Dismisses a fit: it is not offered again, but can still be activated while it is the latest."""
    with journal.store.write() as session:
        fit = queries.by_id(session, fit_id)
        if fit is not None:
            fit.set_aside = True
            session.add(fit)


def _moves(journal: Journal, session: Session, weights: Weights) -> list[_Move]:
    """Every card that was ever reviewed, with its memory under other weights."""
    memories = reweighed(_replayed_cards(journal, session, weights), journal.today)
    return [_Move(card, memories[card.id]) for card in cards.all_cards(session) if card.id in memories]


def _replayed_cards(journal: Journal, session: Session, weights: Weights) -> list[ReplayedCard]:
    """The cards as the replay sees them; one with fewer reviews here than it had keeps its memory."""
    histories = queries.histories(session)
    found = []
    for card in cards.all_cards(session):
        memory, life = memory_of(card), last_life(histories.get(card.id, ()), card.repetitions)
        if memory is not None:
            answers = [each.answer for each in life or ()]
            retention = retention_for(journal, card)
            now, then = (replay(answers, each, retention) if life else None for each in (journal.weights, weights))
            found.append(ReplayedCard(card.id, memory, now, then, fixed=is_fixed(card)))
    return found


def _back(each: ReplayedCard, moved: Mapping[str, Sequence[str]], today: date) -> MemoryChange:
    """A card under the weights before: its date is the one it had, if it still has the one it was moved to."""
    due = each.memory.due
    before, after = map(date.fromisoformat, moved.get(str(each.card), [str(due)] * 2))
    if due == after and before > today:
        due = before
    then = each.then or each.memory
    return MemoryChange(each.card, then.stability, then.difficulty, due)


def _fullest(moves: Sequence[_Move], today: date) -> tuple[int, int]:
    coming = {today + timedelta(days=number) for number in range(1, DAYS_AHEAD + 1)}
    days = ((move.card.due for move in moves), (move.memory.due for move in moves))
    now, then = (max(Counter(day for day in each if day in coming).values(), default=0) for each in days)
    return now, then


def _lasts(now: Weights, then: Weights) -> dict[str, tuple[float, float]]:
    """The initial stability of each rating: FSRS counts a right answer 90% likely after that many days."""
    return {rating.name.lower(): (now[rating - 1], then[rating - 1]) for rating in Rating}


def _examples(journal: Journal, moved: Sequence[_Move]) -> tuple[Example, ...]:
    """The cards that would move furthest."""
    found: list[Example] = []
    for move in sorted(moved, key=lambda move: (-abs(move.days), move.card.id)):
        concept = journal.library.concepts.get(move.card.concept)
        question = concept.asked(move.card.question) if concept else None
        if concept and question and move.card.due and len(found) < EXAMPLES:
            title, prompt = concept.title.to(language()), question.prompt.to(language())
            found.append(Example(title, prompt, move.card.due, move.memory.due, move.days))
    return tuple(found)
