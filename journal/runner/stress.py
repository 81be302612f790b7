"""The stress test of a question over many seeds. Runs concept code, so only in the worker's child."""

from __future__ import annotations

import math
import time
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from typing import Any

from journal.authoring import Question
from journal.core.forms import MalformedError, check
from journal.core.messages import can_say
from journal.library.concept import Params
from journal.runner.cheating import faults, is_settled
from journal.runner.choosing import DemoResult, LoadedQuestion, choose
from journal.runner.quality import SeenDraws
from journal.runner.shares import Share
from journal.runner.values import Value, close
from journal.runner.variants import Variant

LONGEST_MS = 300
"""A run of the demo at the 95th percentile must stay below this."""
RAREST = 0.2
"""A misconception must show in at least this share of the variants that are asked."""
COMMONEST = 0.9
"""No answer may be the right one in a larger share of the variants, or it would be learnt by heart."""


LEAST = 2e-7
"""A number nearer to 0 may be what rounding leaves of a 0: who types 0 would be refused."""
ENOUGH = 100
"""Variants without which nothing is said about what gives the answers away."""
EVERY = 20
"""Variants after which it is looked again whether more are needed."""
REPEATED = 10
"""Variants that are run twice."""


@dataclass(frozen=True)
class LintProblem:
    """A problem of a question: a message code and its values."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StressReport:
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
    def from_json(cls, data: Any) -> StressReport:
        """The inverse of `to_json`; raises MalformedError for invalid data."""
        check(data, cls)
        problems = tuple(LintProblem(**each) for each in data["problems"])
        if not all(can_say(f"lint.{each.code}", {"question": "", **each.values}) for each in problems):
            raise MalformedError("a finding that nobody words")
        return cls(**{**data, "problems": problems})


@dataclass(frozen=True)
class TimedQuestion(LoadedQuestion):
    """A question that notes how long each run of its demo took, in milliseconds."""

    times: list[float] = field(default_factory=list)

    def run(self, params: Params, seed: int) -> DemoResult:
        start = time.perf_counter()
        try:
            return super().run(params, seed)
        finally:
            self.times.append(1000 * (time.perf_counter() - start))

    @property
    def p95_ms(self) -> float:
        """The 95th percentile, without the first run, which loads what the demo needs."""
        times = self.times[1:] or self.times
        return quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def stress(asked: LoadedQuestion, concept: str, seeds: int, enough: int | None = None) -> StressReport:
    """Draws the question with every seed from 0 on, and reports its problems.

    From the `enough`-th draw on it stops as soon as more draws would hardly change what is reported.
    """
    timed, seen = TimedQuestion(asked.module, asked.question), SeenDraws()
    variants: list[Variant] = []
    problems = []
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            while len(variants) < seeds and not _is_settled(asked.question, variants, enough):
                variants.append(choose(timed, concept, len(variants), seen=seen))
            if not all(_repeats(asked, each) for each in variants[:REPEATED]):
                problems.append(LintProblem("not_repeatable"))
        except Exception as error:
            problems.append(LintProblem("raises", {"seed": len(variants), "error": f"{type(error).__name__}: {error}"}))
    problems += [LintProblem("warns", {"warning": str(each.message)}) for each in heard[:1]]
    if variants:
        problems += _problems(timed, variants)
    together = Counter(pair for variant in variants for pair in variant.indistinguishable)
    return StressReport(
        concept=concept,
        question=asked.question.name,
        kind=variants[0].kind if variants else "",
        seeds=len(variants),
        shown={each.values["idea"]: round(each.share, 3) for each in _shown(asked.question, variants)},
        alike={" = ".join(pair): round(count / len(variants), 3) for pair, count in together.items()},
        answers=len({str(variant.truth) for variant in variants}),
        p95_ms=round(timed.p95_ms, 1) if variants else 0.0,
        problems=tuple(problems),
    )


def _is_settled(question: Question, variants: Sequence[Variant], enough: int | None) -> bool:
    """Whether more variants would hardly change the report; looked at now and then."""
    if enough is None or len(variants) < enough or len(variants) % EVERY:
        return False
    shares = [*_shown(question, variants), *_commonest(question, variants)]
    if not all(each.is_settled for each in shares):
        return False
    return question.fact or len(variants) < ENOUGH or is_settled(variants, list(question.choices))


def _shown(question: Question, variants: Sequence[Variant]) -> Iterator[Share]:
    """How often each misconception is diagnosable."""
    for misconception in question.misconceptions:
        times = sum(misconception.name in each.diagnosable for each in variants)
        yield Share("hardly_shows", times, len(variants), RAREST, True, {"idea": misconception.name})


def _commonest(question: Question, variants: Sequence[Variant]) -> Iterator[Share]:
    """How often the commonest answer is the right one, unless there is to be one only."""
    if not question.fact:
        answer, times = Counter(str(each.truth) for each in variants).most_common(1)[0]
        yield Share("one_answer", times, len(variants), COMMONEST, values={"answer": answer})


def _problems(asked: TimedQuestion, variants: list[Variant]) -> Iterator[LintProblem]:
    question = asked.question
    if not question.misconceptions:
        yield LintProblem("no_wrong_idea")
    for share in (*_shown(question, variants), *_commonest(question, variants)):
        if share.is_problem:
            yield LintProblem(share.code, {**share.values, "share": share.share})
    if not question.fact and len(variants) >= ENOUGH:
        for code, values in faults(variants, list(question.choices)):
            yield LintProblem(code, values)
    if question.fact and len({str(each.truth) for each in variants}) > 1:
        yield LintProblem("not_a_fact", {"answers": len({str(each.truth) for each in variants})})
    unnamed = {str(v.truth) for v in variants if v.kind == "choice" and v.truth not in question.choices}
    if unnamed:
        yield LintProblem("unnamed_choice", {"answer": sorted(unnamed)[0]})
    left = [each.truth for each in variants if _is_left_of_0(each.truth)]
    if left:
        yield LintProblem("rounding_left", {"answer": left[0]})
    if asked.p95_ms > LONGEST_MS:
        yield LintProblem("slow", {"milliseconds": asked.p95_ms})


def _is_left_of_0(truth: Value) -> bool:
    """Whether rounding left this of a 0: a number that is tiny and has more figures than one would type."""
    if not isinstance(truth, float) or not 0 < abs(truth) < LEAST:
        return False
    return not math.isclose(truth, float(f"{truth:.6g}"), rel_tol=1e-9)


def _repeats(asked: LoadedQuestion, variant: Variant) -> bool:
    """Whether the demo gives the same right answer when it runs once more, but for what rounding leaves."""
    _, again = asked.answer(asked.run(variant.params, variant.seed), variant.params)
    return close(again, variant.truth, variant.tolerance / 10)
