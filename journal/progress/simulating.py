"""Simulates the days to come by the rules of the review queue, in a process that leaves the screen its time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from statistics import fmean
from threading import Timer
from typing import NamedTuple

from journal.core import lifeline
from journal.core.days import elapsed
from journal.core.ratings import Rating
from journal.db import cards, figures
from journal.db.database import Session
from journal.db.rows import CardListing, QueuedCard, RatingCount
from journal.memory.load import shares_of
from journal.opening.journal import Journal
from journal.progress import queries
from journal.progress.panel import ALL, PanelFilter
from journal.progress.statistics.ahead import Band
from journal.review.candidates import ease_in, form_of, needs_of, topic_of
from journal.review.plans import USUAL_DAYS
from journal.review.queries import note_queue, queue
from journal.review.queries.pace import latest, seconds_on
from journal.review.queue import curriculum_of
from journal.review.simulation import SimulatedCard, SimulatedDays, SimulationInput
from journal.review.workload import pace_of

MODULE = "journal.review.simulation"
PATIENCE_S = 60.0
FIRST_RIGHT, GOOD = 0.7, (0.0, 1.0, 0.0)
"""What is taken for the answers of a learner who gave none yet."""
LEARNERS, CARD_DAYS, LEAST = 20, 1_000_000, 3
"""Learners that are simulated at most and at least, and the days of cards of all together: with many cards fewer
learners will do, for the sum of many cards varies little."""
COMPARED = 2
"""Learners of each retention that is compared: means over half a year need few."""


class RetentionEffect(NamedTuple):
    """What the months to come are to bring: minutes a day, cards asked a day, questions that would be right at the end,
    and the share of recalls that is right on the way.
    """

    minutes: float
    asked: float
    known: float
    recalled: float


class Expected(NamedTuple):
    """The cards asked on each day from today on, and in each week."""

    days: list[Band]
    weeks: list[Band]


def expected(journal: Journal, panel_filter: PanelFilter, weeks: int) -> Expected | None:
    """What the weeks to come ask for; None where it cannot be simulated.

    Narrowed, they ask for these concepts alone: as if there were nothing else on the list.
    """
    found = _simulated(json.dumps([plan_of(journal, panel_filter, 7 * weeks)]))
    if found is None:
        return None
    reviews = found[0]["reviews"]
    days = list(zip(*reviews, strict=True))
    by_week = [[sum(own[7 * n : 7 * n + 7]) for own in reviews] for n in range(weeks)]
    return Expected(list(map(_band, days)), list(map(_band, by_week)))


def retention_effects(
    journal: Journal, panel_filter: PanelFilter, days: int, retentions: Sequence[float]
) -> list[RetentionEffect] | None:
    """What the days to come bring at each of some desired retentions; topics with one of their own keep it.

    Every one is lived through by the same learners; None where it cannot be simulated.
    """
    plans = [plan_of(journal, panel_filter, days, each) | {"learners": COMPARED} for each in retentions]
    found = _simulated(json.dumps(plans))
    return None if found is None else list(map(_effect, found))


def _effect(found: SimulatedDays) -> RetentionEffect:
    minutes, reviews = (fmean(fmean(own) for own in each) for each in (found["minutes"], found["reviews"]))
    return RetentionEffect(
        round(minutes, 1), round(reviews, 1), round(fmean(found["known"]), 1), round(found["recalled"], 4)
    )


def _band(counts: Sequence[int]) -> Band:
    ordered = sorted(counts)
    return Band(*(ordered[round(share * (len(ordered) - 1))] for share in (0.1, 0.5, 0.9)))


def plan_of(
    journal: Journal, panel_filter: PanelFilter = ALL, days: int = 28, retention: float | None = None
) -> SimulationInput:
    """What a simulation of that many days starts from."""
    settings, today = journal.settings, journal.today
    with journal.store.read() as session:
        held = _cards(journal, session, panel_filter, settings.retention if retention is None else retention)
        pressed = queries.rating_counts(session, None)
        done, curriculum = queue.done_on(session, today), curriculum_of(journal, session)
        pace, counted = pace_of(latest(session)), figures.counted_before(session, today, USUAL_DAYS)
        notes, spent = sorted(note_queue.done_on(session, today)), seconds_on(session, today)
    first_right, ratings = _habits(pressed)
    listed = {each.concept for each in held}
    return {
        "today": today.isoformat(),
        "days": days,
        "learners": min(LEARNERS, max(LEAST, CARD_DAYS // max(1, days * len(held)))),
        "cards": held,
        "needs": {each: needs_of(journal, each) for each in sorted(listed & journal.library.outlines.keys())},
        "order": dict(curriculum.order),
        "first": sorted(curriculum.first),
        "contrasts": list(curriculum.contrasts),
        "confusable": [pair for pair in curriculum.confusable if listed.issuperset(pair)],
        "new_per_day": settings.new_per_day,
        "reviews_per_day": settings.reviews_per_day,
        "minutes_per_day": settings.minutes_per_day,
        "shares": list(shares_of(settings.easy_days)),
        "weights": list(journal.weights),
        "counted": counted,
        "done_new": dict(done.new),
        "done": done.reviews,
        "done_overdue": done.overdue,
        "done_notes": notes,
        "spent": spent,
        "seconds": dict(pace.seconds),
        "missed_new": pace.missed_new,
        "missed_again": pace.missed_again,
        "first_right": first_right,
        "ratings": ratings,
    }


def _cards(journal: Journal, session: Session, panel_filter: PanelFilter, retention: float) -> list[SimulatedCard]:
    """The cards that may be asked: neither suspended nor lost, nor of other concepts than the filter's."""
    about, rank = panel_filter.concepts, ease_in(journal)
    found = []
    for card in cards.all_cards(session):
        topic = topic_of(journal, card.concept, card.question)
        if topic is not None and not card.suspended and (about is None or card.concept in about):
            wanted = journal.settings.retention_of.get(topic, retention)
            found.append(_card(journal, card, topic, rank(card.concept, card.question), wanted))
    return found


