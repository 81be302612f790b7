"""Contrast: questions of two concepts that are taken for each other, asked one after the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

Pair = frozenset[str]
"""Two concepts."""


def contrasted(queue: Sequence[int], concept_of: Mapping[int, str], pairs: Collection[Pair]) -> tuple[int, ...]:
    """The same cards, the first question of each pair's later concept moved directly behind the first of the other.

    `concept_of` names the concept of those cards that may move. A concept is drawn into one contrast only, and
    everything else keeps its order; of a pair of which only one concept is in the queue nothing moves.
    """
    order, used = list(queue), set[str]()
    for pair in sorted(pairs, key=sorted):
        first = {concept: card for card in reversed(order) if (concept := concept_of.get(card)) in pair}
        if len(first) < 2 or pair & used:
            continue
        one, other = sorted(first.values(), key=order.index)
        order.remove(other)
        order.insert(order.index(one) + 1, other)
        used |= pair
    return tuple(order)
