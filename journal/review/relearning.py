"""The queue of a review session, and when a missed question comes back in it.

Everything here is a function of plain values; who calls it stores what happens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from journal.memory.states import STEPS


@dataclass(frozen=True)
class ReviewQueue:
    """The queue of a review session. Immutable: each answer returns the next state, so earlier ones can be restored.

    `missed` are the cards of the day's wrong answers so far, one for each. A card in it that is asked again is a
    repeat, which counts as no further card of the session.
    """

    waiting: tuple[int, ...]
    asked: int = 0
    right: int = 0
    missed: tuple[int, ...] = ()

    @property
    def current(self) -> int | None:
        """The current card; None when the session is over."""
        return self.waiting[0] if self.waiting else None

    @property
    def is_repeat(self) -> bool:
        """Whether the current card was missed earlier today."""
        return self.current in self.missed

    @property
    def left(self) -> int:
        """Questions still to come, as far as is known."""
        return len(self.waiting)

    def answered(self, right: bool) -> ReviewQueue:
        """The queue after the answer to the current card; raises IndexError when it is over."""
        card, rest = self.waiting[0], self.waiting[1:]
        step = self.missed.count(card)
        if not right and step < len(STEPS):
            rest = (*rest[: STEPS[step]], card, *rest[STEPS[step] :])
        counted = not self.is_repeat
        return replace(
            self,
            waiting=rest,
            asked=self.asked + counted,
            right=self.right + (counted and right),
            missed=self.missed if right else (*self.missed, card),
        )

    def skipped(self) -> ReviewQueue:
        """The queue without the current card."""
        return replace(self, waiting=self.waiting[1:])

    def postponed(self) -> ReviewQueue:
        """The queue with the current card moved to its end."""
        return replace(self, waiting=(*self.waiting[1:], *self.waiting[:1]))


def begin(queue: Sequence[int], steps: Mapping[int, int]) -> ReviewQueue:
    """A queue with the cards of `queue`, and those left at a relearning step earlier today.

    `steps` says at which. They are repeated after as many questions as a card that has just been missed.
    """
    fresh = [card for card in queue if card not in steps]
    missed = tuple(card for card, step in steps.items() for _ in range(step))
    return ReviewQueue((*fresh[: STEPS[0]], *steps, *fresh[STEPS[0] :]), missed=missed)
