"""What a sitting asks: gathered from the store, no more of it than is needed, and chosen by `learning.queue`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from journal.desk import Desk
from journal.desk.beliefs import confusions
from journal.desk.notes import TOPIC
from journal.learning.plans import DAILY, USUAL_DAYS, Backlog, Plan, share_of_backlog
from journal.learning.queue import Candidate, Course, Limits, build, chosen_new, task_waits, waits
from journal.learning.scheduling import chance, study_day
from journal.learning.states import is_asked_again
from journal.notes.kinds import uid_of
from journal.store import notes, progress, queue
from journal.store.database import Session
from journal.store.rows import Queued
from journal.text.days import elapsed, shifted
from journal.words import UserError

CONTRAST_DAYS = 7
"""For so many days two concepts that were noted as confused are asked side by side; after that they are kept apart."""
TOGETHER = 100
"""New concepts that are looked at in one go."""


@dataclass(frozen=True)
class Queue:
    """The cards to ask, in order, with how many of them are new or overdue; what is overdue in all.

    `steps` are the cards that were missed today and wait to be repeated, with their step.
    """

    cards: tuple[int, ...]
    new: int = 0
    overdue: int = 0
    backlog: Backlog | None = None
    steps: Mapping[int, int] = field(default_factory=dict)


def queue_of(desk: Desk, session: Session, plan: Plan = DAILY) -> Queue:
    """What a sitting of this plan asks now. Raises UserError when it names nothing on the review list."""
    return _GATHERED[plan.kind](desk, session, plan)


def _backlog(desk: Desk, session: Session, caught_up: int = 0) -> Backlog:
    """What is due and overdue today, and how much of that the day takes."""
    reviews = progress.counted_before(session, desk.today, USUAL_DAYS)
    return Backlog(*queue.due_on(session, desk.today), share_of_backlog(reviews), caught_up)


def _daily(desk: Desk, session: Session, _: Plan) -> Queue:
    """What is due, and the new questions that the day still has room for."""
    settings, done = desk.settings, queue.done_on(session, desk.today)
    backlog = _backlog(desk, session, done.overdue)
    limits = Limits(
        reviews=min(settings.reviews_per_day - done.reviews, backlog.reviews),
        new=settings.new_per_day - sum(done.new.values()),
        begun=done.new,
    )
    course = _course(desk, session)
    wanted = _asked_for(desk, session, course.wanted) if course.wanted else []
    due = _due(desk, session, limits.reviews)
    done_notes = notes.done_on(session, desk.today)
    new = [] if backlog.is_dealt_out else _new(desk, session, limits, course, wanted, done_notes)
    chosen = {each.card: each for each in _apart([*wanted, *due, *new], done_notes)}
    cards = build(chosen.values(), desk.today, limits, course)
    return Queue(*_counted(desk, cards, chosen), backlog, _steps(desk, session))


def _asked_for(desk: Desk, session: Session, concepts: Collection[str]) -> list[Candidate]:
    """What is due or new of some concepts."""
    return _candidates(desk, _open(desk, session, queue.waiting_of(session, concepts, desk.today)))


def _counted(desk: Desk, cards: Sequence[int], chosen: Mapping[int, Candidate]) -> tuple[tuple[int, ...], int, int]:
    """The cards, how many are new, and how many overdue."""
    dues = [chosen[card].due for card in cards]
    return tuple(cards), dues.count(None), sum(due is not None and due < desk.today for due in dues)


def _ahead(desk: Desk, session: Session, plan: Plan) -> Queue:
    """What comes due within so many days, the soonest first where a day's limit bites."""
    until = shifted(desk.today, plan.days)
    rows = queue.coming(session, desk.today, until, desk.settings.reviews_per_day)
    return _all_of(desk, session, _candidates(desk, rows))


def _catch_up(desk: Desk, session: Session, _: Plan) -> Queue:
    """Another share of what is overdue, whatever was done today already."""
    share = _backlog(desk, session).share or desk.settings.reviews_per_day
    found = _apart(_due(desk, session, share), notes.done_on(session, desk.today))
    due = sorted(found, key=lambda each: (each.retrievability, each.card))
    return _all_of(desk, session, due[:share])


