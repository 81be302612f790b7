"""The questions of one sitting: which come, in which order, and when a missed one comes back.

Everything here is a function of plain values; who calls it stores what happens.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

APART = 3
"""Places that two questions of one concept keep between them where they can."""
AHEAD = 20
"""How far down the list of urgency a better neighbour is looked for."""
COMES_BACK = 4
"""Places after which a missed question is asked again."""
REPEATS = 2
"""How often a missed question comes back in one sitting at most."""


@dataclass(frozen=True)
class Candidate:
    """A card that may be asked. `due` is None and `retrievability` 0 for one that was never reviewed."""

    card: int
    concept: str
    topic: str
    question: str
    due: date | None = None
    retrievability: float = 0.0

    @property
    def is_new(self) -> bool:
        return self.due is None


def build(
    candidates: Iterable[Candidate], day: date, new_left: int, reviews_left: int, order_of_concepts: Sequence[str]
) -> tuple[int, ...]:
    """The cards to ask on `day`, in order.

    What is due comes by urgency, the least remembered first, at most `reviews_left`; new cards are spread evenly
    among it in the order in which concepts are learned, at most `new_left`. Neighbours are of different topics
    where they can be, and questions of one concept are kept apart; but no concept begins before one that it
    follows in the order of learning.
    """
    pool = list(candidates)
    due = [each for each in pool if each.due is not None and each.due <= day]
    due.sort(key=lambda each: (each.retrievability, each.due, each.card))
    place = {concept: number for number, concept in enumerate(order_of_concepts)}
    new = [each for each in pool if each.is_new]
    new.sort(key=lambda each: (place.get(each.concept, len(place)), each.concept, each.card))
    merged = _spread(due[: max(reviews_left, 0)], new[: max(new_left, 0)])
    return tuple(each.card for each in _arranged(merged))


def _spread(due: Sequence[Candidate], new: Sequence[Candidate]) -> list[Candidate]:
    """Both lists as one, each in its order and evenly over the whole."""
    placed = [((number + 0.5) / len(each), card) for each in (due, new) for number, card in enumerate(each)]
    return [card for _, card in sorted(placed, key=lambda pair: pair[0])]


def _arranged(waiting: list[Candidate]) -> list[Candidate]:
    """The same cards, each as near to its place as good neighbours allow."""
    left = Counter(each.concept for each in waiting)
    done: list[Candidate] = []
    waiting = list(waiting)
    while waiting:
        chosen = waiting.pop(_best(waiting, done, left))
        left[chosen.concept] -= 1
        done.append(chosen)
    return done


def _best(waiting: Sequence[Candidate], done: Sequence[Candidate], left: Counter[str]) -> int:
    """The place of the card to ask next."""
    asked = [each.concept for each in done[: -APART - 1 : -1]]
    allowed = _may_begin(waiting, {each.concept for each in done if each.is_new})
    concept, most = left.most_common(1)[0]
    if 2 * most > len(waiting) and asked[:1] != [concept]:  # else two of its questions end up side by side
        crowded = [place for place in allowed if waiting[place].concept == concept]
        if crowded:
            return crowded[0]
    near = [place for place in allowed if place < AHEAD]
    apart = [place for place in allowed if [waiting[place].concept] != asked[:1]]
    if apart and apart[0] >= AHEAD:
        near = apart[:1]
    return min(near, key=lambda place: (*_closeness(waiting[place], done, asked), place))


def _closeness(card: Candidate, done: Sequence[Candidate], asked: Sequence[str]) -> tuple[int, bool]:
    """How bad a neighbour `card` is: by its nearest sibling among those asked last, then by topic."""
    siblings = APART - asked.index(card.concept) if card.concept in asked else 0
    return siblings, bool(done) and done[-1].topic == card.topic


def _may_begin(waiting: Sequence[Candidate], begun: set[str]) -> list[int]:
    """The places of the cards that may come next: of the new concepts that have not begun only the first."""
    first = next((each.concept for each in waiting if each.is_new and each.concept not in begun), None)
    return [
        place for place, each in enumerate(waiting) if not each.is_new or each.concept in begun or each.concept == first
    ]


@dataclass(frozen=True)
class Session:
    """A sitting as it stands; each answer gives the next one, so that an earlier one can be gone back to.

    `missed` are the cards of the wrong answers so far, one for each. A card in it that is asked again is a repeat,
    which is not counted and leaves its memory as it is.
    """

    waiting: tuple[int, ...]
    asked: int = 0
    right: int = 0
    missed: tuple[int, ...] = ()

    @property
    def current(self) -> int | None:
        """The card to ask now; None when the sitting is over."""
        return self.waiting[0] if self.waiting else None

    @property
    def is_repeat(self) -> bool:
        """Whether the current card was missed earlier in this sitting."""
        return self.current in self.missed

    @property
    def left(self) -> int:
        """Questions still to come, as far as is known."""
        return len(self.waiting)

    def answered(self, right: bool) -> Session:
        """The sitting after the answer to the current card; raises IndexError when it is over."""
        card, rest = self.waiting[0], self.waiting[1:]
        if not right and self.missed.count(card) < REPEATS:
            rest = (*rest[:COMES_BACK], card, *rest[COMES_BACK:])
        counted = not self.is_repeat
        return replace(
            self,
            waiting=rest,
            asked=self.asked + counted,
            right=self.right + (counted and right),
            missed=self.missed if right else (*self.missed, card),
        )

    def skipped(self) -> Session:
        """The sitting without the current card."""
        return replace(self, waiting=self.waiting[1:])

    def postponed(self) -> Session:
        """The sitting with the current card at its end."""
        return replace(self, waiting=(*self.waiting[1:], *self.waiting[:1]))

    def minutes_left(self, seconds: float) -> int:
        """Minutes that the rest takes at so many `seconds` a question, rounded up."""
        return -int(-len(self.waiting) * seconds // 60)
