"""A sitting of reviews: what is asked next, what an answer is worth, and what it does to the card.

Everything that an answer changes is stored in one transaction, at once. The screen and the plain quiz both go this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from journal.demos.concept import Params
from journal.demos.runs import RunFailed
from journal.demos.values import packed_params, to_json, unpacked_params
from journal.demos.variants import Variant
from journal.desk import Desk
from journal.desk.concepts import due_text
from journal.desk.memory import memory_of
from journal.desk.questions import Asked, Held, held
from journal.learning import progress as figures
from journal.learning import rating as ratings
from journal.learning.judging import Malformed
from journal.learning.rating import Confidence
from journal.learning.scheduling import Memory, Rating, preview, retrievability
from journal.learning.session import Candidate, Session, build
from journal.store import cards, database, progress, reviews, steps
from journal.store.tables import Card, Review, Step
from journal.words import UserError, language, say

MADE_AHEAD = 12
"""How many of today's questions are made before they are asked."""
ANSWERED = "answered"
"""The step of an answer; another rating is part of it."""
AVOIDED = 20
"""The last variants of a card whose numbers the next one does not repeat."""


@dataclass(frozen=True)
class Sitting:
    """A sitting as it stands. `practice` counts how often the present question was asked again without counting.

    `rated` is then what its first answer was worth: with that one the sitting goes on. Another `seed` draws other
    numbers for the same cards.
    """

    session: Session
    seconds: float
    has_cards: bool
    practice: int = 0
    rated: Rating | None = None
    seed: int = 0

    @property
    def card(self) -> int | None:
        """The card to ask now; None when nothing is left."""
        return self.session.current

    @property
    def minutes(self) -> int:
        """The minutes that are left, roughly."""
        return self.session.minutes_left(self.seconds)

    @property
    def counts(self) -> bool:
        """Whether the next answer changes the memory of its card: not for a repeat in the same sitting."""
        return not self.practice and not self.session.is_repeat


@dataclass(frozen=True)
class CardAsked(Asked):
    """A question of the review list."""

    card: Card
    counts: bool


@dataclass(frozen=True)
class Outcome:
    """What came of one answer. `memories` is what each rating would make of the card."""

    asked: CardAsked
    review: Review
    right: bool
    typed: str
    truth: str
    ideas: tuple[Held, ...]
    rating: Rating
    reason: str
    memories: Mapping[Rating, Memory]
    dates: Mapping[Rating, str]

    @property
    def counted(self) -> bool:
        """Whether the answer changed the memory of its card."""
        return self.review.counted

    @property
    def next_text(self) -> str:
        """When the question comes back."""
        return say("review.due", when=self.dates[self.rating]) if self.counted else say("review.uncounted")


def sit_down(desk: Desk) -> Sitting:
    """Plans the reviews of today: what is due, and the new questions that the day still has room for."""
    settings, day = desk.settings, desk.today
    with desk.store.read() as session:
        due, new = cards.due(session, day), cards.new(session)
        done_new, done_due = reviews.done_on(session, day)
        seconds = progress.seconds(session)
        has_cards = bool(cards.waiting(session, day).cards)
    candidates = [each for card in (*due, *new) if (each := _candidate(desk, card)) is not None]
    order = [concept.id for concept in desk.library.in_order]
    queue = build(candidates, day, settings.new_per_day - done_new, settings.reviews_per_day - done_due, order)
    return Sitting(Session(queue), figures.typical_seconds(seconds), has_cards)


def _candidate(desk: Desk, card: Card) -> Candidate | None:
    """A card as the queue sees it; None when the library has lost its question."""
    concept = desk.library.concepts.get(card.concept)
    if concept is None or concept.question(card.question) is None:
        return None
    assert card.id is not None
    memory = memory_of(card)
    share = retrievability(memory, desk.today, desk.weights) if memory else 0.0
    return Candidate(card.id, card.concept, concept.topic, card.question, card.due, share)


