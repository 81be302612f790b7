"""The stress test of a task. Runs in the worker's child."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from journal.authoring import Task
from journal.runner.shares import Share
from journal.runner.tasks.comparing import same
from journal.runner.tasks.inputs import Input, drawn_inputs
from journal.runner.tasks.judging import CallResult, broken_property, difference, run
from journal.runner.tasks.verdict import TaskReport

RAREST = 0.15
"""A wrong implementation must be refuted by at least this share of the inputs."""
ALIKE = 0.05
"""Two wrong implementations must differ on at least this share of the inputs."""

ENOUGH = 20
"""Inputs without which no share is judged."""

Problem = tuple[str, Mapping[str, Any]]
InputResults = Mapping[str, CallResult]
"""What the reference, under the name "", and each wrong implementation made of one input."""


def stress_task(task: Task, concept: str, seeds: int, enough: int | None = None) -> TaskReport:
    """Tries the reference and every wrong implementation on `seeds` inputs.

    After `enough` of them it stops where more would hardly change what is reported.
    """
    inputs = list(drawn_inputs(task, 0, seeds))
    rows = [_row(task, each) for each in inputs[:enough]]
    if not all(each.is_settled for each in (*_refuted(task, rows), *_distinguished(task, rows))):
        rows += [_row(task, each) for each in inputs[len(rows) :]]
    refuted = {each.values["idea"]: round(each.share, 3) for each in _refuted(task, rows)}
    problems = (*_of_reference(task, inputs, rows), *_of_ideas(task, rows), *_of_forms(task))
    return TaskReport(concept, task.name, len(rows), refuted, problems)


def _row(task: Task, given: Input) -> InputResults:
    functions = {each.name: each.function for each in task.misconceptions}
    return {name: run(task, function, given) for name, function in {"": task.function, **functions}.items()}


def _refuted(task: Task, rows: Sequence[InputResults]) -> Iterator[Share]:
    """How often each wrong implementation gives something else than the reference."""
    for each in task.misconceptions:
        yield _differing(task, rows, each.name, "", "hardly_refuted", RAREST, {"idea": each.name})


def _distinguished(task: Task, rows: Sequence[InputResults]) -> Iterator[Share]:
    """How often each two wrong implementations differ."""
    for one, other in combinations([each.name for each in task.misconceptions], 2):
        yield _differing(task, rows, one, other, "wrong_alike", ALIKE, {"idea": one, "other": other})


def _differing(
    task: Task, rows: Sequence[InputResults], one: str, other: str, code: str, limit: float, values: dict[str, Any]
) -> Share:
    times = sum(not same(row[one].value, row[other].value, task.tolerance) for row in rows)
    return Share(code, times, len(rows), limit, True, values)


def _of_reference(task: Task, inputs: Sequence[Input], rows: Sequence[InputResults]) -> Iterator[Problem]:
    for index, (given, row) in enumerate(zip(inputs, rows, strict=False)):
        right = row[""]
        if right.raised:
            yield "reference_raises", {"seed": index, "error": f"{type(right.value).__name__}: {right.value}"}
            return
        if difference(task, right, run(task, task.function, given)):
            yield "not_repeatable", {}
            return
        if name := broken_property(task, task.checks, task.function, given, right.value):
            yield "property_fails", {"name": name, "seed": index}
            return


def _of_ideas(task: Task, rows: Sequence[InputResults]) -> Iterator[Problem]:
    if len(task.misconceptions) < 2:
        yield "few_wrong", {"count": len(task.misconceptions)}
    if len(rows) < ENOUGH:
        return
    for each in _refuted(task, rows):
        if each.is_problem:
            yield each.code, {**each.values, "share": each.share}
    for each in _distinguished(task, rows):
        if each.is_problem:
            yield each.code, each.values


def _of_forms(task: Task) -> Iterator[Problem]:
    source = inspect.getsource(task.function).partition("\ndef ")[2]
    for blank in task.blanks:
        if blank not in source:
            yield "no_such_blank", {"blank": blank}
    known = {misconception.name for misconception in task.misconceptions}
    for name in task.mend:
        if name not in known:
            yield "nothing_to_mend", {"name": name}