def _card(journal: Journal, card: CardListing, topic: str, rank: tuple[int, int], retention: float) -> SimulatedCard:
    today = journal.today
    row = QueuedCard(card.id, card.concept, card.question, card.due, card.last, card.stability, 0, card.step)
    is_new = card.due is None or card.last is None
    return SimulatedCard(
        card=card.id,
        concept=card.concept,
        topic=topic,
        question=card.question,
        form=form_of(journal, row),
        rank=rank,
        retention=retention,
        due=None if card.due is None or is_new else (card.due - today).days,
        since=0 if card.last is None else elapsed(card.last, today),
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        until=max(0, (card.buried_until - today).days) if card.buried_until else 0,
        step=card.step,
    )


def _habits(pressed: Sequence[RatingCount]) -> tuple[float, list[float]]:
    """The share of first answers that were right, and those of Hard, Good and Easy among right answers."""
    first = [each for each in pressed if each.age == "new"]
    asked = sum(each.answers for each in first)
    missed = sum(each.answers for each in first if each.rating == Rating.AGAIN)
    counts = [sum(each.answers for each in pressed if each.rating == rating) for rating in list(Rating)[1:]]
    right = sum(counts)
    return 1 - missed / asked if asked else FIRST_RIGHT, [each / right for each in counts] if right else [*GOOD]


@lru_cache(maxsize=8)
def _simulated(plans: str) -> list[SimulatedDays] | None:
    """Asks the other process. The same plans have the same days, so that they are simulated once; None without it."""
    try:
        process = lifeline.start(MODULE)
        too_late = Timer(PATIENCE_S, process.kill)
        too_late.start()
        try:
            found: list[SimulatedDays] = lifeline.ask(process, json.loads(plans))
        finally:
            too_late.cancel()
    except OSError:
        return None
    return found