def answers_today(desk: Desk) -> int:
    """How many answers were given today, repeats included."""
    with desk.store.read() as session:
        return sum(each.reviews for each in progress.days(session) if each.day == desk.today)


def ask(desk: Desk, sitting: Sitting) -> CardAsked:
    """The question to ask now, with its numbers drawn: waits for the worker. Raises UserError when it cannot run."""
    assert sitting.card is not None
    following = _next_of(desk, sitting.card, sitting.seed + sitting.practice)
    card = following.card
    concept = desk.library.concepts[card.concept]
    question = concept.question(card.question)
    assert question is not None
    try:
        variant = _variant(desk, following).result()
    except RunFailed as error:
        if error.limit == "not_trusted":
            raise
        raise UserError("review.left_out", title=concept.title.to(language()), why=error) from error
    return CardAsked(concept, question, variant, card, sitting.counts)


def prepare(desk: Desk) -> None:
    """Has the worker make the variants of today's first questions, so that nobody waits for one."""
    _make_ahead(desk, sit_down(desk).session.waiting[:MADE_AHEAD], seed=0)


def fetch_ahead(desk: Desk, sitting: Sitting) -> None:
    """Has the worker make the variants of the cards that come after this one."""
    _make_ahead(desk, sitting.session.waiting[1:3], sitting.seed)


def _make_ahead(desk: Desk, waiting: Sequence[int], seed: int) -> None:
    for card_id in waiting:
        with suppress(UserError):  # it is said when the card is asked
            _variant(desk, _next_of(desk, card_id, seed), ahead=True)


@dataclass(frozen=True)
class _Next:
    """What decides the next variant of a card: its seed, the numbers to avoid, the wrong ideas to tell apart."""

    card: Card
    seed: int
    avoid: tuple[Params, ...]
    apart: tuple[str, ...]


def _next_of(desk: Desk, card_id: int, seed: int) -> _Next:
    with desk.store.read() as session:
        card = cards.by_id(session, card_id)
        if card is None:
            raise UserError("review.no_card")
        past = reviews.of_card(session, card_id)
    avoid = tuple(unpacked_params(each.params) for each in past[: -AVOIDED - 1 : -1])
    undecided = past[-1].wrong_ideas if past and len(past[-1].wrong_ideas) > 1 else ()
    return _Next(card, 1000 * card_id + len(past) + seed, avoid, tuple(undecided))


def _variant(desk: Desk, following: _Next, *, ahead: bool = False) -> Future[Variant]:
    """The variant of a card, made once and kept until it is asked."""
    card = following.card
    key = (card.concept, card.question, following.seed)
    if key not in desk.ahead:
        path = desk.library.concepts[card.concept].path
        desk.ahead[key] = desk.runner.variant(
            path,
            card.concept,
            card.question,
            following.seed,
            following.avoid,
            apart=following.apart,
            ahead=ahead,
        )
    return desk.ahead[key] if ahead else desk.ahead.pop(key)


