"""The stress test of a task. Runs in the worker's child."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from journal.authoring import Task
from journal.runner.tasks.comparing import same
from journal.runner.tasks.inputs import Input, drawn_inputs
from journal.runner.tasks.judging import CallResult, broken_property, fault, run
from journal.runner.tasks.verdict import TaskReport

RAREST = 0.15
"""A wrong implementation must be refuted by at least this share of the inputs."""
ALIKE = 0.05
"""Two wrong implementations must differ on at least this share of the inputs."""

ENOUGH = 20
"""Inputs without which no share is judged."""

Problem = tuple[str, Mapping[str, Any]]


def stress_task(task: Task, concept: str, seeds: int) -> TaskReport:
    """Tries the reference and every wrong implementation on `seeds` inputs."""
    inputs = list(drawn_inputs(task, 0, seeds))
    runs = {
        misconception.name: [run(task, misconception.function, each) for each in inputs]
        for misconception in task.misconceptions
    }
    truth = [run(task, task.function, each) for each in inputs]
    refuted = {
        name: sum(not same(got.value, right.value, task.tolerance) for got, right in zip(values, truth, strict=True))
        / max(1, seeds)
        for name, values in runs.items()
    }
    problems = (*_of_reference(task, inputs, truth), *_of_ideas(task, refuted, runs, seeds), *_of_forms(task))
    return TaskReport(concept, task.name, seeds, {name: round(share, 3) for name, share in refuted.items()}, problems)


def _of_reference(task: Task, inputs: Sequence[Input], truth: Sequence[CallResult]) -> Iterator[Problem]:
    for index, (given, right) in enumerate(zip(inputs, truth, strict=True)):
        if right.raised:
            yield "reference_raises", {"seed": index, "error": f"{type(right.value).__name__}: {right.value}"}
            return
        if fault(task, task.function, given):
            yield "not_repeatable", {}
            return
        if name := broken_property(task, task.checks, task.function, given, right.value):
            yield "property_fails", {"name": name, "seed": index}
            return


def _of_ideas(
    task: Task, refuted: Mapping[str, float], runs: Mapping[str, Sequence[CallResult]], seeds: int
) -> Iterator[Problem]:
    if len(task.misconceptions) < 2:
        yield "few_wrong", {"count": len(task.misconceptions)}
    if seeds < ENOUGH:
        return
    for name, share in refuted.items():
        if share < RAREST:
            yield "hardly_refuted", {"idea": name, "share": share}
    apart = Counter(
        {
            (one, other): sum(
                not same(a.value, b.value, task.tolerance) for a, b in zip(runs[one], runs[other], strict=True)
            )
            for one, other in combinations(runs, 2)
        }
    )
    for (one, other), count in apart.items():
        if count < ALIKE * seeds:
            yield "wrong_alike", {"idea": one, "other": other}


def _of_forms(task: Task) -> Iterator[Problem]:
    source = inspect.getsource(task.function).partition("\ndef ")[2]
    for blank in task.blanks:
        if blank not in source:
            yield "no_such_blank", {"blank": blank}
    known = {misconception.name for misconception in task.misconceptions}
    for name in task.mend:
        if name not in known:
            yield "nothing_to_mend", {"name": name}
