"""Which questions a day asks, and in which order: gathered by the caller, chosen here, arranged so that they help.

Everything is a function of plain values: the same cards on the same day are always asked in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby, islice

from journal.notes.kinds import uid_of
from journal.review.arranging import Relations, arranged
from journal.review.workload import Form

SIBLINGS = 2
"""How many new questions of one concept a day brings at most."""
SUPPORTS = 0.5
"""From this support on a concept carries those that need it."""

Pairs = Collection[tuple[str, str]]


@dataclass(frozen=True)
class Candidate:
    """A card that may be asked. `due` is None and `retrievability` 0 for one that was never reviewed."""

    card: int
    concept: str
    topic: str
    question: str
    due: date | None = None
    retrievability: float = 0.0
    form: Form = "question"

    @property
    def is_new(self) -> bool:
        return self.due is None


@dataclass(frozen=True)
class DayLimits:
    """How many reviews and new questions the day still takes; `begun` is how many of each concept were new on it."""

    reviews: int
    new: int
    begun: Mapping[str, int] = field(default_factory=dict)
    siblings: int = SIBLINGS


@dataclass(frozen=True)
class Curriculum:
    """What the concepts have to do with one another.

    `order` is the place of each concept in the order of learning. Concepts in `first` come before all others.
    `contrasts` are pairs that are to be told apart now, `confusable` those that are kept apart until both are learned.
    `ease` ranks the
    questions of a concept, by concept and question, the easiest the lowest.
    """

    order: Mapping[str, int] = field(default_factory=dict)
    first: Collection[str] = ()
    contrasts: Pairs = ()
    confusable: Pairs = ()
    ease: Callable[[str, str], tuple[int, ...]] = field(default=lambda _concept, _question: (), compare=False)

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The concepts that were asked for: they come before others where a limit bites."""
        return frozenset(self.first).union(*self.contrasts)

    @cached_property
    def rivals(self) -> Mapping[str, frozenset[str]]:
        """The concepts from which each one is kept apart."""
        contrasts = {frozenset(pair) for pair in self.contrasts}
        return _both_ways([pair for pair in self.confusable if frozenset(pair) not in contrasts])

    def neighbours(self, learned: Collection[str]) -> tuple[Relations, Relations]:
        """The partners and the rivals of each concept on a day that asks of these `learned` ones."""
        together = [pair for pair in self.confusable if set(pair) <= set(learned)]
        apart = {frozenset(pair) for pair in (*self.contrasts, *together)}
        rivals = [pair for pair in self.confusable if frozenset(pair) not in apart]
        return _both_ways([*self.contrasts, *together]), _both_ways(rivals)

    def position(self, concept: str) -> int:
        """Where a concept stands in the order of learning, behind all others when it is not in it."""
        return self.order.get(concept, len(self.order))


def _both_ways(pairs: Pairs) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in (*pairs, *((other, one) for one, other in pairs)):
        found[one] = found.get(one, frozenset()) | {other}
    return found


def build(candidates: Iterable[Candidate], day: date, limits: DayLimits, curriculum: Curriculum) -> tuple[int, ...]:
    """The cards to ask on `day`, in order.

    What comes first comes first. Of the rest, what is due comes by urgency, the least remembered first, and the new
    questions are spread evenly among it in the order of learning. Neighbours are of different topics where they can
    be, and questions of one concept are kept apart. Those of a contrast are side by side, and so are those of two
    concepts that are easily confused and both learned: seen together they are told apart. While one of the two is new
    they are kept apart.
    """
    pool = list(candidates)
    due = chosen_due([each for each in pool if each.due is not None and each.due <= day], limits, curriculum)
    new = chosen_new([each for each in pool if each.is_new], limits, curriculum)
    head, rest = (
        _spread(
            [each for each in due if (each.concept in curriculum.first) is first],
            [each for each in new if (each.concept in curriculum.first) is first],
        )
        for first in (True, False)
    )
    partners, rivals = curriculum.neighbours({each.concept for each in due})
    heading = arranged(head, partners, rivals)
    return tuple(each.card for each in arranged(rest, partners, rivals, heading))


def chosen_due(due: Iterable[Candidate], limits: DayLimits, curriculum: Curriculum) -> list[Candidate]:
    """What is asked of all that is due, by urgency: what was asked for, then the least remembered, up to the limit."""
    urgent = by_urgency(due, curriculum)[: max(limits.reviews, 0)]
    return sorted(urgent, key=lambda each: (each.retrievability, each.due, each.card))


