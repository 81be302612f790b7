"""The cards that a session may ask, read from the store: what is due and most at risk, and what may begin."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from journal.core.days import elapsed
from journal.db.plain import Reading
from journal.db.rows import Due, QueuedCard
from journal.memory.scheduling import retrievability_after
from journal.notes.kinds import TOPIC, uid_of
from journal.opening.journal import Journal
from journal.review.choosing import Candidate, Curriculum, DayLimits, chosen_new, parted, shared_out, task_waits
from journal.review.ease import ease
from journal.review.queries import note_queue, queue
from journal.review.workload import Form

TOGETHER = 100
"""New concepts that are looked at in one go."""


def candidates_of(journal: Journal, rows: Iterable[QueuedCard]) -> list[Candidate]:
    """The cards as the queue sees them, without those whose question the library has lost."""
    return [
        Candidate(
            row.id, row.concept, topic, row.question, row.due, retrievability_of(journal, row), form_of(journal, row)
        )
        for row in rows
        if (topic := topic_of(journal, row.concept, row.question)) is not None
    ]


def topic_of(journal: Journal, concept_id: str, question: str) -> str | None:
    """The topic of a card; None where the library has lost its question."""
    if uid_of(concept_id):
        return TOPIC
    concept = journal.library.outlines.get(concept_id)
    return concept.topic if concept and question in concept.all_asked else None


def retrievability_of(journal: Journal, row: QueuedCard) -> float:
    """The card's retrievability today; 0 for a new card."""
    if row.stability is None or row.last is None:
        return 0.0
    return retrievability_after(row.stability, elapsed(row.last, journal.today), journal.weights)


def due_now(journal: Journal, session: Reading) -> Due:
    """How many cards are due today, and how many before; none that the library has lost."""
    due = [
        row.due
        for row in queue.due_on(session, journal.today)
        if topic_of(journal, row.concept, row.question) is not None
    ]
    return Due(due.count(journal.today), len(due) - due.count(journal.today))


def due_cards(journal: Journal, session: Reading, count: int) -> list[Candidate]:
    """The `count` cards that are due and most at risk, or a few more, without those that the library has lost."""
    limit = max(count, 0)
    while True:
        rows = queue.due(session, journal.today, limit) if limit else []
        found = candidates_of(journal, rows)
        if len(found) >= count or len(rows) < limit:
            return found
        limit *= 2


def new_cards(
    journal: Journal,
    session: Reading,
    limits: DayLimits,
    curriculum: Curriculum,
    wanted: Sequence[Candidate],
    done: Collection[str],
) -> list[Candidate]:
    """New cards of the library and of notes, as many as the limits take: half of each where there are enough."""
    if limits.new <= 0:
        return []
    library = _new_of_library(journal, session, limits, curriculum, wanted)
    own = candidates_of(journal, note_queue.new_cards(session, journal.today, limits.new, done))
    return shared_out(library, own, wanted, limits, curriculum)


def _new_of_library(
    journal: Journal, session: Reading, limits: DayLimits, curriculum: Curriculum, wanted: Sequence[Candidate]
) -> list[Candidate]:
    """New cards of concepts that wait for nothing, in the order of learning, as many as the limits take.

    What the limits have room for beyond those begins without what it needs, if no log named that: a day is not left
    empty for it.
    """
    found: list[Candidate] = []
    begun: list[Candidate] = []
    concepts = sorted(
        (each for each in queue.not_begun(session) if each in journal.library.outlines), key=curriculum.position
    )
    held: list[str] = []
    for start in range(0, len(concepts), TOGETHER):
        ready, offered = _ready(journal, session, concepts[start : start + TOGETHER])
        found += _new_of(journal, session, ready)
        held += offered
        begun = chosen_new([each for each in (*wanted, *found) if each.is_new], limits, curriculum)
        if len(begun) >= limits.new:
            break
    room = replace(limits, new=limits.new - len(begun))
    return [*found, *(chosen_new(_new_of(journal, session, held), room, curriculum) if room.new > 0 else ())]