def _concept(desk: Desk, session: Session, plan: Plan) -> Queue:
    """All that is due or new of one concept."""
    return _all_of(desk, session, _asked_for(desk, session, [plan.about]))


def _cram(desk: Desk, session: Session, plan: Plan) -> Queue:
    """Everything on the review list that a name stands for."""
    about = [*named(desk, plan.about), *notes.named(session, plan.about)]
    candidates = _candidates(desk, queue.of_concepts(session, about))
    if not candidates:
        raise UserError("review.nothing_to_cram", name=plan.about)
    return _all_of(desk, session, candidates)


_GATHERED: Mapping[str, Callable[[Desk, Session, Plan], Queue]] = {
    "daily": _daily,
    "ahead": _ahead,
    "catch_up": _catch_up,
    "concept": _concept,
    "cram": _cram,
}


def named(desk: Desk, name: str) -> list[str]:
    """The concepts of a topic, the concept of this name, or else all whose names hold it, in the order of learning."""
    wanted, library = name.strip().casefold(), desk.library
    for topic, titles in library.topics.items():
        if wanted in (topic.casefold(), titles.en.casefold(), titles.zh.casefold()):
            return [each.id for each in library.outlines_in_order if each.topic == topic]
    found = library.find(name.strip())
    if found is not None:
        return [found.id]
    if not wanted:
        return []
    return [each.id for each in library.outlines_in_order if any(wanted in one.casefold() for one in each.names)]


def _all_of(desk: Desk, session: Session, candidates: Sequence[Candidate]) -> Queue:
    """The same cards without any limits, well arranged."""
    many = len(candidates)
    cards = build(candidates, date.max, Limits(many, many, siblings=many), Course(desk.library.places))
    return Queue(*_counted(desk, cards, {each.card: each for each in candidates}))


def _steps(desk: Desk, session: Session) -> dict[int, int]:
    """The cards that were missed today and have a step left, with their step."""
    day = desk.today
    rows = [row for row in queue.missed(session, day) if _topic(desk, row) and is_asked_again(row.step, row.last, day)]
    return {row.id: row.step or 0 for row in rows}


# --- candidates ---------------------------------------------------------------------------------------------------


def _candidates(desk: Desk, rows: Iterable[Queued]) -> list[Candidate]:
    """The cards as the queue sees them, without those whose question the library has lost."""
    return [
        Candidate(row.id, row.concept, topic, row.question, row.due, chance_of(desk, row))
        for row in rows
        if (topic := _topic(desk, row)) is not None
    ]


def _topic(desk: Desk, row: Queued) -> str | None:
    if uid_of(row.concept):
        return TOPIC
    concept = desk.library.outlines.get(row.concept)
    return concept.topic if concept and row.question in concept.all_asked else None


def chance_of(desk: Desk, row: Queued) -> float:
    """How likely the card is answered right today; 0 for one that was never asked."""
    if row.stability is None or row.last is None:
        return 0.0
    return chance(row.stability, elapsed(row.last, desk.today), desk.weights)


def _due(desk: Desk, session: Session, count: int) -> list[Candidate]:
    """The `count` cards that are due and most at risk, or a few more, without those that the library has lost."""
    limit = max(count, 0)
    while True:
        rows = queue.due(session, desk.today, limit) if limit else []
        found = _candidates(desk, rows)
        if len(found) >= count or len(rows) < limit:
            return found
        limit *= 2


