"""What came of judging a solution, as plain values: the worker's child makes it, the app shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Outcome = Literal["right", "wrong", "unreadable"]
OUTCOMES: tuple[Outcome, ...] = ("right", "wrong", "unreadable")


@dataclass(frozen=True)
class Counterexample:
    """The smallest input found on which a solution is not right: each argument, what comes out, what should.

    `reason` says what is wrong: `value`, `gradient`, `raises`, `changes_arguments`, or the name of a property that
    calls the solution. `property` names one that a wrong value does not have.
    """

    arguments: Mapping[str, str]
    got: str
    expected: str
    reason: str
    property: str = ""
    line: int | None = None
    """The line of the solution that raised, counted from 1."""


@dataclass(frozen=True)
class TaskVerdict:
    """`right`, `wrong`, or `unreadable`: code that cannot be tried at all, which is no attempt.

    `misconception` names the wrong implementation that the solution behaves like on every input tried. `problem` is
    the key of the sentence for an unreadable one, with its `values`. `passed` of `tried` inputs came out right.
    """

    outcome: Outcome
    passed: int = 0
    tried: int = 0
    counterexample: Counterexample | None = None
    misconception: str | None = None
    problem: str = ""
    values: Mapping[str, Any] | None = None
    milliseconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """This verdict as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TaskVerdict:
        """The inverse of `to_json`. Raises KeyError, TypeError or ValueError for anything malformed."""
        if data["outcome"] not in OUTCOMES:
            raise ValueError(f"no outcome {data['outcome']!r}")
        example = data["counterexample"]
        return cls(**{**data, "counterexample": None if example is None else Counterexample(**example)})


@dataclass(frozen=True)
class TaskReport:
    """What the stress test saw of one task: the share of inputs on which each wrong implementation is refuted."""

    concept: str
    task: str
    seeds: int
    refuted: Mapping[str, float]
    problems: tuple[tuple[str, Mapping[str, Any]], ...]

    def to_json(self) -> dict[str, Any]:
        """This report as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TaskReport:
        """The inverse of `to_json`."""
        problems = tuple((str(code), dict(values)) for code, values in data["problems"])
        return cls(**{**data, "problems": problems})
