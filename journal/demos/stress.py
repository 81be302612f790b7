"""The stress test of a question over many seeds: is it worth asking? Runs the concept's code: in the worker's child."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from journal.demos.cheating import faults
from journal.demos.choosing import Asked, choose
from journal.demos.forms import MalformedError, check
from journal.demos.variants import Variant
from journal.words import can_say

LONGEST_MS = 300
"""A run of the demo at the 95th percentile must stay below this."""
RAREST = 0.2
"""A wrong idea must show in at least this share of the variants that are asked."""
COMMONEST = 0.9
"""No answer may be the right one in a larger share of the variants, or it would be learnt by heart."""


ENOUGH = 100
"""Variants without which nothing is said about what gives the answers away."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a question: a code that the catalogue words, and the values it names."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What the stress test saw of one question. `shown` is the share of variants in which each wrong idea shows."""

    concept: str
    question: str
    kind: str
    seeds: int
    shown: dict[str, float]
    alike: dict[str, float]
    answers: int
    p95_ms: float
    findings: tuple[Finding, ...]

    def to_json(self) -> dict[str, Any]:
        """This report as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Report:
        """The inverse of `to_json`; raises MalformedError for anything that it cannot have made."""
        check(data, cls)
        findings = tuple(Finding(**each) for each in data["findings"])
        if not all(can_say(f"lint.{each.code}", {"question": "", **each.values}) for each in findings):
            raise MalformedError("a finding that nobody words")
        return cls(**{**data, "findings": findings})


def stress(asked: Asked, concept: str, seeds: int) -> Report:
    """Asks the question with every seed from 0 on, and says what is wrong with it."""
    variants, findings = [], []
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            for seed in range(seeds):
                variants.append(choose(asked, concept, seed))
        except Exception as error:
            findings.append(Finding("raises", {"seed": len(variants), "error": f"{type(error).__name__}: {error}"}))
    findings += [Finding("warns", {"warning": str(each.message)}) for each in heard[:1]]
    if variants:
        findings += _findings(asked, concept, variants)
    ideas = [idea.name for idea in asked.question.misconceptions]
    together = Counter(pair for variant in variants for pair in variant.alike)
    return Report(
        concept=concept,
        question=asked.question.name,
        kind=variants[0].kind if variants else "",
        seeds=len(variants),
        shown={name: round(_share(name, variants), 3) for name in ideas},
        alike={" = ".join(pair): round(count / len(variants), 3) for pair, count in together.items()},
        answers=len({str(variant.truth) for variant in variants}),
        p95_ms=round(_p95_ms(asked, variants), 1) if variants else 0.0,
        findings=tuple(findings),
    )


def _findings(asked: Asked, concept: str, variants: list[Variant]) -> Iterator[Finding]:
    question = asked.question
    if not question.misconceptions:
        yield Finding("no_wrong_idea")
    for idea in question.misconceptions:
        if _share(idea.name, variants) < RAREST:
            yield Finding("hardly_shows", {"idea": idea.name, "share": _share(idea.name, variants)})
    answer, times = Counter(str(variant.truth) for variant in variants).most_common(1)[0]
    if not question.fact and times > COMMONEST * len(variants):
        yield Finding("one_answer", {"answer": answer, "share": times / len(variants)})
    if not question.fact and len(variants) >= ENOUGH:
        for code, values in faults(variants, list(question.choices)):
            yield Finding(code, values)
    if question.fact and times < len(variants):
        yield Finding("not_a_fact", {"answers": len({str(variant.truth) for variant in variants})})
    unnamed = {str(v.truth) for v in variants if v.kind == "choice" and v.truth not in question.choices}
    if unnamed:
        yield Finding("unnamed_choice", {"answer": sorted(unnamed)[0]})
    if any(choose(asked, concept, variant.seed).truth != variant.truth for variant in variants[:5]):
        yield Finding("not_repeatable")
    if _p95_ms(asked, variants) > LONGEST_MS:
        yield Finding("slow", {"milliseconds": _p95_ms(asked, variants)})


def _share(idea: str, variants: list[Variant]) -> float:
    return sum(idea in variant.showing for variant in variants) / (len(variants) or 1)


def _p95_ms(asked: Asked, variants: list[Variant]) -> float:
    """The 95th percentile of the demo's run time, over at most 40 of the variants."""
    times = []
    for variant in variants[:40]:
        start = time.perf_counter()
        asked.run(variant.params, variant.seed)
        times.append(1000 * (time.perf_counter() - start))
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
