"""Fitting the learner's own weights: when, and with what result."""

from __future__ import annotations

from collections.abc import Sequence

from journal.core.messages import UserError
from journal.db.tables import Fit
from journal.memory import queries
from journal.memory.fitting.verdict import LEAST, CountedReview, is_better, recalls
from journal.memory.replaying import Answered, lives
from journal.opening.journal import Journal

EVERY = 250
"""Counted reviews after which weights are fitted again by themselves."""


def train(journal: Journal) -> Fit:
    """Fits weights to every counted review, compares them with those in use, and stores both; nothing is changed.

    Takes seconds, in a separate process: call it in a thread. Raises UserError when there are too few reviews, or the
    fit cannot be made.
    """
    journal.reload_weights()
    with journal.store.read() as session:
        given = queries.answered(session)
        taken = queries.in_use(session)
    answers = [
        CountedReview(life, each.day.toordinal(), each.rating) for life, each in zip(lives(given), given, strict=True)
    ]
    seen = _place_after(given, taken.reviews if taken else 0)
    _refuse_too_few(answers, seen)
    verdict = journal.trainer.fit(answers, journal.weights, seen)
    fit = Fit(
        at=journal.clock(),
        reviews=sum(each.counted for each in given),
        weights=list(verdict.weights),
        strength=verdict.strength,
        loss=verdict.loss,
        loss_before=verdict.loss_before,
        error=verdict.error,
        held_out=verdict.held_out,
    )
    with journal.store.write() as session:
        return queries.add(session, fit)


def can_fit(journal: Journal) -> bool:
    """Whether there surely are reviews enough that the weights in use have not seen, without reading them all."""
    with journal.store.read() as session:
        taken = queries.in_use(session)
        return queries.recalls(session) - (taken.reviews if taken else 0) >= LEAST


def _place_after(given: Sequence[Answered], reviews: int) -> int:
    """How many answers came before the one that follows that many counted ones."""
    places = [place for place, each in enumerate(given) if each.counted]
    return places[reviews] if reviews < len(places) else len(given)


def _refuse_too_few(answers: Sequence[CountedReview], seen: int) -> None:
    found = recalls(answers, seen)
    if found < LEAST:
        raise UserError("train.too_few_since" if seen else "train.too_few", n=LEAST - found, least=LEAST, found=found)


def review_count(journal: Journal) -> int:
    """How many counted reviews there are to fit weights to."""
    with journal.store.read() as session:
        return queries.counted(session)


def is_fit_due(journal: Journal) -> bool:
    """Whether there are enough reviews since the last fit for a new one."""
    with journal.store.read() as session:
        last = queries.latest(session)
        return queries.counted(session) >= (last.reviews if last else 0) + EVERY


def wins(fit: Fit) -> bool:
    """Whether the weights of a fit did better on held-out reviews than those in use then."""
    return is_better(fit.loss, fit.loss_before, fit.error)
