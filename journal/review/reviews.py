"""Rates an answer and updates the card and the review session.

All changes of an answer are stored in one transaction. Used by both the screen and the plain quiz.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from journal.core.days import minutes_ahead_of_utc
from journal.core.due_dates import due_text
from journal.core.messages import UserError, language, say
from journal.core.ratings import Rating, is_lapse
from journal.db import cards, database, reviews, totals, undo_log
from journal.db.tables import Review, UndoEntry
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import Memory
from journal.memory.states import step_after
from journal.opening.journal import Journal
from journal.review import rating as ratings
from journal.review.asking import AskedCard
from journal.review.attention import Noted
from journal.review.judging import Malformed, Verdict
from journal.review.leeches import is_announced
from journal.review.questions import MisconceptionShown, misconception_shown
from journal.review.rating import Confidence, Rated
from journal.review.schedule import next_states
from journal.review.session import ReviewSession
from journal.runner.values import packed_params, to_json
from journal.tasks.setting import TaskAsked

ANSWERED = "answered"
"""The step of an answer; another rating is part of it."""


@dataclass(frozen=True)
class ReviewOutcome:
    """The outcome of one answer. `memories` is the card's memory after each possible rating."""

    asked: AskedCard | TaskAsked
    review: Review
    right: bool
    typed: str
    truth: str
    ideas: tuple[MisconceptionShown, ...]
    rating: Rating
    reason: str
    memories: Mapping[Rating, Memory]
    dates: Mapping[Rating, str]
    leech_after: int
    message: tuple[str, ...] = ()
    """What the verdict on a task says, line by line."""
    reason_before: str = ""
    """Why the learner thought what they answered when they said so at this card, of one that is missed again."""

    @property
    def lapses(self) -> int:
        """The card's lapses, this answer included."""
        before = self.review.before
        missed = is_lapse(self.review.rating, before.get("repetitions", 0))
        return int(before.get("lapses", 0)) + missed if self.counted else 0

    @property
    def leech(self) -> bool:
        """Whether this answer is the lapse at which the card is to be called a leech."""
        return self.review.rating == Rating.AGAIN and is_announced(self.lapses, self.leech_after)

    @property
    def counted(self) -> bool:
        """Whether the answer is the first to its card today."""
        return self.review.counted

    @property
    def is_remembered(self) -> bool:
        """Whether the answer changed the memory of its card; practice does not."""
        return self.review.is_remembered

    @property
    def next_text(self) -> str:
        """When the question comes back."""
        return say("review.due", when=self.dates[self.rating]) if self.is_remembered else say("review.uncounted")


def answers_today(journal: Journal) -> int:
    """How many answers were given today, repeats included."""
    with journal.store.read() as session:
        day = totals.on_day(session, journal.today)
    return day.reviews if day else 0


def answer(
    journal: Journal,
    asked: AskedCard,
    typed: str,
    confidence: Confidence,
    seconds: float,
    noted: Noted | None = None,
) -> ReviewOutcome:
    """Judges and rates an answer of the right form and stores it, with what it does to the card, at once.

    `noted` is what is known of how it was given. The disk sync is not waited for; the next durable write includes it.

    Raises UserError when the card is gone, or the journal cannot be written.
    """
    value = asked.read(typed)
    assert not isinstance(value, Malformed), "a line of the wrong form is no attempt"
    verdict = asked.judge(value)

    def rated(session: database.Session) -> Rated:
        earlier = reviews.seconds_of_kind(session, asked.variant.kind)
        last_right = reviews.last_right(session, asked.card.id)
        return ratings.rate(verdict.right, confidence, seconds, earlier, last_right, worked=asked.is_worked)

    given = {**_given(asked, typed, verdict, confidence, seconds), **(noted or {})}
    outcome = record(journal, asked, given, rated)
    ideas = tuple(misconception_shown(asked, name) for name in verdict.misconceptions)
    return replace(outcome, typed=asked.shown(value), truth=asked.truth, ideas=ideas)


def self_rated(
    journal: Journal, asked: AskedCard, rating: Rating, seconds: float, noted: Noted | None = None
) -> ReviewOutcome:
    """Stores how well the learner says that they knew a card of their own, at once. Raises UserError as `answer`."""
    given = {**_given(asked, "", Verdict(rating > Rating.AGAIN), "", seconds), **(noted or {})}
    outcome = record(journal, asked, given, lambda _: Rated(rating, "review.own_rating"))
    return replace(outcome, truth=asked.truth)


def _given(
    asked: AskedCard, typed: str, verdict: Verdict, confidence: Confidence | Literal[""], seconds: float
) -> dict[str, Any]:
    """What a review stores of an answer, and of the question that it was given to."""
    return {
        "typed": typed,
        "verdict": "right" if verdict.right else "wrong",
        "wrong_ideas": list(verdict.misconceptions),
        "confidence": confidence,
        "seconds": round(seconds, 1),
        **_asked(asked),
    }


