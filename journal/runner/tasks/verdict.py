"""The verdict on a solution as plain values: made in the worker's child, shown by the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from journal.core.forms import MalformedError, check
from journal.core.messages import can_say

TaskOutcome = Literal["right", "wrong", "unreadable"]
OUTCOMES: tuple[TaskOutcome, ...] = ("right", "wrong", "unreadable")


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

    outcome: TaskOutcome
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
    def from_json(cls, data: Any) -> TaskVerdict:
        """The inverse of `to_json`; raises MalformedError for invalid data."""
        check(data, cls)
        said = (
            can_say(data["problem"], data["values"] or {}) if data["outcome"] == "unreadable" else not data["problem"]
        )
        if not said:
            raise MalformedError("a problem that nobody words")
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
    def from_json(cls, data: Any) -> TaskReport:
        """The inverse of `to_json`; raises MalformedError for invalid data."""
        check(data, cls)
        problems = tuple((code, values) for code, values in data["problems"])
        if not all(
            "task" not in values and can_say(f"lint.{code}", {"task": "", **values}) for code, values in problems
        ):
            raise MalformedError("a problem that nobody words")
        return cls(**{**data, "problems": problems})