def _new_of(journal: Journal, session: Reading, concepts: Sequence[str]) -> list[Candidate]:
    rows = queue.new_of(session, concepts, journal.today)
    return candidates_of(journal, without_waiting_tasks(journal, session, rows))


def _ready(journal: Journal, session: Reading, concepts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Those of the concepts that wait for none that they need; and those that wait for what is not on the list alone.

    That is offered on Today. The latter begin only where a day has room beside the former.
    """
    needs = {each: needs_of(journal, each) for each in concepts}
    support = support_of(journal, queue.of_concepts(session, {need for each in needs.values() for need in each}))
    return parted(concepts, needs, support)


def needs_of(journal: Journal, concept: str) -> list[str]:
    """What a concept waits for: the concepts that it needs and that come before it."""
    outlines = journal.library.outlines
    return [need for need in outlines[concept].needs if need in outlines and _below(journal, need, concept)]


def without_waiting_tasks(journal: Journal, session: Reading, rows: Sequence[QueuedCard]) -> list[QueuedCard]:
    """The cards without the new tasks that wait for their concept's first questions."""
    tasks = {row.id: row.concept for row in rows if row.due is None and _is_task(journal, row)}
    if not tasks:
        return list(rows)
    grouped: dict[str, list[QueuedCard]] = {}
    rank = ease_in(journal)
    for row in sorted(
        queue.of_concepts(session, set(tasks.values())), key=lambda each: (rank(each.concept, each.question), each.id)
    ):
        grouped.setdefault(row.concept, []).append(row)
    easiest = {
        concept: [
            _chance_known(journal, row)
            for row in own
            if topic_of(journal, row.concept, row.question) and not _is_task(journal, row)
        ]
        for concept, own in grouped.items()
    }
    return [row for row in rows if row.id not in tasks or not task_waits(easiest.get(row.concept, ()))]


def ease_in(journal: Journal) -> Callable[[str, str], tuple[int, int]]:
    """How easy each question of each concept is; a concept is decoded when it is first asked about."""
    concepts = journal.library.concepts

    @cache
    def rank(concept: str, question: str) -> tuple[int, int]:
        found = concepts.get(concept)
        return ease(found, question) if found else (0, 0)

    return rank


def form_of(journal: Journal, row: QueuedCard) -> Form:
    """What an answer to a card takes: that to a question, a task or a note."""
    return "note" if uid_of(row.concept) else "task" if _is_task(journal, row) else "question"


def _is_task(journal: Journal, row: QueuedCard) -> bool:
    concept = journal.library.outlines.get(row.concept)
    return concept is not None and row.question in concept.tasks


def _chance_known(journal: Journal, row: QueuedCard) -> float:
    """How likely a card is answered right; a question that was missed and not answered right since is not known."""
    return retrievability_of(journal, row) if row.step is None else 0.0


def _below(journal: Journal, need: str, concept: str) -> bool:
    """Whether a prerequisite comes earlier in the order; within a cycle some do not."""
    return journal.library.depth(need) < journal.library.depth(concept)


def support_of(journal: Journal, rows: Iterable[QueuedCard]) -> dict[str, float]:
    """The support of each concept with cards: the mean retrievability of what was asked of it before today.

    What was not asked yet does not count, else a concept of many questions would hold back others for weeks; one of
    which nothing was asked supports nothing. A question that was missed and not answered right since counts as 0.
    """
    chances: dict[str, list[float]] = {}
    for row in rows:
        if topic_of(journal, row.concept, row.question) is not None:
            own = chances.setdefault(row.concept, [])
            if row.last is not None and (row.last < journal.today or row.repetitions > 1):
                own.append(_chance_known(journal, row))
    return {concept: sum(own) / len(own) if own else 0.0 for concept, own in chances.items()}