def _apart(candidates: Sequence[Candidate], done: Collection[str]) -> list[Candidate]:
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
    desk: Desk,
    session: Session,
    limits: Limits,
    course: Course,
    wanted: Sequence[Candidate],
    done: Collection[str],
) -> list[Candidate]:
    """New cards of the library and of notes, as many as the limits take: half of each where there are enough."""
    if limits.new <= 0:
        return []
    library = _new_of_library(desk, session, limits, course, wanted)
    own = _candidates(desk, notes.new_cards(session, desk.today, limits.new, done))
    if not own:
        return library
    fresh = chosen_new([each for each in (*wanted, *library) if each.is_new], limits, course)
    share = max(limits.new - len(fresh), (limits.new + 1) // 2)
    return [*fresh[: limits.new - min(share, len(own))], *own[:share]]


def _new_of_library(
    desk: Desk, session: Session, limits: Limits, course: Course, wanted: Sequence[Candidate]
) -> list[Candidate]:
    """New cards of concepts that wait for nothing, in the order of learning, as many as the limits take."""
    found: list[Candidate] = []
    concepts = sorted((each for each in queue.not_begun(session) if each in desk.library.concepts), key=course.place)
    for start in range(0, len(concepts), TOGETHER):
        some = concepts[start : start + TOGETHER]
        rows = queue.new_of(session, _ready(desk, session, some), desk.today)
        found += _candidates(desk, _open(desk, session, rows))
        if len(chosen_new([each for each in (*wanted, *found) if each.is_new], limits, course)) >= limits.new:
            break
    return found


def _ready(desk: Desk, session: Session, concepts: Sequence[str]) -> list[str]:
    """Those of the concepts that wait for none that they need."""
    library = desk.library
    needs = {
        each: [need for need in library.outlines[each].needs if need in library.outlines and _below(desk, need, each)]
        for each in concepts
    }
    known = _known(desk, queue.of_concepts(session, {need for each in needs.values() for need in each}))
    return [each for each in concepts if not waits(needs[each], known)]


def _open(desk: Desk, session: Session, rows: Sequence[Queued]) -> list[Queued]:
    """The cards without the new tasks that wait for their concept's first questions."""
    tasks = {row.id: row.concept for row in rows if row.due is None and _is_task(desk, row)}
    if not tasks:
        return list(rows)
    grouped: dict[str, list[Queued]] = {}
    for row in sorted(queue.of_concepts(session, set(tasks.values())), key=lambda each: each.id):
        grouped.setdefault(row.concept, []).append(row)
    easiest = {
        concept: [_chance_known(desk, row) for row in own if _topic(desk, row) and not _is_task(desk, row)]
        for concept, own in grouped.items()
    }
    return [row for row in rows if row.id not in tasks or not task_waits(easiest.get(row.concept, ()))]


def _is_task(desk: Desk, row: Queued) -> bool:
    concept = desk.library.outlines.get(row.concept)
    return concept is not None and row.question in concept.tasks


def _chance_known(desk: Desk, row: Queued) -> float:
    """How likely a card is answered right; a question that was missed and not answered right since is not known."""
    return chance_of(desk, row) if row.step is None else 0.0


def _below(desk: Desk, need: str, concept: str) -> bool:
    """Whether a need comes before; in a circle of concepts that need one another some do not."""
    return desk.library.depth(need) < desk.library.depth(concept)


def _known(desk: Desk, rows: Iterable[Queued]) -> dict[str, float]:
    """How well each concept with cards is known, by what was asked of it before today; 0 for one that was not asked.

    A question that was missed and not answered right since counts as not known.
    """
    chances: dict[str, list[float]] = {}
    for row in rows:
        if _topic(desk, row) is not None:
            own = chances.setdefault(row.concept, [])
            if row.last is not None and (row.last < desk.today or row.repetitions > 1):
                own.append(_chance_known(desk, row))
    return {concept: sum(own) / len(own) if own else 0.0 for concept, own in chances.items()}


# --- what the concepts have to do with one another ------------------------------------------------------------------


def _course(desk: Desk, session: Session) -> Course:
    """The order of learning; what was put off and is overdue; pairs to tell apart now, or to keep apart."""
    library, day = desk.library, desk.today
    put_off = [each for concepts, due, _ in queue.wanted(session, "later") if due and due < day for each in concepts]
    noted = [
        (concepts[0], concepts[1], study_day(created, desk.settings.day_starts))
        for concepts, _, created in queue.wanted(session, "confusion")
        if len(concepts) == 2
    ]
    return Course(
        order=library.places,
        first=frozenset(put_off),
        contrasts=[
            *((one, other) for one, other, since in noted if (day - since).days < CONTRAST_DAYS),
            *confusions(desk, session),
        ],
        confusable=[*((one, other) for one, other, _ in noted), *library.confused],
    )
