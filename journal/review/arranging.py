"""The order of one session: topics interleaved, questions of one concept spread out, contrasted ones side by side.

Only the beginning of what waits is looked at for each place, so that a thousand questions are arranged at once.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import islice
from typing import Generic, Protocol, TypeVar

APART = 3
"""Places that two questions of one concept keep between them where they can."""
AHEAD = 20
"""How far down the list of urgency a better neighbour is looked for."""

Relations = Mapping[str, frozenset[str]]


class Askable(Protocol):
    """What is arranged."""

    @property
    def concept(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def is_new(self) -> bool: ...


A = TypeVar("A", bound=Askable)


def arranged(waiting: Sequence[A], partners: Relations, rivals: Relations, before: Sequence[A] = ()) -> list[A]:
    """The same cards, each as near to its place as good neighbours allow; those `before` are asked first.

    Cards of `partners` alternate. Cards of one concept, or of `rivals`, keep their distance. No concept begins before
    one that is new as well and stands before it, but for a partner.
    """
    line, done = _Line(waiting), list(before)
    while line.length:
        done.append(line.take(_best(line, done, partners, rivals)))
    return done


def _best(line: _Line[A], done: Sequence[A], partners: Relations, rivals: Relations) -> int:
    """The place of the card to ask next."""
    asked = [each.concept for each in done[: -APART - 1 : -1]]
    for partner in sorted(partners.get(asked[0], ())) if asked else ():
        if line.left[partner]:
            return line.first_of(partner)
    crowded = line.crowded()
    if crowded is not None and asked[:1] != [crowded]:  # else two of its questions end up side by side
        place = next((place for place in line.places[crowded] if line.may_be_asked(place)), None)
        if place is not None:
            return place
    near = list(islice(line.allowed(), AHEAD))
    if all(line.cards[place].concept in asked[:1] for place in near):
        other = (place for place in line.allowed() if line.cards[place].concept not in asked[:1])
        near = [next(other, near[0])]
    return min(near, key=lambda place: (*_closeness(line.cards[place], done, asked, rivals), place))


def _closeness(card: Askable, done: Sequence[Askable], asked: Sequence[str], rivals: Relations) -> tuple[int, bool]:
    """How bad a neighbour `card` is: by its nearest sibling or rival among those asked last, then by topic."""
    kin = rivals.get(card.concept, frozenset()) | {card.concept}
    nearest = next((place for place, concept in enumerate(asked) if concept in kin), APART)
    return APART - nearest, bool(done) and done[-1].topic == card.topic


class _Line(Generic[A]):
    """What waits, in its order: a card can be taken from any place of it, and leaves the others theirs."""

    def __init__(self, cards: Sequence[A]) -> None:
        self.cards = cards
        self.length = len(cards)
        self.left = Counter(each.concept for each in cards)
        self.places: dict[str, deque[int]] = defaultdict(deque)
        for place, card in enumerate(cards):
            self.places[card.concept].append(place)
        self._taken = bytearray(len(cards))
        self._first = 0
        self._not_begun = deque(dict.fromkeys(each.concept for each in cards if each.is_new))
        self._begun: set[str] = set()
        self._crowds = [(-count, concept) for concept, count in self.left.items()]
        heapify(self._crowds)

    def allowed(self) -> Iterator[int]:
        """The places of the cards that may come next, from the first on."""
        while self._first < len(self.cards) and self._taken[self._first]:
            self._first += 1
        for place in range(self._first, len(self.cards)):
            if not self._taken[place] and self.may_be_asked(place):
                yield place

    def may_be_asked(self, place: int) -> bool:
        """Whether the card may come next: of the new concepts that have not begun only the first may begin."""
        card = self.cards[place]
        return not card.is_new or card.concept in self._begun or card.concept == self._not_begun[0]

    def first_of(self, concept: str) -> int:
        """The place of the first card of a concept that has one left."""
        return self.places[concept][0]

    def crowded(self) -> str | None:
        """The concept that more than half of the cards that are left are of, if there is one."""
        while self._crowds and -self._crowds[0][0] != self.left[self._crowds[0][1]]:
            heappop(self._crowds)
        return self._crowds[0][1] if self._crowds and -2 * self._crowds[0][0] > self.length else None

    def take(self, place: int) -> A:
        """Takes the card at a place out of the line."""
        card = self.cards[place]
        self._taken[place] = True
        self.length -= 1
        self.places[card.concept].remove(place)
        self.left[card.concept] -= 1
        heappush(self._crowds, (-self.left[card.concept], card.concept))
        if card.is_new:
            self._begun.add(card.concept)
            while self._not_begun and self._not_begun[0] in self._begun:
                self._not_begun.popleft()
        return card
