"""How much a variant can tell of what a learner believes, and how good the variants of one question get."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from journal.runner.values import Value, close
from journal.runner.variants import Variant

CERTAIN = 300
"""Draws after which one that tells more than all before comes up in less than one of a hundred (the rule of three)."""

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
    """What the draws of one question have shown over many seeds: how good a variant gets, for each answer.

    A stress test stops its searches with it where no better variant is to be expected.
    """

    count: int = 0
    best: dict[Value, Quality] = field(default_factory=dict)
    _top: Quality = (0, 0, False, 0)

    def watching(self, stream: Iterator[Variant]) -> Iterator[Variant]:
        """The same stream; what it yields is noted."""
        for variant in stream:
            quality = quality_of(variant)
            self._top = max(quality, self._top) if self.count else quality
            self.best[variant.truth] = max(quality, self.best.get(variant.truth, quality))
            self.count += 1
            yield variant

    def is_best(self, quality: Quality) -> bool:
        """Whether no variant was better, in as many draws as make this certain."""
        return self.count >= CERTAIN and quality >= self._top

    def are_best(self, met: Mapping[Value, Variant]) -> bool:
        """Whether every answer ever seen is among these, with as good a variant as it ever had."""
        return self.count >= CERTAIN and all(
            truth in met and quality_of(met[truth]) >= quality for truth, quality in self.best.items()
        )