def by_urgency(due: Iterable[Candidate], curriculum: Curriculum) -> list[Candidate]:
    """What is due in the order in which it is taken: what was asked for, then the least remembered."""
    return sorted(
        due, key=lambda each: (each.concept not in curriculum.wanted, each.retrievability, each.due, each.card)
    )


def chosen_new(new: Iterable[Candidate], limits: DayLimits, curriculum: Curriculum) -> list[Candidate]:
    """The new questions that begin today, in the order of learning: where a limit bites, what was asked for."""
    chosen = list(islice(by_order(new, limits, curriculum), max(limits.new, 0)))
    places = {each.card: number for number, each in enumerate(chosen)}
    return sorted(chosen, key=lambda each: (curriculum.position(each.concept), each.concept, places[each.card]))


def by_order(new: Iterable[Candidate], limits: DayLimits, curriculum: Curriculum) -> Iterator[Candidate]:
    """The new questions in the order in which they are taken: what was asked for, then the order of learning.

    Of one concept the easiest, not more than a few; none of two that are confused.
    """

    def place(each: Candidate) -> tuple[bool, int, str]:
        return each.concept not in curriculum.wanted, curriculum.position(each.concept), each.concept

    begun = Counter(limits.begun)
    for (_, _, concept), own in groupby(sorted(new, key=place), key=place):
        rivals = curriculum.rivals.get(concept, frozenset())
        room = limits.siblings - begun[concept]
        if room <= 0 or any(begun[rival] for rival in rivals):
            continue
        for each in sorted(own, key=lambda each: (curriculum.ease(each.concept, each.question), each.card))[:room]:
            begun[concept] += 1
            yield each


def waits(needs: Iterable[str], support: Mapping[str, float]) -> bool:
    """Whether a new concept waits for one that it needs; `support` is that of each on the review list.

    What is not on the list was not begun.
    """
    return any(support.get(each, 0.0) < SUPPORTS for each in needs)


def parted(
    concepts: Sequence[str], needs: Mapping[str, Sequence[str]], support: Mapping[str, float]
) -> tuple[list[str], list[str]]:
    """Those of the concepts that wait for none that they need; and those that wait for what is not on the list alone.

    That is offered on Today. The latter begin only where a day has room beside the former.
    """
    ready = [each for each in concepts if not waits(needs[each], support)]
    listed = {each: [need for need in needs[each] if need in support] for each in concepts}
    return ready, [each for each in concepts if each not in ready and not waits(listed[each], support)]


def task_waits(easiest: Sequence[float]) -> bool:
    """Whether a new task waits for the first questions of its concept; `easiest` holds how well each is known."""
    return any(each < SUPPORTS for each in easiest[:SIBLINGS])


def shared_out(
    library: Sequence[Candidate],
    own: Sequence[Candidate],
    wanted: Sequence[Candidate],
    limits: DayLimits,
    curriculum: Curriculum,
) -> list[Candidate]:
    """New cards of the library and of the learner's `own` notes: half of each where there are enough."""
    if not own:
        return list(library)
    fresh = chosen_new([each for each in (*wanted, *library) if each.is_new], limits, curriculum)
    share = max(limits.new - len(fresh), (limits.new + 1) // 2)
    return [*fresh[: limits.new - min(share, len(own))], *own[:share]]


def kept_apart(candidates: Sequence[Candidate], done: Collection[str]) -> list[Candidate]:
    """The candidates with one card of each note, the most urgent one, and none of those that were asked already."""
    first: dict[str, Candidate] = {}
    for each in candidates:
        if uid_of(each.concept) and each.concept not in done:
            other = first.setdefault(each.concept, each)
            first[each.concept] = min(other, each, key=_urgency)
    return [each for each in candidates if not uid_of(each.concept) or first.get(each.concept) == each]


def _urgency(candidate: Candidate) -> tuple[bool, float, int]:
    return candidate.is_new, candidate.retrievability, candidate.card


def _spread(due: Sequence[Candidate], new: Sequence[Candidate]) -> list[Candidate]:
    """Both lists as one, each in its order and evenly over the whole."""
    placed = [((number + 0.5) / len(each), card) for each in (due, new) for number, card in enumerate(each)]
    return [card for _, card in sorted(placed, key=lambda pair: pair[0])]
