"""The days to come, lived through by learners who are made up: each day asks what the review queue would ask.

Limits, backlog, easy days, waiting needs, retentions of topics and repeats of what is missed are those of the queue:
its own functions choose the cards here. What is recalled is drawn by FSRS's forgetting curve.

It runs in a separate process: `python -m journal.review.simulation` reads a list of `SimulationInput` as JSON and
prints what `simulated` returns of each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from heapq import nlargest
from random import Random
from typing import NamedTuple, TypedDict

from journal.core import lifeline
from journal.core.days import shifted
from journal.db.rows import NOTHING_DONE, DoneToday
from journal.memory.load import Load, day_of, fuzz_range
from journal.memory.scheduling import Weights, retrievability_after, reviewed_once
from journal.memory.states import STEPS
from journal.review.choosing import (
    Candidate,
    Curriculum,
    DayLimits,
    chosen_due,
    chosen_new,
    kept_apart,
    parted,
    shared_out,
    task_waits,
)
from journal.review.fitting import Room, limits_of, within
from journal.review.plans import USUAL_DAYS, Backlog, share_of_backlog
from journal.review.workload import Form, Pace


class SimulatedCard(NamedTuple):
    """A card that is neither suspended nor lost. `day` is when it is due, None while it is new; `since` the days since
    its last review. `until` is the day that it is buried until, as a number of days from today, 0 if it is not.

    `step` is that of a card missed and not answered right since. `rank` says how easy it is within its concept.
    """

    card: int
    concept: str
    topic: str
    question: str
    form: Form
    rank: tuple[int, int]
    retention: float
    due: int | None
    since: int
    stability: float
    difficulty: float
    until: int
    step: int | None


class SimulationInput(TypedDict):
    """A journal as it stands `today` (ISO) and the learner's habits; what is simulated is the next `days` days.

    `first_right` is the share of first answers that are right, `ratings` are those of Hard, Good and Easy among right
    answers, `counted` the reviews on each of the last days of study. `done_new`, `done`, `done_overdue` and `spent`
    (seconds) are what today has had already.
    """

    today: str
    days: int
    learners: int
    cards: list[SimulatedCard]
    needs: dict[str, list[str]]
    order: dict[str, int]
    first: list[str]
    contrasts: list[tuple[str, str]]
    confusable: list[tuple[str, str]]
    new_per_day: int
    reviews_per_day: int
    minutes_per_day: int
    shares: list[float]
    weights: list[float]
    counted: list[int]
    done_new: dict[str, int]
    done: int
    done_overdue: int
    done_notes: list[str]
    spent: float
    seconds: dict[Form, float]
    missed_new: float
    missed_again: float
    first_right: float
    ratings: list[float]


class SimulatedDays(TypedDict):
    """Of each learner (rows) the cards asked and the minutes on each day (columns); how many of the questions begun
    would be right at the end (`known`), and the share of recalls that was right.
    """

    reviews: list[list[int]]
    minutes: list[list[float]]
    known: list[float]
    recalled: float


def simulated(plan: SimulationInput) -> SimulatedDays:
    """Lets the learners live through the days."""
    learners = [Learner(plan, Random(number)) for number in range(plan["learners"])]
    days = [[each.study() for _ in range(plan["days"])] for each in learners]
    recalls = sum(each.recalls for each in learners)
    return {
        "reviews": [[each.reviews for each in own] for own in days],
        "minutes": [[round(each.seconds / 60, 2) for each in own] for own in days],
        "known": [round(each.known(), 2) for each in learners],
        "recalled": sum(each.recalled for each in learners) / recalls if recalls else 0.0,
    }


@dataclass(frozen=True)
class DayStudied:
    """How many cards a day asked, and the seconds that all answers took."""

    reviews: int
    seconds: float


@dataclass
class SimulatedMemory:
    """What a learner holds of a card: `last` and `due` are None while it is new."""

    of: SimulatedCard
    due: date | None
    last: date | None
    stability: float
    difficulty: float
    step: int | None


@dataclass
class Learner:
    """One learner, and the day that is studied next."""

    plan: SimulationInput
    luck: Random
    recalls: int = 0
    recalled: int = 0
    day: date = field(init=False)
    curriculum: Curriculum = field(init=False)

    def __post_init__(self) -> None:
        plan = self.plan
        self.day = self.today = date.fromisoformat(plan["today"])
        self.weights: Weights = tuple(plan["weights"])
        self.pace = Pace(plan["seconds"], plan["missed_new"], plan["missed_again"])
        self.counted = list(plan["counted"])
        self.cards = {each.card: self._held(each) for each in (SimulatedCard(*row) for row in plan["cards"])}
        ranks = {(each.of.concept, each.of.question): each.of.rank for each in self.cards.values()}
        self.curriculum = Curriculum(
            plan["order"],
            frozenset(plan["first"]),
            [(one, other) for one, other in plan["contrasts"]],
            [(one, other) for one, other in plan["confusable"]],
            lambda concept, question: ranks[concept, question],
        )
        self.coming: defaultdict[date, set[int]] = defaultdict(set)
        self.waiting: set[int] = set()
        self.of_concept: defaultdict[str, list[SimulatedMemory]] = defaultdict(list)
        for each in self.cards.values():
            self.of_concept[each.of.concept].append(each)
            if each.due is not None:
                self.coming[max(each.due, shifted(self.today, each.of.until))].add(each.of.card)
        self.not_begun = {each.of.concept for each in self.cards.values() if each.due is None}

    def _held(self, card: SimulatedCard) -> SimulatedMemory:
        due = None if card.due is None else shifted(self.today, card.due)
        last = None if card.due is None else shifted(self.today, -card.since)
        return SimulatedMemory(card, due, last, card.stability, card.difficulty, card.step)

    def study(self) -> DayStudied:
        """Answers what the day asks, and goes on to the next."""
        asked = self.asks()
        seconds = sum(self._answer(self.cards[card]) for card in asked)
        self.counted = [*self.counted, len(asked)][-USUAL_DAYS:]
        self.day = shifted(self.day, 1)
        return DayStudied(len(asked), seconds)

    def known(self) -> float:
        """How many questions would be answered right: the sum of their retrievability."""
        return sum(self._retrievability(each) for each in self.cards.values())

    # --- what the day asks: the steps of `queue` ------------------------------------------------------------------

    def asks(self) -> list[int]:
        """The cards that the day asks."""
        plan = self.plan
        for day in [day for day in self.coming if day <= self.day]:
            self.waiting |= self.coming.pop(day)
        is_first = self.day == self.today
        done = DoneToday(plan["done_new"], plan["done"], plan["done_overdue"]) if is_first else NOTHING_DONE
        due = [self.cards[card] for card in self.waiting]
        late = sum(each.due is not None and each.due < self.day for each in due)
        share = None if plan["minutes_per_day"] else share_of_backlog(self.counted)
        backlog = Backlog(len(due) - late, late, share, done.overdue)
        limits = limits_of(backlog, done, plan["reviews_per_day"], plan["new_per_day"])
        wanted = [self._candidate(each) for each in due if each.of.concept in self.curriculum.wanted]
        wanted += [each for concept in self.curriculum.wanted for each in self._new_of(concept)]
        at_risk = map(self._candidate, nlargest(max(limits.reviews, 0), due, key=self._risk))
        notes = plan["done_notes"] if is_first else ()
        pool = kept_apart(list(dict.fromkeys([*wanted, *at_risk, *self._new(limits, wanted)])), notes)
        if plan["minutes_per_day"]:
            room = Room(60.0 * plan["minutes_per_day"], plan["spent"] if is_first else 0.0)
            limits = within(room, pool, self.day, limits, self.curriculum, self.pace)
        chosen = chosen_due([each for each in pool if each.due is not None], limits, self.curriculum)
        fresh = chosen_new([each for each in pool if each.is_new], limits, self.curriculum)
        return [each.card for each in (*chosen, *fresh)]

    def _new(self, limits: DayLimits, wanted: Sequence[Candidate]) -> list[Candidate]:
        """The new cards, as many as the limits take, as `candidates.new_cards` has them."""
        if limits.new <= 0 or not self.not_begun:
            return []
        concepts = sorted(self.not_begun & self.plan["needs"].keys(), key=self.curriculum.position)
        ready, offered = parted(concepts, self.plan["needs"], self._support())
        found: list[Candidate] = []
        begun = chosen_new([each for each in wanted if each.is_new], limits, self.curriculum)
        for concept in ready:
            if len(begun) >= limits.new:
                break
            found += self._new_of(concept)
            begun = chosen_new([each for each in (*wanted, *found) if each.is_new], limits, self.curriculum)
        room = replace(limits, new=limits.new - len(begun))
        if room.new > 0:
            held = [each for concept in offered for each in self._new_of(concept)]
            found += chosen_new(held, room, self.curriculum)
        own = [new[0] for concept in self.not_begun - self.plan["needs"].keys() if (new := [*self._new_of(concept)])]
        return shared_out(found, sorted(own, key=lambda each: each.card), wanted, limits, self.curriculum)

    def _new_of(self, concept: str) -> Iterator[Candidate]:
        own = [each for each in self.of_concept[concept] if each.due is None and self._is_up(each)]
        for each in own:
            if each.of.form != "task" or not task_waits(self._easiest(concept)):
                yield self._candidate(each)

    def _is_up(self, each: SimulatedMemory) -> bool:
        return shifted(self.today, each.of.until) <= self.day

    def _easiest(self, concept: str) -> list[float]:
        questions = [each for each in self.of_concept[concept] if each.of.form != "task"]
        return [self._sure(each) for each in sorted(questions, key=lambda each: each.of.rank)]

    def _support(self) -> Mapping[str, float]:
        """What each concept on the list carries: see `candidates.support_of`."""
        found = {}
        for concept in {need for each in self.not_begun for need in self.plan["needs"].get(each, ())}:
            if concept in self.of_concept:
                own = [self._sure(each) for each in self.of_concept[concept] if each.last and each.last < self.day]
                found[concept] = sum(own) / len(own) if own else 0.0
        return found

    def _candidate(self, each: SimulatedMemory) -> Candidate:
        of = each.of
        return Candidate(of.card, of.concept, of.topic, of.question, each.due, self._retrievability(each), of.form)

    def _risk(self, each: SimulatedMemory) -> float:
        """What falls with the chance of a right answer: days since the last review, in stabilities."""
        return (self.day - each.last).days / each.stability if each.last else 0.0

    def _retrievability(self, each: SimulatedMemory) -> float:
        if each.last is None:
            return 0.0
        return retrievability_after(each.stability, (self.day - each.last).days, self.weights)

    def _sure(self, each: SimulatedMemory) -> float:
        return self._retrievability(each) if each.step is None else 0.0

    # --- what an answer does ----------------------------------------------------------------------------------------

    def _answer(self, each: SimulatedMemory) -> float:
        """Answers a card, and repeats it as long as it is missed; the seconds that this took."""
        is_new = each.last is None
        right = self.luck.random() < (self.plan["first_right"] if is_new else self._retrievability(each))
        self.recalls, self.recalled = self.recalls + (not is_new), self.recalled + (right and not is_new)
        interval = self._review(each, right)
        answers, each.step = 1, None if right else 1
        while each.step is not None and each.step <= len(STEPS):
            right = self.luck.random() >= self.plan["missed_again"]
            interval = self._review(each, right)
            answers, each.step = answers + 1, None if right else each.step + 1
        self._set_due(each, interval)
        return answers * self.pace.seconds[each.of.form]

    def _review(self, each: SimulatedMemory, right: bool) -> int:
        rating = self.luck.choices((2, 3, 4), self.plan["ratings"])[0] if right else 1
        memory = None if each.last is None else (each.stability, each.difficulty, (self.day - each.last).days)
        each.stability, each.difficulty, interval = reviewed_once(memory, rating, each.of.retention, self.weights)
        each.last = self.day
        return interval

    def _set_due(self, each: SimulatedMemory, interval: int) -> None:
        shortest, longest = fuzz_range(interval)
        first, last = shifted(self.day, shortest), shifted(self.day, longest)
        days = [shifted(first, number) for number in range((last - first).days + 1)]
        load = Load({day: len(self.coming[day]) for day in days if day in self.coming}, self.plan["shares"])
        was_new = each.due is None
        self.waiting.discard(each.of.card)
        each.due = day_of(first, last, self.luck.random(), load)
        self.coming[each.due].add(each.of.card)
        if was_new and all(other.due is not None for other in self.of_concept[each.of.concept]):
            self.not_begun.discard(each.of.concept)


if __name__ == "__main__":
    lifeline.answer(lambda plans: list(map(simulated, plans)))
