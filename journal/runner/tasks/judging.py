"""Judges a solution by running it beside the reference on drawn inputs. Runs in the worker's child.

A solution is right when it agrees with the reference on every input, every property holds, and it leaves its
arguments as the reference does. A wrong one is refuted with the smallest input found, and named where it behaves like
a known wrong implementation on every input.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from types import ModuleType
from typing import Any

import torch

from journal.authoring import Check, Misconception, Task, call
from journal.runner.choosing import seed_everything
from journal.runner.tasks.bindings import bindings, changed
from journal.runner.tasks.comparing import copied, same
from journal.runner.tasks.inputs import Input, drawn_inputs, shrunk
from journal.runner.tasks.solution import FILE, UnreadableSolutionError, compiled
from journal.runner.tasks.verdict import Counterexample, TaskVerdict
from journal.runner.worker.describing import describe
from journal.runner.worker.stops import limit_of, line_in

INPUTS = 24
"""Inputs on which a solution is tried."""


@dataclass(frozen=True)
class CallResult:
    """One call: what it returned or raised, its arguments afterwards, and the gradients, where they count."""

    value: Any
    arguments: tuple[Any, ...]
    gradients: tuple[Any, ...] = ()

    @property
    def raised(self) -> bool:
        return isinstance(self.value, BaseException)


def judge(module: ModuleType, task: Task, source: str, seed: int) -> TaskVerdict:
    """The verdict on a solution; inputs are drawn by `seed`. One that changes torch or the judge is not tried."""
    before, look, unreadable = bindings(), changed, TaskVerdict  # as they are before the solution can change them
    verdict = _judged(module, task, source, seed)
    name = look(before)
    return unreadable("unreadable", problem="task.changes_others", values={"name": name}) if name else verdict


def _judged(module: ModuleType, task: Task, source: str, seed: int) -> TaskVerdict:
    start = time.perf_counter()
    try:
        solution = compiled(source, task, module)
    except UnreadableSolutionError as error:
        return TaskVerdict("unreadable", problem=error.problem, values=error.values)
    inputs = list(drawn_inputs(task, seed, INPUTS))
    wrong = [each for each in inputs if fault(task, solution, each)]
    verdict = TaskVerdict("right", INPUTS, INPUTS)
    if wrong:
        example = counterexample(task, solution, wrong[0])
        name = diagnosed(task, solution, [*inputs, *wrong])
        verdict = TaskVerdict("wrong", INPUTS - len(wrong), INPUTS, example, name)
    return TaskVerdict(**{**vars(verdict), "milliseconds": 1000 * (time.perf_counter() - start)})


def fault(task: Task, function: Callable[..., Any], given: Input) -> str:
    """What is wrong with a solution on one input, as `Counterexample.reason` says; empty when nothing is.

    A value that equals the reference's has its properties; only those that call the solution again are tried.
    """
    expected, got = run(task, task.function, given), run(task, function, given)
    if found := difference(task, expected, got):
        return found
    calling = [check for check in task.checks if "solution" in inspect.signature(check.function).parameters]
    return "" if got.raised else broken_property(task, calling, function, given, expected.value)


def difference(task: Task, expected: CallResult, got: CallResult) -> str:
    """In what a call differs from that of the reference, as `Counterexample.reason` says; empty when in nothing."""
    if got.raised and not expected.raised:
        return "raises"
    if not same(got.value, expected.value, task.tolerance):
        return "value"
    if not same(got.arguments, expected.arguments, task.tolerance):
        return "changes_arguments"
    if not same(got.gradients, expected.gradients, max(task.tolerance, 1e-3)):
        return "gradient"
    return ""


def broken_property(task: Task, checks: Sequence[Check], function: Callable[..., Any], given: Input, out: Any) -> str:
    """The first of these properties that a value does not have; empty when it has all of them."""
    named = dict(zip(inspect.signature(task.function).parameters, given.arguments(), strict=False))
    for check in checks:
        seed_everything(given.seed)
        try:
            holds = bool(call(check.function, out=out, solution=function, **named))
        except Exception:  # of the learner's function that it calls, or since a wrong value has not the form for it
            holds = "solution" not in inspect.signature(check.function).parameters
        if not holds:
            return check.name
    return ""


def run(task: Task, function: Callable[..., Any], given: Input) -> CallResult:
    """One call of the reference, of a wrong implementation, or of the learner's function, with arguments of its own."""
    arguments = given.arguments()
    for name, each in zip(inspect.signature(task.function).parameters, arguments, strict=False):
        if _is_differentiated(task, name) and isinstance(each, torch.Tensor) and each.is_floating_point():
            each.requires_grad_(True)
    mine = copied(arguments)
    seed_everything(given.seed)
    try:
        with redirect_stdout(StringIO()):
            value = function(*mine)
        return CallResult(value, mine, _gradients(value, mine) if task.gradients else ())
    except Exception as error:
        if limit_of(error) != "error":
            raise
        return CallResult(error, mine)


def _is_differentiated(task: Task, argument: str) -> bool:
    return task.gradients if isinstance(task.gradients, bool) else argument in task.gradients


def _gradients(value: Any, arguments: Sequence[Any]) -> tuple[Any, ...]:
    """The gradients of the sum of squares of what was returned, by each floating-point argument."""
    leaves = [each for each in arguments if isinstance(each, torch.Tensor) and each.requires_grad]
    outs = [each for each in (value if isinstance(value, (tuple, list)) else [value]) if isinstance(each, torch.Tensor)]
    loss = sum(each.square().sum() for each in outs if each.requires_grad)
    if not leaves or not isinstance(loss, torch.Tensor):
        return ()
    return torch.autograd.grad(loss, leaves, allow_unused=True)


def counterexample(task: Task, function: Callable[..., Any], found: Input) -> Counterexample:
    """The smallest input on which a solution is wrong, reached from one on which it is."""
    reason = fault(task, function, found)
    smallest = shrunk(found, lambda each: fault(task, function, each) == reason)
    expected, got = run(task, task.function, smallest), run(task, function, smallest)
    names = inspect.signature(task.function).parameters
    return Counterexample(
        arguments={name: describe(value) for name, value in zip(names, smallest.arguments(), strict=False)},
        got=_described(got.value),
        expected=_described(expected.value),
        reason=reason,
        property=broken_property(task, task.checks, function, smallest, got.value) if reason == "value" else "",
        line=line_in(got.value, FILE) if isinstance(got.value, BaseException) else None,
    )


def _described(value: Any) -> str:
    return f"{type(value).__name__}: {value}" if isinstance(value, BaseException) else describe(value)


def diagnosed(task: Task, function: Callable[..., Any], inputs: Sequence[Input]) -> str | None:
    """The wrong implementation that a solution behaves like on every input; None when it is like none, or several.

    An implementation that these inputs do not tell from the reference is never named.
    """
    values = [run(task, function, each) for each in inputs]
    found = [
        misconception.name
        for misconception in task.misconceptions
        if _behaves_like(task, misconception, inputs, values)
    ]
    return found[0] if len(found) == 1 else None


def _behaves_like(
    task: Task, misconception: Misconception, inputs: Sequence[Input], values: Sequence[CallResult]
) -> bool:
    return all(
        same(value.value, run(task, misconception.function, each).value, task.tolerance)
        for each, value in zip(inputs, values, strict=True)
    )
