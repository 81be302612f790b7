"""Every task of the library: its stress test finds nothing, and right solutions written differently are right."""

from __future__ import annotations

import inspect
import textwrap
from importlib import import_module
from pathlib import Path

import pytest

from journal.authoring import Task as Declared
from journal.library.concept import Concept, Task
from journal.runner.tasks.assignment import function_text
from journal.runner.tasks.inputs import drawn_inputs
from journal.runner.tasks.judging import INPUTS as TRIED
from journal.runner.tasks.judging import diagnosed, fault, judge
from journal.runner.tasks.stressing import stress_task
from tests.curriculum.loaded import CONCEPTS, module
from tests.curriculum.mistakes import MISTAKES
from tests.curriculum.solutions import SOLUTIONS, Solution

for path in Path(__file__).parent.glob("solutions_*.py"):
    import_module(f"tests.curriculum.{path.stem}")

ENOUGH, INPUTS = 24, 60
"""Inputs of a task: those after which the stress test goes on only where a share is near its limit, and the most."""

TASKS = tuple((concept, task) for concept in CONCEPTS for task in concept.tasks)
every_task = pytest.mark.parametrize(
    ("concept", "task"), TASKS, ids=[f"{concept.id} {task.name}" for concept, task in TASKS]
)


def declared(concept: Concept, task: Task) -> Declared:
    """The task of the imported file."""
    found = getattr(module(concept.id), task.name)
    assert isinstance(found, Declared)
    return found


@every_task
def test_the_stress_test_finds_nothing(concept: Concept, task: Task) -> None:
    assert stress_task(declared(concept, task), concept.id, INPUTS, ENOUGH).problems == ()


@every_task
def test_the_reference_is_right_when_it_is_typed(concept: Concept, task: Task) -> None:
    verdict = judge(module(concept.id), declared(concept, task), function_text(task, task.body), 3)
    assert (verdict.outcome, verdict.counterexample) == ("right", None)


@every_task
def test_a_solution_that_is_written_differently_is_right(concept: Concept, task: Task) -> None:
    written = SOLUTIONS[concept.id, task.name]
    assert written
    for solution in written:
        assert code(solution) != task.body
        assert faults(declared(concept, task), solution) == set()


def faults(task: Declared, solution: Solution) -> set[str]:
    """What is wrong with a solution on any of some inputs."""
    return {fault(task, solution, each) for each in drawn_inputs(task, 7, INPUTS // 2)} - {""}


def code(function: Solution) -> str:
    """The body of a function as its source has it."""
    return textwrap.dedent("\n".join(inspect.getsource(function).partition(":\n")[2].splitlines()))


def test_every_solution_is_of_a_task() -> None:
    assert set(SOLUTIONS) <= {(concept.id, task.name) for concept, task in TASKS}


@pytest.mark.parametrize(("concept", "task", "misconception"), MISTAKES, ids=" ".join)
def test_a_mistake_that_is_written_differently_is_named(concept: str, task: str, misconception: str) -> None:
    found = getattr(module(concept), task)
    assert isinstance(found, Declared)
    inputs = list(drawn_inputs(found, 7, TRIED))
    assert diagnosed(found, MISTAKES[concept, task, misconception], inputs) == misconception
