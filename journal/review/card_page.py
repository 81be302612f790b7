"""The page of one card: history, memory, and the reason for its due date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from journal.core.days import shifted
from journal.core.due_dates import due_text
from journal.core.messages import UserError, say
from journal.core.ratings import Rating
from journal.db import cards, reviews
from journal.db.tables import Card, Note, Review
from journal.library.concept import Concept, Question, Task
from journal.memory.forgetting import Why, curve, why
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import Memory
from journal.opening.journal import Journal
from journal.review.asking import note_asked
from journal.review.cards import CardRow, known_of, row_of
from journal.review.judging import Malformed
from journal.review.notes import sides_of
from journal.review.questions import AskedQuestion, MisconceptionShown, held_in_task, misconception_shown
from journal.review.schedule import retention_for
from journal.runner.tasks.assignment import FORMS
from journal.runner.values import Kind, from_json, unpacked_params
from journal.runner.variants import Variant


@dataclass(frozen=True)
class PastReview:
    """One answer to the card.

    `memory` is the state after it, None where it was practice; `counted` says whether it was the first of its day.
    `dates` are the due dates that were previewed for the four ratings; empty for answers from before these were kept.
    """

    asked: AskedQuestion | None
    """The variant that was asked; None for a task."""
    numbers: str
    """The numbers that were drawn; for a task its form and what it took."""
    day: date
    typed: str
    truth: str
    right: bool
    ideas: tuple[MisconceptionShown, ...]
    rating: Rating
    confidence: str
    memory: Memory | None
    dates: Mapping[Rating, date]
    counted: bool


@dataclass(frozen=True)
class CardPage:
    """Everything the page of a card shows; history in chronological order."""

    row: CardRow
    day: date
    concept: Concept
    asked: Question | Task
    memory: Memory | None
    history: tuple[PastReview, ...]
    why: Why | None
    curve: tuple[tuple[date, float], ...]
    siblings: tuple[int, ...]
    note: Note | None = None

    @property
    def errors(self) -> tuple[PastReview, ...]:
        """The wrong answers, the last one first."""
        return tuple(each for each in reversed(self.history) if not each.right)

    @property
    def last(self) -> PastReview | None:
        """The last answer that changed the memory."""
        return next((each for each in reversed(self.history) if each.memory), None)


def card_page(journal: Journal, card_id: int) -> CardPage:
    """The page of a card. Raises UserError when the card, or its question in the library, is gone."""
    with journal.store.read() as session:
        card = cards.by_id(session, card_id)
        past = reviews.of_card(session, card_id)
        own = cards.of_concept(session, card.concept) if card else ()
    known = known_of(journal, card) if card else None
    if card is None or known is None or not known.has(card):
        raise UserError("review.no_card")
    concept = known.concept(card)
    question = concept.asked(card.question)
    if question is None:
        raise UserError("review.no_card")
    note = known.notes.get(card.concept)
    history = tuple(_past(_told(concept, question, each, note, card), each) for each in past)
    return CardPage(
        row=row_of(journal, card, known),
        day=journal.today,
        concept=concept,
        asked=question,
        memory=memory_of(card),
        history=history,
        why=_why(journal, card, history),
        curve=_curve(journal, history),
        siblings=tuple(each.id for each in own if concept.asked(each.question)),
        note=note,
    )


def _told(
    concept: Concept, question: Question | Task, review: Review, note: Note | None, card: Card
) -> Mapping[str, Any]:
    """The details of one review, besides what every review has."""
    if isinstance(question, Task):
        return _solved(question, review)
    return _answered(_asked_then(concept, question, review, note, card), review)


def _asked_then(concept: Concept, question: Question, review: Review, note: Note | None, card: Card) -> AskedQuestion:
    """What an answer was given to; of a note what it asks now."""
    if note is not None:
        side = next(each for each in sides_of(note) if each.name == question.name)
        return note_asked(note, side, card, counts=review.counted)
    params, truth = unpacked_params(review.params), from_json(review.truth)
    kind = cast(Kind, review.kind)
    return AskedQuestion(
        concept, question, Variant(concept.id, question.name, review.seed, params, kind, truth, 0.0, {})
    )


def _past(message: Mapping[str, Any], review: Review) -> PastReview:
    return PastReview(
        **message,
        day=review.day,
        right=review.right,
        rating=Rating(review.rating),
        confidence=review.confidence,
        memory=Memory(review.stability, review.difficulty, review.due, review.day) if review.is_remembered else None,
        dates={rating: date.fromisoformat(day) for rating, day in zip(Rating, review.offered, strict=False)},
        counted=review.counted,
    )


def _solved(task: Task, review: Review) -> dict[str, Any]:
    """The details of a finished task."""
    done = review.params
    form, tries, hints = done.get("form"), int(done.get("tries", 0)), int(done.get("hints", 0))
    parts = [say(f"task.form_{form}")] if form in FORMS else []
    parts += [say("task.tries", n=tries), *([say("task.hints", n=hints)] if hints else [])]
    return {
        "asked": None,
        "numbers": " · ".join(parts),
        "typed": say("task.over_right" if review.right else "task.over_given_up"),
        "truth": "",
        "ideas": tuple(held_in_task(task, name) for name in review.wrong_ideas),
    }


def _answered(asked: AskedQuestion, review: Review) -> dict[str, Any]:
    """The details of an answer to a question."""
    value = asked.read(review.typed)
    return {
        "asked": asked,
        "numbers": ", ".join(f"{name} = {value!r}" for name, value in asked.variant.params.items()),
        "typed": review.typed if isinstance(value, Malformed) else asked.shown(value),
        "truth": asked.truth,
        "ideas": tuple(misconception_shown(asked, name) for name in review.wrong_ideas),
    }


def _why(journal: Journal, card: Card, history: Sequence[PastReview]) -> Why | None:
    memory = memory_of(card)
    counted = [each for each in history if each.counted]
    if memory is None or not counted:
        return None
    last, before = counted[-1], counted[-2:-1]
    return why(
        memory,
        retention_for(journal, card),
        journal.weights,
        missed=last.rating == Rating.AGAIN,
        sure=_is_sure_and_wrong(last),
        follows_sure_miss=any(map(_is_sure_and_wrong, before)),
    )


def _is_sure_and_wrong(past: PastReview) -> bool:
    return not past.right and past.confidence == "sure"


def _curve(journal: Journal, history: Sequence[PastReview]) -> tuple[tuple[date, float], ...]:
    """The forgetting curve from the first review to a while after the next one."""
    memories = [each.memory for each in history if each.memory]
    if not memories:
        return ()
    last = memories[-1]
    until = shifted(max(journal.today, last.due), max(1, last.interval // 4))
    return tuple(curve(memories, until, journal.weights, journal.today))


def why_text(page: CardPage) -> str:
    """One sentence: why the card is due when it is, or why it is not."""
    row, found = page.row, page.why
    if row.state == "suspended":
        return say("cards.why_suspended")
    if row.state == "buried" and row.buried_until is not None:
        return say("cards.why_buried", when=due_text(row.buried_until, page.day))
    if found is None or page.memory is None:
        return say("cards.why_new")
    percent, chance = round(100 * found.retention), f"{100 * found.retrievability:.0f}"
    if found.reason != "moved":
        return say(
            f"cards.why_{found.reason}",
            n=found.interval,
            crossing=found.crossing,
            chance=chance,
            percent=percent,
        )
    last, due = (f"{day:%m.%d}" for day in (page.memory.last, page.memory.due))
    moved = say(f"cards.moved_{_way(found.moved)}", n=abs(found.moved), day=due, chance=chance) if found.moved else ""
    return say("cards.why_moved", n=found.crossing, day=last, percent=percent, moved=moved)


def _way(moved: int) -> str:
    return "later" if moved > 0 else "earlier"


def others_text(page: CardPage) -> str:
    """What the other three ratings would have done at the last counted review; empty where not stored."""
    last = page.last
    if last is None or not last.dates:
        return ""
    others = [
        say("cards.other", rating=say(f"rating.{rating.name.lower()}"), n=(day - last.day).days, day=f"{day:%m.%d}")
        for rating, day in last.dates.items()
        if rating != last.rating
    ]
    return say("cards.others", others=" · ".join(others))
