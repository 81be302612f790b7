"""Selects the cards of a review session: `candidates` come from the store, `choosing` takes what a day asks of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from journal.core.days import shifted
from journal.core.messages import UserError
from journal.db import figures
from journal.db.plain import Reading
from journal.db.rows import QueuedCard
from journal.library.paths import put_first
from journal.memory.scheduling import study_day
from journal.memory.states import is_asked_again
from journal.opening.journal import Journal
from journal.opening.lookup import chosen_path
from journal.review.candidates import (
    candidates_of,
    due_cards,
    due_now,
    ease_in,
    form_of,
    needs_of,
    new_cards,
    topic_of,
    without_waiting_tasks,
)
from journal.review.choosing import Candidate, Curriculum, DayLimits, build, kept_apart
from journal.review.confusions import confusions
from journal.review.fitting import Room, limits_of, missed_of, within
from journal.review.plans import DAILY, USUAL_DAYS, Backlog, Plan, share_of_backlog
from journal.review.queries import note_queue, queue
from journal.review.queries.pace import latest, seconds_on
from journal.review.workload import Pace, Workload, cost, pace_of

CONTRAST_DAYS = 7
"""For that many days two concepts that were noted as confused are asked side by side; after that they are kept
apart.
"""


@dataclass(frozen=True)
class SelectedCards:
    """The cards to ask, in order, with how many of them are new or overdue; what is overdue in all.

    `steps` are the cards that were missed today and wait to be repeated, with their step.
    """

    cards: tuple[int, ...]
    new: int = 0
    overdue: int = 0
    backlog: Backlog | None = None
    steps: Mapping[int, int] = field(default_factory=dict)
    workload: Workload = field(default_factory=Workload)


def queue_of(journal: Journal, session: Reading, plan: Plan = DAILY) -> SelectedCards:
    """The cards for a session of this plan. Raises UserError when it matches nothing on the review list."""
    return _GATHERED[plan.kind](journal, session, plan)


def _backlog(journal: Journal, session: Reading, caught_up: int = 0) -> Backlog:
    """What is due and overdue today, and how much of that the day takes: all, where its minutes are limited."""
    reviews = figures.counted_before(session, journal.today, USUAL_DAYS)
    share = None if journal.settings.minutes_per_day else share_of_backlog(reviews)
    return Backlog(*due_now(journal, session), share, caught_up)


def _daily(journal: Journal, session: Reading, _: Plan) -> SelectedCards:
    """What is due, and the new questions that the day still has room for."""
    settings, done = journal.settings, queue.done_on(session, journal.today)
    backlog = _backlog(journal, session, done.overdue)
    limits = limits_of(backlog, done, settings.reviews_per_day, settings.new_per_day)
    curriculum = curriculum_of(journal, session)
    wanted = _asked_for(journal, session, curriculum.wanted) if curriculum.wanted else []
    due = due_cards(journal, session, limits.reviews)
    done_notes = note_queue.done_on(session, journal.today)
    fresh = new_cards(journal, session, limits, curriculum, wanted, done_notes)
    chosen = kept_apart([*wanted, *due, *fresh], done_notes)
    steps, pace = _steps(journal, session), pace_of(latest(session))
    room = _room(journal, session, steps, pace)
    if room is not None:
        limits = within(room, chosen, journal.today, limits, curriculum, pace)
    return _selected(journal, chosen, limits, curriculum, pace, backlog, steps)


def _room(journal: Journal, session: Reading, steps: Mapping[QueuedCard, int], pace: Pace) -> Room | None:
    """What is left of the day's minutes, and what is to be repeated in them; None where they are not limited."""
    minutes = journal.settings.minutes_per_day
    if not minutes:
        return None
    repeats = [cost(form_of(journal, row), 0.0, pace, step) for row, step in steps.items()]
    return Room(60 * minutes, seconds_on(session, journal.today), repeats)


def _asked_for(journal: Journal, session: Reading, concepts: Collection[str]) -> list[Candidate]:
    """What is due or new of some concepts."""
    return candidates_of(
        journal, without_waiting_tasks(journal, session, queue.waiting_of(session, concepts, journal.today))
    )


def _selected(
    journal: Journal,
    chosen: Sequence[Candidate],
    limits: DayLimits,
    curriculum: Curriculum,
    pace: Pace,
    backlog: Backlog | None = None,
    steps: Mapping[QueuedCard, int] | None = None,
    day: date | None = None,
) -> SelectedCards:
    """The cards of a session well arranged, with how many are new and overdue, and what they take."""
    by_card = {each.card: each for each in chosen}
    cards = build(by_card.values(), day or journal.today, limits, curriculum)
    dues = [by_card[card].due for card in cards]
    work = {each: (by_card[each].form, missed_of(by_card[each], pace)) for each in cards}
    repeated = {row.id: (form_of(journal, row), pace.missed_again) for row in steps or ()}
    return SelectedCards(
        cards,
        dues.count(None),
        sum(due is not None and due < journal.today for due in dues),
        backlog,
        {row.id: step for row, step in (steps or {}).items()},
        Workload(pace, work | repeated),
    )