def record(
    journal: Journal, asked: AskedCard | TaskAsked, given: Mapping[str, Any], rated: Callable[[database.Session], Rated]
) -> ReviewOutcome:
    """Stores a review, whose own fields are `given`, with what it does to the card. Raises UserError without a card.

    `rated` gives the rating, and may look into the session for that.
    """
    with journal.store.write(lasting=False) as session:
        card = cards.by_id(session, asked.card.id)
        if card is None:
            raise UserError("review.no_card")
        step = _begin(journal, session, asked)
        worth = rated(session)
        memories = next_states(journal, session, card, is_sure_and_wrong=worth.tomorrow, repeats=asked.repeats)
        review = Review(
            at=journal.clock(),
            day=journal.today,
            suggested=worth.rating,
            torch=journal.torch_version,
            tz=minutes_ahead_of_utc(journal.clock()),
            **given,
            **_after(asked, memories, worth.rating),
        )
        step.subject = _subject_of(reviews.record(session, review))
    return ReviewOutcome(
        asked=asked,
        review=review,
        right=review.right,
        typed=review.typed,
        truth="",
        ideas=(),
        rating=worth.rating,
        reason=say(worth.reason),
        memories=memories,
        dates={rating: due_text(memory.due, journal.today) for rating, memory in memories.items()},
        leech_after=journal.settings.leech_after,
    )


def _asked(asked: AskedCard) -> dict[str, Any]:
    """What a review says of the question that it answered."""
    variant = asked.variant
    return {
        "card_id": asked.card.id,
        "seed": variant.seed,
        "params": packed_params(variant.params),
        "kind": variant.kind,
        "truth": to_json(variant.truth),
        "could": list(variant.diagnosable),
    }


def _after(asked: AskedCard | TaskAsked, memories: Mapping[Rating, Memory], rating: Rating) -> dict[str, Any]:
    """What a review stores of its card: its new memory, or the one it has when the answer is practice."""
    is_remembered = asked.counts or asked.repeats
    memory = memories[rating] if is_remembered else memory_of(asked.card) or memories[rating]
    return {
        "rating": rating,
        "counted": asked.counts,
        "repeat": asked.repeats,
        "stability": memory.stability,
        "difficulty": memory.difficulty,
        "due": memory.due,
        "offered": [memories[each].due.isoformat() for each in Rating] if is_remembered else [],
        "step": _step(asked, rating),
    }


def _step(asked: AskedCard | TaskAsked, rating: Rating) -> int | None:
    """The step of the card after an answer; practice leaves it as it is."""
    right = rating > Rating.AGAIN
    if asked.counts:
        return step_after(None, right)
    return step_after(asked.card.step, right) if asked.repeats else asked.card.step


def rate(journal: Journal, outcome: ReviewOutcome, digit: int) -> ReviewOutcome:
    """Overrides the rating of the last answer; the suggested rating is kept."""
    rating = Rating(digit)
    stored = outcome.review.model_dump(exclude={"id", "before"})
    review = Review(**{**stored, **_after(outcome.asked, outcome.memories, rating)})
    with journal.store.write(lasting=False) as session:
        undo_log.drop(session, _step_of(session, outcome))
        step = _begin(journal, session, outcome.asked)
        step.subject = _subject_of(reviews.record(session, review))
    return replace(outcome, review=review, rating=rating, reason=say("review.own_rating"))


def undo(journal: Journal, outcome: ReviewOutcome) -> None:
    """Undoes the last answer. Raises UserError when it is not the last of its card."""
    with journal.store.write() as session:
        undo_log.turn(session, _step_of(session, outcome))


def _begin(journal: Journal, session: database.Session, asked: AskedCard | TaskAsked) -> UndoEntry:
    title = asked.concept.title.to(language())
    return undo_log.begin(session, journal.clock(), ANSWERED, title=title, question=asked.prompt)


def _subject_of(review: Review) -> str:
    return f"review {review.id}"


def _step_of(session: database.Session, outcome: ReviewOutcome) -> UndoEntry:
    review = outcome.review
    step = undo_log.last_of(session, ANSWERED, _subject_of(review))
    last = max((each.id for each in reviews.of_card(session, review.card_id)), default=None)
    if step is None or last != review.id or undo_log.is_overtaken(session, step):
        raise UserError("review.not_the_last")
    return step


def onward(review_session: ReviewSession, outcome: ReviewOutcome) -> ReviewSession:
    """The session after an answer; a missed question comes back with new parameters."""
    rated = review_session.rated or outcome.rating
    return replace(review_session, queue=review_session.queue.answered(rated > Rating.AGAIN), practice=0, rated=None)


def again(review_session: ReviewSession, outcome: ReviewOutcome) -> ReviewSession:
    """The session with the last question repeated as uncounted practice, with new parameters."""
    return replace(review_session, practice=review_session.practice + 1, rated=review_session.rated or outcome.rating)
