"""A variant: a question with drawn parameters, its right answer and the answers of its misconceptions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Annotated, Any, TypedDict

from journal.core.forms import check
from journal.library.concept import Params
from journal.runner.values import (
    ANSWER,
    Kind,
    PackedParams,
    Value,
    checked_answer,
    checked_params,
    close,
    from_json,
    packed_params,
    rounds,
    to_json,
    unpacked_params,
)

WIDE_ENOUGH = 0.005
"""Of a number, the relative tolerance within which it may be rounded to three significant figures."""
MISCONCEPTIONS_MOST = 1000
"""The most misconceptions that one question may have."""
STEPS_MOST = 50
"""Steps of one worked example."""
STEP_LONGEST = 200
"""Characters of a step's label, and of its value."""
_Short = Annotated[str, STEP_LONGEST]
Steps = tuple[tuple[str, str], ...]
"""A worked example: the label and the value of each step, as they are shown."""


@dataclass(frozen=True)
class Variant:
    """One question, ready to be asked.

    `wrong_answers` holds the answer of each misconception, None where the idea leads to none. `tolerance` is absolute,
    and 0 for every kind but numbers. `steps` is the worked example, label and value, where the question has one. The
    truth holds for this machine and is never carried to another.
    """

    concept: str
    question: str
    seed: int
    params: Params
    kind: Kind
    truth: Value
    tolerance: float
    wrong_answers: Mapping[str, Value | None]
    steps: Steps = ()

    @cached_property
    def diagnosable(self) -> tuple[str, ...]:
        """The misconceptions whose answer differs from the right one, so that this variant can diagnose them."""
        wrong_answers = self.wrong_answers.items()
        return tuple(name for name, value in wrong_answers if value is not None and not self._close(value, self.truth))

    @cached_property
    def indistinguishable(self) -> tuple[tuple[str, str], ...]:
        """Pairs of diagnosable misconceptions that this variant cannot distinguish."""
        pairs = combinations(self.diagnosable, 2)
        return tuple((a, b) for a, b in pairs if close(self._wrong_answer(a), self._wrong_answer(b), self.tolerance))

    @property
    def is_exact(self) -> bool:
        """Whether its tolerance is narrower than three significant figures need: it asks for more of them."""
        if not isinstance(self.truth, float) or not math.isfinite(self.truth):
            return False
        return self.tolerance < WIDE_ENOUGH * abs(self.truth)

    def matches(self, answer: Value) -> bool:
        """Whether `answer` counts as the truth: it is within the tolerance, or is the truth rounded to three figures
        or more, and no misconception rounds to the same.
        """
        if self._close(answer, self.truth):
            return True
        return rounds(answer, self.truth) and not any(
            rounds(answer, self._wrong_answer(name)) for name in self.diagnosable
        )

    def misconceptions_behind(self, answer: Value) -> tuple[str, ...]:
        """The misconceptions that lead to this wrong answer."""
        wrong_answers = {name: self._wrong_answer(name) for name in self.diagnosable}
        return tuple(
            name for name, value in wrong_answers.items() if self._close(answer, value) or rounds(answer, value)
        )

    def _close(self, answer: Value, value: Value) -> bool:
        return close(answer, value, self.tolerance)

    def _wrong_answer(self, name: str) -> Value:
        value = self.wrong_answers[name]
        assert value is not None
        return value

    def to_json(self) -> dict[str, Any]:
        """This variant as plain JSON, for the worker protocol and the database."""
        return {
            "concept": self.concept,
            "question": self.question,
            "seed": self.seed,
            "params": packed_params(self.params),
            "kind": self.kind,
            "truth": to_json(self.truth),
            "tolerance": self.tolerance,
            "wrong_answers": {name: to_json(value) for name, value in self.wrong_answers.items()},
            "steps": [list(step) for step in self.steps],
        }

    @classmethod
    def from_json(cls, data: Any) -> Variant:
        """The inverse of `to_json`; raises MalformedError for invalid data."""
        check(data, _VariantJson)
        return cls(
            concept=data["concept"],
            question=data["question"],
            seed=data["seed"],
            params=unpacked_params(checked_params(data["params"])),
            kind=data["kind"],
            truth=checked_answer(data["truth"], data["kind"]),
            tolerance=max(0.0, float(data["tolerance"])),
            wrong_answers={name: from_json(value) for name, value in data["wrong_answers"].items()},
            steps=tuple((label, value) for label, value in data["steps"]),
        )


class _VariantJson(TypedDict):
    concept: str
    question: str
    seed: int
    params: PackedParams
    kind: Kind
    truth: Any
    tolerance: float
    wrong_answers: Annotated[dict[str, ANSWER | None], MISCONCEPTIONS_MOST]
    steps: Annotated[list[tuple[_Short, _Short]], STEPS_MOST]


def tolerance_for(truth: Value, wrong_answers: Mapping[str, Value | None], relative: float) -> float:
    """The absolute tolerance of a number: `relative` of the truth, at most a quarter of the way to a wrong answer."""
    if not isinstance(truth, float) or truth != truth or truth in (float("inf"), float("-inf")):
        return 0.0
    widest = relative * (abs(truth) or 1.0)
    numbers = [value for value in wrong_answers.values() if isinstance(value, (int, float)) and value == value]
    gaps = [abs(value - truth) for value in numbers if abs(value - truth) > widest / 4]
    return min([widest, *(gap / 4 for gap in gaps)])