def _ahead(journal: Journal, session: Reading, plan: Plan) -> SelectedCards:
    """What comes due within that many days, the soonest first where a day's limit bites."""
    until = shifted(journal.today, plan.days)
    rows = queue.coming(session, journal.today, until, journal.settings.reviews_per_day)
    return _all_of(journal, session, candidates_of(journal, rows))


def _catch_up(journal: Journal, session: Reading, _: Plan) -> SelectedCards:
    """Another share of what is overdue, whatever was done today already."""
    share = _backlog(journal, session).share or journal.settings.reviews_per_day
    found = kept_apart(due_cards(journal, session, share), note_queue.done_on(session, journal.today))
    due = sorted(found, key=lambda each: (each.retrievability, each.card))
    return _all_of(journal, session, due[:share])


def _concept(journal: Journal, session: Reading, plan: Plan) -> SelectedCards:
    """All that is due or new of one concept."""
    return _all_of(journal, session, _asked_for(journal, session, [plan.about]))


def _cram(journal: Journal, session: Reading, plan: Plan) -> SelectedCards:
    """Everything on the review list that a name stands for."""
    about = [*named(journal, plan.about), *note_queue.named(session, plan.about)]
    candidates = candidates_of(journal, queue.of_concepts(session, about))
    if not candidates:
        raise UserError("review.nothing_to_cram", name=plan.about)
    return _all_of(journal, session, candidates)


_GATHERED: Mapping[str, Callable[[Journal, Reading, Plan], SelectedCards]] = {
    "daily": _daily,
    "ahead": _ahead,
    "catch_up": _catch_up,
    "concept": _concept,
    "cram": _cram,
}


def named(journal: Journal, name: str) -> list[str]:
    """The concepts of a topic, the concept of this name, or else all whose names hold it, in the order of learning."""
    wanted, library = name.strip().casefold(), journal.library
    for topic, titles in library.topics.items():
        if wanted in {topic.casefold(), *(each.casefold() for each in titles.every)}:
            return [each.id for each in library.outlines_in_order if each.topic == topic]
    found = library.find(name.strip())
    if found is not None:
        return [found.id]
    if not wanted:
        return []
    return [each.id for each in library.outlines_in_order if any(wanted in one.casefold() for one in each.names)]


def _all_of(journal: Journal, session: Reading, candidates: Sequence[Candidate]) -> SelectedCards:
    """The same cards without any limits, well arranged."""
    many = len(candidates)
    curriculum = Curriculum(journal.library.order, ease=ease_in(journal))
    pace = pace_of(latest(session))
    return _selected(journal, candidates, DayLimits(many, many, siblings=many), curriculum, pace, day=date.max)


def _steps(journal: Journal, session: Reading) -> dict[QueuedCard, int]:
    """The cards that were missed today and have a step left, with their step."""
    day = journal.today
    rows = queue.missed(session, day)
    return {
        row: row.step or 0
        for row in rows
        if topic_of(journal, row.concept, row.question) and is_asked_again(row.step, row.last, day)
    }


# --- what the concepts have to do with one another ------------------------------------------------------------------


def _order(journal: Journal, session: Reading) -> Mapping[str, int]:
    """The order of learning: first the chosen path, then what the latest log speaks of, then all others."""
    path = chosen_path(journal)
    return put_first([*(path.concepts if path else ()), *_spoken_of(journal, session)], journal.library.order)


def _spoken_of(journal: Journal, session: Reading) -> list[str]:
    """The concepts of the latest log that has any, each behind those among them that it needs."""
    outlines = journal.library.outlines
    spoken = dict.fromkeys(each for each in figures.spoken_of_last(session) if each in outlines)
    ordered: dict[str, None] = {}
    for concept in spoken:
        needed = [each for each in needs_of(journal, concept) if each in spoken]
        for each in (*sorted(needed, key=journal.library.depth), concept):
            ordered.setdefault(each)
    return list(ordered)


def curriculum_of(journal: Journal, session: Reading) -> Curriculum:
    """The curriculum: learning order, overdue promised concepts, pairs to contrast or to separate."""
    library, day = journal.library, journal.today
    put_off = [each for concepts, due, _ in queue.wanted(session, "later") if due and due < day for each in concepts]
    noted = [
        (concepts[0], concepts[1], study_day(created, journal.settings.day_starts))
        for concepts, _, created in queue.wanted(session, "confusion")
        if len(concepts) == 2
    ]
    return Curriculum(
        order=_order(journal, session),
        first=frozenset(put_off),
        contrasts=[
            *((one, other) for one, other, since in noted if (day - since).days < CONTRAST_DAYS),
            *confusions(journal, session),
        ],
        confusable=[*((one, other) for one, other, _ in noted), *library.confused],
        ease=ease_in(journal),
    )
