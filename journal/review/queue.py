"""Selects the cards of a review session: candidates come from the store, the choice from `review.choosing`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from journal.core.days import elapsed, shifted
from journal.core.messages import UserError
from journal.db import mentions, totals
from journal.db.database import Session
from journal.db.rows import QueuedCard
from journal.library.paths import put_first
from journal.memory.scheduling import retrievability_after, study_day
from journal.memory.states import is_asked_again
from journal.notes.kinds import uid_of
from journal.opening.journal import Journal
from journal.opening.lookup import chosen_path
from journal.review.choosing import Candidate, Curriculum, Limits, build, chosen_new, task_waits, waits
from journal.review.held_misconceptions import confusions
from journal.review.notes import TOPIC
from journal.review.plans import DAILY, USUAL_DAYS, Backlog, Plan, share_of_backlog
from journal.review.queries import notes, queue

CONTRAST_DAYS = 7
"""For that many days two concepts that were noted as confused are asked side by side; after that they are kept
apart.
"""
TOGETHER = 100
"""New concepts that are looked at in one go."""


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


def queue_of(journal: Journal, session: Session, plan: Plan = DAILY) -> SelectedCards:
    """The cards for a session of this plan. Raises UserError when it matches nothing on the review list."""
    return _GATHERED[plan.kind](journal, session, plan)


def _backlog(journal: Journal, session: Session, caught_up: int = 0) -> Backlog:
    """What is due and overdue today, and how much of that the day takes."""
    reviews = totals.counted_before(session, journal.today, USUAL_DAYS)
    return Backlog(*queue.due_on(session, journal.today), share_of_backlog(reviews), caught_up)


def _daily(journal: Journal, session: Session, _: Plan) -> SelectedCards:
    """What is due, and the new questions that the day still has room for."""
    settings, done = journal.settings, queue.done_on(session, journal.today)
    backlog = _backlog(journal, session, done.overdue)
    limits = Limits(
        reviews=min(settings.reviews_per_day - done.reviews, backlog.reviews),
        new=settings.new_per_day - sum(done.new.values()),
        begun=done.new,
    )
    curriculum = _curriculum(journal, session)
    wanted = _asked_for(journal, session, curriculum.wanted) if curriculum.wanted else []
    due = _due(journal, session, limits.reviews)
    done_notes = notes.done_on(session, journal.today)
    new = [] if backlog.is_dealt_out else _new(journal, session, limits, curriculum, wanted, done_notes)
    chosen = {each.card: each for each in _kept_apart([*wanted, *due, *new], done_notes)}
    cards = build(chosen.values(), journal.today, limits, curriculum)
    return SelectedCards(*_counted(journal, cards, chosen), backlog, _steps(journal, session))


def _asked_for(journal: Journal, session: Session, concepts: Collection[str]) -> list[Candidate]:
    """What is due or new of some concepts."""
    return _candidates(journal, _open(journal, session, queue.waiting_of(session, concepts, journal.today)))


def _counted(
    journal: Journal, cards: Sequence[int], chosen: Mapping[int, Candidate]
) -> tuple[tuple[int, ...], int, int]:
    """The cards, how many are new, and how many overdue."""
    dues = [chosen[card].due for card in cards]
    return tuple(cards), dues.count(None), sum(due is not None and due < journal.today for due in dues)


def _ahead(journal: Journal, session: Session, plan: Plan) -> SelectedCards:
    """What comes due within that many days, the soonest first where a day's limit bites."""
    until = shifted(journal.today, plan.days)
    rows = queue.coming(session, journal.today, until, journal.settings.reviews_per_day)
    return _all_of(journal, session, _candidates(journal, rows))


def _catch_up(journal: Journal, session: Session, _: Plan) -> SelectedCards:
    """Another share of what is overdue, whatever was done today already."""
    share = _backlog(journal, session).share or journal.settings.reviews_per_day
    found = _kept_apart(_due(journal, session, share), notes.done_on(session, journal.today))
    due = sorted(found, key=lambda each: (each.retrievability, each.card))
    return _all_of(journal, session, due[:share])


