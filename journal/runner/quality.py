"""How much a variant can tell of what a learner believes, and how good the variants of one question get."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from journal.runner.values import Value, close
from journal.runner.variants import Variant

RARE, CERTAIN = 100, 300
"""A kind of draw is rare below one of so many; and draws after which one not met is so (the rule of three)."""

Quality = tuple[int, int, bool, int]


def quality_of(variant: Variant, distinguish: Sequence[str] = ()) -> Quality:
    """How good a variant is: the ideas of `distinguish` with answers of their own, all that show, whether three
    significant figures answer it, and how few ideas are alike.
    """
    return (
        _distinguished(variant, distinguish),
        len(variant.diagnosable),
        not variant.is_exact,
        -len(variant.indistinguishable),
    )


def _distinguished(variant: Variant, distinguish: Sequence[str]) -> int:
    """How many of these misconceptions have an answer that no other one shares."""
    shown = [variant.wrong_answers[name] for name in distinguish if name in variant.diagnosable]
    return sum(
        sum(close(value, other, variant.tolerance) for other in shown if other is not None) == 1
        for value in shown
        if value is not None
    )


@dataclass
class SeenDraws:
    """How often the draws of one question, over many seeds, had which answer and were how good.

    A stress test stops its searches with it where a better variant comes up in less than one of `RARE` draws.
    """

    count: int = 0
    kinds: Counter[tuple[Value, Quality]] = field(default_factory=Counter)
    qualities: Counter[Quality] = field(default_factory=Counter)

    def watching(self, stream: Iterator[Variant]) -> Iterator[Variant]:
        """The same stream; what it yields is noted."""
        for variant in stream:
            quality = quality_of(variant)
            self.kinds[variant.truth, quality] += 1
            self.qualities[quality] += 1
            self.count += 1
            yield variant

    def is_best(self, quality: Quality) -> bool:
        """Whether hardly any variant was better, in as many draws as make this certain."""
        if self.count < CERTAIN:
            return False
        return RARE * sum(times for each, times in self.qualities.items() if each > quality) < self.count

    def are_best(self, met: Mapping[Value, Variant]) -> bool:
        """Whether hardly any draw had another answer than these, or was a better variant of one of them."""
        if self.count < CERTAIN:
            return False
        known = {truth: quality_of(variant) for truth, variant in met.items()}
        other = sum(times for (truth, each), times in self.kinds.items() if truth not in known or each > known[truth])
        return RARE * other < self.count
