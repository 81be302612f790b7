"""What the first screen shows: what waits, this week's words, the days behind and ahead, what to take up next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from journal.demos.concept import Concept
from journal.desk import Desk
from journal.desk.concepts import due_text
from journal.desk.items import Entry, open_items
from journal.desk.memory import memory_of
from journal.desk.proposals import latest_proposals
from journal.desk.reviews import sit_down
from journal.desk.training import is_waiting
from journal.desk.weeks import open_week
from journal.learning import progress as figures
from journal.learning.beliefs import HeldIdea, held_ideas
from journal.learning.scheduling import Weights
from journal.learning.streaks import streak
from journal.store import cards, mentions, progress, weeks
from journal.store.tables import Card
from journal.text.counting import body_count
from journal.text.prose import code_spans
from journal.words import language

DAYS_AHEAD = 28
KNOWN_ENOUGH = 0.5
"""From here on a concept carries those that need it."""


@dataclass(frozen=True)
class TodayView:
    """Everything that Today shows, as plain values."""

    day: date
    week_name: str
    words: int
    goal: int
    cards: int
    due: int
    new: int
    minutes: int
    next_due: str
    reviews_by_day: Mapping[date, int]
    due_by_day: Mapping[date, int]
    retention: float | None
    streak: int
    spoken: Sequence[tuple[Concept, float | None]]
    held: Sequence[tuple[str, str]]
    ready: Sequence[tuple[Concept, Concept | None]]
    left_open: Sequence[Entry]
    proposed: int
    new_weights: bool


def today(desk: Desk) -> TodayView:
    """Reads it all."""
    day = desk.today
    week = open_week(desk, None)
    sitting = sit_down(desk)
    with desk.store.read() as session:
        every = cards.all_cards(session)
        days = progress.days(session)
        due = progress.due_by_day(session)
        beliefs = progress.beliefs(session)
        logs = weeks.all_weeks(session)
        spoken = mentions.of_week(session, logs[-1].id) if logs else []
    by_id = {card.id: card for card in every}
    ids = dict.fromkeys(each.concept for each in spoken)
    new = sum(by_id[card].due is None for card in sitting.session.waiting)
    known = _known(every, day, desk.weights)
    study = figures.weeks_of_study(logs, days, body_count)
    coming = [each for each, _ in due if each > day]
    return TodayView(
        day=day,
        week_name=week.name,
        words=body_count(week.body),
        goal=week.goal,
        cards=len(every),
        due=len(sitting.session.waiting) - new,
        new=new,
        minutes=sitting.minutes,
        next_due=due_text(coming[0], day) if coming else "",
        reviews_by_day={each.day: each.reviews for each in days},
        due_by_day=dict(zip(_days(day), figures.forecast(due, day, DAYS_AHEAD + 7), strict=True)),
        retention=figures.retention(days),
        streak=streak(study, day, quota=week.goal, days=1).current,
        spoken=_weakest_first(
            [(desk.library.concepts[each], known.get(each)) for each in ids if each in desk.library.concepts]
        ),
        held=held_with_titles(desk, held_ideas(beliefs)),
        ready=_ready(desk, known),
        left_open=open_items(desk),
        proposed=len(latest_proposals(desk)),
        new_weights=is_waiting(desk),
    )


def _weakest_first(spoken: list[tuple[Concept, float | None]]) -> list[tuple[Concept, float | None]]:
    """What was asked and is least known comes first, what was never asked last."""
    return sorted(spoken, key=lambda pair: (pair[1] is None, pair[1] or 0.0))


def _days(first: date) -> list[date]:
    return [first + timedelta(days=n) for n in range(DAYS_AHEAD + 7)]


def _known(every: Sequence[Card], day: date, weights: Weights) -> dict[str, float | None]:
    """How well each concept with cards is known; None where none of them was ever asked."""
    grouped: dict[str, list[Card]] = {}
    for card in every:
        grouped.setdefault(card.concept, []).append(card)
    return {
        concept: figures.known(map(memory_of, own), day, weights) if any(card.due for card in own) else None
        for concept, own in grouped.items()
    }


def held_with_titles(desk: Desk, ideas: Sequence[HeldIdea]) -> list[tuple[str, str]]:
    """The wrong ideas that are still held: the title of the concept, and the sentence that refutes the idea."""
    found = []
    for each in ideas:
        concept = desk.library.concepts.get(each.concept)
        question = concept.question(each.question) if concept else None
        idea = question.wrong(each.name) if question else None
        if concept and idea and not each.cured:
            found.append((concept.title.to(language()), code_spans(idea.says.to(language()))[0]))
    return found


def _ready(desk: Desk, known: Mapping[str, float | None]) -> list[tuple[Concept, Concept | None]]:
    """Concepts not begun whose needs are known, each with the last one that it builds on; those with needs first."""
    found: list[tuple[Concept, Concept | None]] = []
    for concept in desk.library.in_order:
        needs = [each for each in concept.needs if each in desk.library.concepts]
        if concept.id not in known and all((known.get(each) or 0) >= KNOWN_ENOUGH for each in needs):
            found.append((concept, desk.library.concepts[needs[-1]] if needs else None))
    return sorted(found, key=lambda pair: pair[1] is None)
