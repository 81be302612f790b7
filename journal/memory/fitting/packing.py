"""The reviews of many cards laid out so that torch computes each step of all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import torch
from torch import Tensor

from journal.memory.fitting.verdict import CountedReview


@dataclass(frozen=True)
class Packed:
    """The first review of every card, then the second of those that have one, and so on; the longest card first.

    `sizes` says how many reviews each step has. For each review, `place` is its place in time among all answers,
    `elapsed` the days since the card's review before (0 at the first), `rating` that given, from 1 to 4.
    """

    sizes: list[int]
    place: Tensor
    elapsed: Tensor
    rating: Tensor

    @cached_property
    def recalls(self) -> Tensor:
        """Which of the packed reviews came a day or more after the one before: these are what is predicted."""
        return (self.elapsed >= 1).nonzero().squeeze(1)

    @cached_property
    def right(self) -> Tensor:
        """Whether each of the recalls was right."""
        return self.rating[self.recalls] > 1

    def steps(self, values: Tensor) -> tuple[Tensor, ...]:
        """Values of every review, step by step."""
        return torch.split(values, self.sizes)


def pack(answers: Sequence[CountedReview], longest: int | None = None) -> Packed:
    """Packs answers, given in chronological order; of each card at most its first `longest` reviews."""
    cards: defaultdict[int, list[int]] = defaultdict(list)
    for place, answer in enumerate(answers):
        cards[answer.card].append(place)
    histories = sorted((places[:longest] for places in cards.values()), key=len, reverse=True)
    steps = [
        [history[step] for history in histories if len(history) > step] for step in range(max(map(len, histories)))
    ]
    elapsed = {
        later: answers[later].day - answers[earlier].day
        for history in histories
        for earlier, later in pairwise(history)
    }
    order = [place for step in steps for place in step]
    return Packed(
        sizes=[len(step) for step in steps],
        place=torch.tensor(order),
        elapsed=torch.tensor([elapsed.get(place, 0) for place in order], dtype=torch.float64),
        rating=torch.tensor([answers[place].rating for place in order]),
    )
