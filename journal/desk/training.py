"""Weights of the learner's own: when they are fitted, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from journal.desk import Desk
from journal.learning.fitting.verdict import LEAST, Answer, is_better, recalls
from journal.store import fits
from journal.store.tables import Fit
from journal.words import UserError

EVERY = 250
"""Counted reviews after which weights are fitted anew by themselves."""


def train(desk: Desk) -> Fit:
    """Fits weights to every counted review, compares them with those in use, and stores both; nothing is changed.

    Takes seconds, in a process of its own: call it in a thread. Raises UserError when there are too few reviews, or
    the fit cannot be made.
    """
    desk.renew_weights()
    with desk.store.read() as session:
        answers = [Answer(card, day.toordinal(), rating) for card, day, rating in fits.answered(session)]
        taken = fits.in_use(session)
    seen = taken.reviews if taken else 0
    _refuse_too_few(answers, seen)
    verdict = desk.trainer.fit(answers, desk.weights, seen)
    fit = Fit(
        at=desk.clock(),
        reviews=verdict.answers,
        weights=list(verdict.weights),
        strength=verdict.strength,
        loss=verdict.loss,
        loss_before=verdict.loss_before,
        error=verdict.error,
        held_out=verdict.held_out,
    )
    with desk.store.write() as session:
        return fits.add(session, fit)


def _refuse_too_few(answers: Sequence[Answer], seen: int) -> None:
    found = recalls(answers, seen)
    if found < LEAST:
        raise UserError("train.too_few_since" if seen else "train.too_few", n=LEAST - found, least=LEAST, found=found)


def so_far(desk: Desk) -> int:
    """How many counted reviews there are to fit weights to."""
    with desk.store.read() as session:
        return fits.counted(session)


def is_time(desk: Desk) -> bool:
    """Whether enough was reviewed since the last fit, or ever, that one should be made."""
    with desk.store.read() as session:
        last = fits.latest(session)
        return fits.counted(session) >= (last.reviews if last else 0) + EVERY


def is_waiting(desk: Desk) -> bool:
    """Whether there are new weights that would do better than those in use, and that nobody has decided on."""
    with desk.store.read() as session:
        fit = fits.latest(session)
    return fit is not None and wins(fit) and not fit.taken and not fit.set_aside


def wins(fit: Fit) -> bool:
    """Whether the weights of a fit did better on held-out reviews than those in use then."""
    return is_better(fit.loss, fit.loss_before, fit.error)