def answer(desk: Desk, asked: CardAsked, typed: str, confidence: Confidence, seconds: float) -> Outcome:
    """Judges and rates an answer of the right form and stores it, with what it does to the card, at once.

    It does not wait for the disk: nobody would want to between two questions, and a text that is saved takes it along.

    Raises UserError when the card is gone, or the journal cannot be written.
    """
    value = asked.read(typed)
    assert not isinstance(value, Malformed), "a line of the wrong form is no attempt"
    verdict = asked.judge(value)
    variant, day = asked.variant, desk.today
    with desk.store.write(lasting=False) as session:
        card = cards.by_id(session, asked.card.id)
        if card is None:
            raise UserError("review.no_card")
        step = _begin(desk, session, asked)
        last = reviews.last_of_card(session, card.id)
        earlier = reviews.seconds_of_kind(session, variant.kind)
        rated = ratings.rate(verdict.right, confidence, seconds, earlier, last.right if last else None)
        memories = preview(
            memory_of(card),
            day,
            retention=desk.settings.retention,
            card=card.id,
            repetition=card.repetitions,
            weights=desk.weights,
            again_tomorrow=rated.tomorrow,
        )
        review = Review(
            card_id=card.id,
            at=desk.clock(),
            day=day,
            seed=variant.seed,
            params=packed_params(variant.params),
            kind=variant.kind,
            truth=to_json(variant.truth),
            typed=typed,
            verdict="right" if verdict.right else "wrong",
            wrong_ideas=list(verdict.wrong_ideas),
            confidence=confidence,
            seconds=round(seconds, 1),
            suggested=rated.rating,
            torch=desk.torch_version,
            **_after(asked, memories, rated.rating),
        )
        step.subject = _subject_of(reviews.record(session, review))
    return Outcome(
        asked=asked,
        review=review,
        right=verdict.right,
        typed=asked.shown(value),
        truth=asked.truth,
        ideas=tuple(held(asked, name) for name in verdict.wrong_ideas),
        rating=rated.rating,
        reason=say(rated.reason),
        memories=memories,
        dates={rating: due_text(memory.due, day) for rating, memory in memories.items()},
    )


def _after(asked: CardAsked, memories: Mapping[Rating, Memory], rating: Rating) -> dict[str, Any]:
    """What a review stores of its card: its new memory, or the one it has when the answer is not counted."""
    memory = memories[rating] if asked.counts else memory_of(asked.card) or memories[rating]
    return {
        "rating": rating,
        "counted": asked.counts,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": memory.due,
    }


def rate(desk: Desk, outcome: Outcome, digit: int) -> Outcome:
    """Overrules the rating of the last answer; what was suggested stays on record."""
    rating = Rating(digit)
    stored = outcome.review.model_dump(exclude={"id", "before"})
    review = Review(**{**stored, **_after(outcome.asked, outcome.memories, rating)})
    with desk.store.write(lasting=False) as session:
        steps.drop(session, _step_of(session, outcome))
        step = _begin(desk, session, outcome.asked)
        step.subject = _subject_of(reviews.record(session, review))
    return replace(outcome, review=review, rating=rating, reason=say("review.own_rating"))


def undo(desk: Desk, outcome: Outcome) -> None:
    """Takes the last answer back, as if it had not been given. Raises UserError when it is not the last of its card."""
    with desk.store.write() as session:
        steps.turn(session, _step_of(session, outcome))


def _begin(desk: Desk, session: database.Session, asked: CardAsked) -> Step:
    title = asked.concept.title.to(language())
    return steps.begin(session, desk.clock(), ANSWERED, title=title, question=asked.question.prompt.to(language()))


def _subject_of(review: Review) -> str:
    return f"review {review.id}"


def _step_of(session: database.Session, outcome: Outcome) -> Step:
    review = outcome.review
    step = steps.last_of(session, ANSWERED, _subject_of(review))
    last = reviews.of_card(session, review.card_id)[-1:]
    if step is None or [each.id for each in last] != [review.id] or steps.is_overtaken(session, step):
        raise UserError("review.not_the_last")
    return step


def onward(sitting: Sitting, outcome: Outcome) -> Sitting:
    """The sitting after an answer: a missed question comes back in it, with other numbers."""
    rated = sitting.rated or outcome.rating
    return replace(sitting, session=sitting.session.answered(rated > Rating.AGAIN), practice=0, rated=None)


def again(sitting: Sitting, outcome: Outcome) -> Sitting:
    """The sitting with the question just answered asked once more, with other numbers and without counting."""
    return replace(sitting, practice=sitting.practice + 1, rated=sitting.rated or outcome.rating)


def later(sitting: Sitting) -> Sitting:
    """The sitting with the present card at its end."""
    return replace(sitting, session=sitting.session.postponed(), practice=0)


def skip(sitting: Sitting) -> Sitting:
    """The sitting without the present card: it waits for the next one."""
    return replace(sitting, session=sitting.session.skipped(), practice=0)