def _concept(journal: Journal, session: Session, plan: Plan) -> SelectedCards:
    """All that is due or new of one concept."""
    return _all_of(journal, session, _asked_for(journal, session, [plan.about]))


def _cram(journal: Journal, session: Session, plan: Plan) -> SelectedCards:
    """Everything on the review list that a name stands for."""
    about = [*named(journal, plan.about), *notes.named(session, plan.about)]
    candidates = _candidates(journal, queue.of_concepts(session, about))
    if not candidates:
        raise UserError("review.nothing_to_cram", name=plan.about)
    return _all_of(journal, session, candidates)


_GATHERED: Mapping[str, Callable[[Journal, Session, Plan], SelectedCards]] = {
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


def _all_of(journal: Journal, session: Session, candidates: Sequence[Candidate]) -> SelectedCards:
    """The same cards without any limits, well arranged."""
    many = len(candidates)
    cards = build(candidates, date.max, Limits(many, many, siblings=many), Curriculum(journal.library.order))
    return SelectedCards(*_counted(journal, cards, {each.card: each for each in candidates}))


def _steps(journal: Journal, session: Session) -> dict[int, int]:
    """The cards that were missed today and have a step left, with their step."""
    day = journal.today
    rows = [
        row for row in queue.missed(session, day) if _topic(journal, row) and is_asked_again(row.step, row.last, day)
    ]
    return {row.id: row.step or 0 for row in rows}


# --- candidates ---------------------------------------------------------------------------------------------------


def _candidates(journal: Journal, rows: Iterable[QueuedCard]) -> list[Candidate]:
    """The cards as the queue sees them, without those whose question the library has lost."""
    return [
        Candidate(row.id, row.concept, topic, row.question, row.due, retrievability_of(journal, row))
        for row in rows
        if (topic := _topic(journal, row)) is not None
    ]


def _topic(journal: Journal, row: QueuedCard) -> str | None:
    if uid_of(row.concept):
        return TOPIC
    concept = journal.library.outlines.get(row.concept)
    return concept.topic if concept and row.question in concept.all_asked else None


def retrievability_of(journal: Journal, row: QueuedCard) -> float:
    """The card's retrievability today; 0 for a new card."""
    if row.stability is None or row.last is None:
        return 0.0
    return retrievability_after(row.stability, elapsed(row.last, journal.today), journal.weights)


def _due(journal: Journal, session: Session, count: int) -> list[Candidate]:
    """The `count` cards that are due and most at risk, or a few more, without those that the library has lost."""
    limit = max(count, 0)
    while True:
        rows = queue.due(session, journal.today, limit) if limit else []
        found = _candidates(journal, rows)
        if len(found) >= count or len(rows) < limit:
            return found
        limit *= 2


def _kept_apart(candidates: Sequence[Candidate], done: Collection[str]) -> list[Candidate]:
    """The candidates with one card of each note, the most urgent one, and none of those that were asked already."""
    first: dict[str, Candidate] = {}
    for each in candidates:
        if uid_of(each.concept) and each.concept not in done:
            other = first.setdefault(each.concept, each)
            first[each.concept] = min(other, each, key=_urgency)
    return [each for each in candidates if not uid_of(each.concept) or first.get(each.concept) == each]


def _urgency(candidate: Candidate) -> tuple[bool, float, int]:
    return candidate.is_new, candidate.retrievability, candidate.card


def _new(
    journal: Journal,
    session: Session,
    limits: Limits,
    curriculum: Curriculum,
    wanted: Sequence[Candidate],
    done: Collection[str],
) -> list[Candidate]:
    """New cards of the library and of notes, as many as the limits take: half of each where there are enough."""
    if limits.new <= 0:
        return []
    library = _new_of_library(journal, session, limits, curriculum, wanted)
    own = _candidates(journal, notes.new_cards(session, journal.today, limits.new, done))
    if not own:
        return library
    fresh = chosen_new([each for each in (*wanted, *library) if each.is_new], limits, curriculum)
    share = max(limits.new - len(fresh), (limits.new + 1) // 2)
    return [*fresh[: limits.new - min(share, len(own))], *own[:share]]


def _new_of_library(
    journal: Journal, session: Session, limits: Limits, curriculum: Curriculum, wanted: Sequence[Candidate]
) -> list[Candidate]:
    """New cards of concepts that wait for nothing, in the order of learning, as many as the limits take."""
    found: list[Candidate] = []
    concepts = sorted(
        (each for each in queue.not_begun(session) if each in journal.library.concepts), key=curriculum.position
    )
    for start in range(0, len(concepts), TOGETHER):
        some = concepts[start : start + TOGETHER]
        rows = queue.new_of(session, _ready(journal, session, some), journal.today)
        found += _candidates(journal, _open(journal, session, rows))
        if len(chosen_new([each for each in (*wanted, *found) if each.is_new], limits, curriculum)) >= limits.new:
            break
    return found


def _ready(journal: Journal, session: Session, concepts: Sequence[str]) -> list[str]:
    """Those of the concepts that wait for none that they need."""
    library = journal.library
    needs = {
        each: [
            need for need in library.outlines[each].needs if need in library.outlines and _below(journal, need, each)
        ]
        for each in concepts
    }
    known = _known(journal, queue.of_concepts(session, {need for each in needs.values() for need in each}))
    return [each for each in concepts if not waits(needs[each], known)]


def _open(journal: Journal, session: Session, rows: Sequence[QueuedCard]) -> list[QueuedCard]:
    """The cards without the new tasks that wait for their concept's first questions."""
    tasks = {row.id: row.concept for row in rows if row.due is None and _is_task(journal, row)}
    if not tasks:
        return list(rows)
    grouped: dict[str, list[QueuedCard]] = {}
    for row in sorted(queue.of_concepts(session, set(tasks.values())), key=lambda each: each.id):
        grouped.setdefault(row.concept, []).append(row)
    easiest = {
        concept: [_chance_known(journal, row) for row in own if _topic(journal, row) and not _is_task(journal, row)]
        for concept, own in grouped.items()
    }
    return [row for row in rows if row.id not in tasks or not task_waits(easiest.get(row.concept, ()))]


def _is_task(journal: Journal, row: QueuedCard) -> bool:
    concept = journal.library.outlines.get(row.concept)
    return concept is not None and row.question in concept.tasks


def _chance_known(journal: Journal, row: QueuedCard) -> float:
    """How likely a card is answered right; a question that was missed and not answered right since is not known."""
    return retrievability_of(journal, row) if row.step is None else 0.0


def _below(journal: Journal, need: str, concept: str) -> bool:
    """Whether a prerequisite comes earlier in the order; within a cycle some do not."""
    return journal.library.depth(need) < journal.library.depth(concept)


def _known(journal: Journal, rows: Iterable[QueuedCard]) -> dict[str, float]:
    """How well each concept with cards is known, by what was asked of it before today; 0 for one that was not asked.

    A question that was missed and not answered right since counts as not known.
    """
    chances: dict[str, list[float]] = {}
    for row in rows:
        if _topic(journal, row) is not None:
            own = chances.setdefault(row.concept, [])
            if row.last is not None and (row.last < journal.today or row.repetitions > 1):
                own.append(_chance_known(journal, row))
    return {concept: sum(own) / len(own) if own else 0.0 for concept, own in chances.items()}


# --- what the concepts have to do with one another ------------------------------------------------------------------


def _order(journal: Journal, session: Session) -> Mapping[str, int]:
    """The order of learning: first the chosen path, then what the latest log speaks of, then all others."""
    path = chosen_path(journal)
    return put_first([*(path.concepts if path else ()), *_spoken_of(journal, session)], journal.library.order)


def _spoken_of(journal: Journal, session: Session) -> list[str]:
    """The concepts of the latest log that has any, each behind those among them that it needs."""
    outlines = journal.library.outlines
    spoken = dict.fromkeys(each for each in mentions.of_latest_week(session) if each in outlines)
    ordered: dict[str, None] = {}
    for concept in spoken:
        needed = [each for each in outlines[concept].needs if each in spoken and _below(journal, each, concept)]
        for each in (*sorted(needed, key=journal.library.depth), concept):
            ordered.setdefault(each)
    return list(ordered)


def _curriculum(journal: Journal, session: Session) -> Curriculum:
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
    )
