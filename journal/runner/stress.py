"""The stress test of a question over many seeds. Runs concept code, so only in the worker's child."""

from __future__ import annotations

import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from journal.core.forms import MalformedError, check
from journal.core.messages import can_say
from journal.runner.cheating import faults
from journal.runner.choosing import LoadedQuestion, choose
from journal.runner.variants import Variant

LONGEST_MS = 300
"""A run of the demo at the 95th percentile must stay below this."""
RAREST = 0.2
"""A misconception must show in at least this share of the variants that are asked."""
COMMONEST = 0.9
"""No answer may be the right one in a larger share of the variants, or it would be learnt by heart."""


ENOUGH = 100
"""Variants without which nothing is said about what gives the answers away."""


@dataclass(frozen=True)
class LintProblem:
    """A problem of a question: a message code and its values."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """The stress test's report on one question. `shown` is the share of variants in which each misconception is
    diagnosable.
    """

    concept: str
    question: str
    kind: str
    seeds: int
    shown: dict[str, float]
    alike: dict[str, float]
    answers: int
    p95_ms: float
    problems: tuple[LintProblem, ...]

    def to_json(self) -> dict[str, Any]:
        """This report as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Report:
        """The inverse of `to_json`; raises MalformedError for invalid data."""
        check(data, cls)
        problems = tuple(LintProblem(**each) for each in data["problems"])
        if not all(can_say(f"lint.{each.code}", {"question": "", **each.values}) for each in problems):
            raise MalformedError("a finding that nobody words")
        return cls(**{**data, "problems": problems})


def stress(asked: LoadedQuestion, concept: str, seeds: int) -> Report:
    """Draws the question with every seed from 0 on, and reports its problems."""
    variants, problems = [], []
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            for seed in range(seeds):
                variants.append(choose(asked, concept, seed))
        except Exception as error:
            problems.append(LintProblem("raises", {"seed": len(variants), "error": f"{type(error).__name__}: {error}"}))
    problems += [LintProblem("warns", {"warning": str(each.message)}) for each in heard[:1]]
    if variants:
        problems += _problems(asked, concept, variants)
    ideas = [misconception.name for misconception in asked.question.misconceptions]
    together = Counter(pair for variant in variants for pair in variant.indistinguishable)
    return Report(
        concept=concept,
        question=asked.question.name,
        kind=variants[0].kind if variants else "",
        seeds=len(variants),
        shown={name: round(_share(name, variants), 3) for name in ideas},
        alike={" = ".join(pair): round(count / len(variants), 3) for pair, count in together.items()},
        answers=len({str(variant.truth) for variant in variants}),
        p95_ms=round(_p95_ms(asked, variants), 1) if variants else 0.0,
        problems=tuple(problems),
    )


def _problems(asked: LoadedQuestion, concept: str, variants: list[Variant]) -> Iterator[LintProblem]:
    question = asked.question
    if not question.misconceptions:
        yield LintProblem("no_wrong_idea")
    for misconception in question.misconceptions:
        if _share(misconception.name, variants) < RAREST:
            yield LintProblem(
                "hardly_shows", {"idea": misconception.name, "share": _share(misconception.name, variants)}
            )
    answer, times = Counter(str(variant.truth) for variant in variants).most_common(1)[0]
    if not question.fact and times > COMMONEST * len(variants):
        yield LintProblem("one_answer", {"answer": answer, "share": times / len(variants)})
    if not question.fact and len(variants) >= ENOUGH:
        for code, values in faults(variants, list(question.choices)):
            yield LintProblem(code, values)
    if question.fact and times < len(variants):
        yield LintProblem("not_a_fact", {"answers": len({str(variant.truth) for variant in variants})})
    unnamed = {str(v.truth) for v in variants if v.kind == "choice" and v.truth not in question.choices}
    if unnamed:
        yield LintProblem("unnamed_choice", {"answer": sorted(unnamed)[0]})
    if any(choose(asked, concept, variant.seed).truth != variant.truth for variant in variants[:5]):
        yield LintProblem("not_repeatable")
    if _p95_ms(asked, variants) > LONGEST_MS:
        yield LintProblem("slow", {"milliseconds": _p95_ms(asked, variants)})


def _share(misconception: str, variants: list[Variant]) -> float:
    return sum(misconception in variant.diagnosable for variant in variants) / (len(variants) or 1)


def _p95_ms(asked: LoadedQuestion, variants: list[Variant]) -> float:
    """The 95th percentile of the demo's run time, over at most 40 of the variants."""
    times = []
    for variant in variants[:40]:
        start = time.perf_counter()
        asked.run(variant.params, variant.seed)
        times.append(1000 * (time.perf_counter() - start))
    return quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
