"""A sitting of reviews: what is asked next, what an answer is worth, and what it does to the card.

Everything that an answer changes is stored in one transaction, at once. The screen and the plain quiz both go this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from journal.demos.concept import Params
from journal.demos.runs import RunFailed
from journal.demos.values import packed_params, to_json, unpacked_params
from journal.demos.variants import Variant
from journal.desk import Desk
from journal.desk.beliefs import still_held
from journal.desk.concepts import due_text
from journal.desk.memory import memory_of
from journal.desk.questions import Asked, Held, held
from journal.desk.queue import queue_of
from journal.desk.schedule import outlook
from journal.learning import progress as figures
from journal.learning import rating as ratings
from journal.learning.judging import Malformed
from journal.learning.leeches import is_told
from journal.learning.plans import DAILY, Backlog, Plan
from journal.learning.rating import Confidence
from journal.learning.scheduling import Memory, Rating
from journal.learning.session import Session, begin
from journal.learning.states import step_after
from journal.store import cards, database, progress, queue, reviews, steps
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
    numbers for the same cards. `new` and `overdue` are how many of its cards were so at its beginning, `backlog` is
    what was due and overdue in all.
    """

    session: Session
    seconds: float
    has_cards: bool
    practice: int = 0
    rated: Rating | None = None
    seed: int = 0
    plan: Plan = DAILY
    new: int = 0
    overdue: int = 0
    backlog: Backlog | None = None

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
        """Whether the next answer changes the memory of its card: not for a repeat on the day of a miss."""
        return not self.practice and not self.session.is_repeat and self.plan.counts

    @property
    def repeats(self) -> bool:
        """Whether the next answer says how far a card is that was missed today."""
        return not self.practice and self.session.is_repeat and self.plan.counts


@dataclass(frozen=True)
class CardAsked(Asked):
    """A question of the review list: whether its answer changes the memory of its card, or only repeats it."""

    card: Card
    counts: bool
    repeats: bool = False


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
    leech_after: int

    @property
    def lapses(self) -> int:
        """How often the card was missed after it had been learned, this answer included."""
        before = self.review.before
        missed = self.review.rating == Rating.AGAIN and before.get("repetitions", 0) > 0
        return int(before.get("lapses", 0)) + missed if self.counted else 0

    @property
    def leech(self) -> bool:
        """Whether this answer is the lapse at which the card is to be called a leech."""
        return self.review.rating == Rating.AGAIN and is_told(self.lapses, self.leech_after)

    @property
    def counted(self) -> bool:
        """Whether the answer changed the memory of its card."""
        return self.review.counted

    @property
    def next_text(self) -> str:
        """When the question comes back."""
        return say("review.due", when=self.dates[self.rating]) if self.counted else say("review.uncounted")


def sit_down(desk: Desk, plan: Plan = DAILY) -> Sitting:
    """Plans a sitting: by default what is due today, and the new questions that the day still has room for.

    Raises UserError when there is nothing to cram under the plan's name.
    """
    with desk.store.read() as session:
        found = queue_of(desk, session, plan)
        seconds = figures.typical_seconds(progress.seconds(session))
        has_cards = cards.count(session) > 0
    return Sitting(
        begin(found.cards, found.steps),
        seconds,
        has_cards,
        plan=plan,
        new=found.new,
        overdue=found.overdue,
        backlog=found.backlog,
    )


@dataclass(frozen=True)
class Offers:
    """What can be asked when the day is done: the cards that come due next, `when`, and those that are due still."""

    next_due: date | None
    when: str
    left: int

    def ahead(self, today: date) -> Plan | None:
        """The sitting that asks what comes due next."""
        return Plan("ahead", days=(self.next_due - today).days) if self.next_due else None


def offers(desk: Desk) -> Offers:
    """What can be asked besides today's reviews."""
    with desk.store.read() as session:
        next_due, due = queue.next_due(session, desk.today), queue.due_on(session, desk.today)
    return Offers(next_due, due_text(next_due, desk.today) if next_due else "", sum(due))


def answers_today(desk: Desk) -> int:
    """How many answers were given today, repeats included."""
    with desk.store.read() as session:
        day = progress.on_day(session, desk.today)
    return day.reviews if day else 0


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
    return CardAsked(concept, question, variant, card, sitting.counts, sitting.repeats)


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
    return _Next(card, 1000 * card_id + len(past) + seed, avoid, still_held(card, past))


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
        last_right = reviews.last_right(session, card.id)
        earlier = reviews.seconds_of_kind(session, variant.kind)
        rated = ratings.rate(verdict.right, confidence, seconds, earlier, last_right)
        memories = outlook(desk, session, card, again_tomorrow=rated.tomorrow)
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
            could=list(variant.showing),
            offered=[memories[each].due.isoformat() for each in Rating] if asked.counts else [],
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
        leech_after=desk.settings.leech_after,
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
        "step": _step(asked, rating),
    }


def _step(asked: CardAsked, rating: Rating) -> int | None:
    """The step of the card after an answer; practice leaves it as it is."""
    right = rating > Rating.AGAIN
    if asked.counts:
        return step_after(None, right)
    return step_after(asked.card.step, right) if asked.repeats else asked.card.step


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


def leave_out(sitting: Sitting, card: int) -> Sitting:
    """The sitting without a card, however often it was still to come: it was buried or suspended."""
    session = sitting.session
    waiting = tuple(each for each in session.waiting if each != card)
    return replace(sitting, session=replace(session, waiting=waiting), practice=0, rated=None)
