"""A learner's solution as a function: compiled apart from the concept file, so that it cannot call the reference.

Runs in the worker's child.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from journal.authoring import Task

FILE = "<solution>"
"""The file name of the learner's code in a traceback."""


class UnreadableSolutionError(Exception):
    """The code cannot be tried: `problem` is the key of the sentence that says why, filled in with `values`."""

    def __init__(self, problem: str, **values: Any) -> None:
        super().__init__(problem)
        self.problem = problem
        self.values = values


def compiled(source: str, task: Task, concept: ModuleType) -> Callable[..., Any]:
    """The function of the task's name in `source`. It sees what the concept file imports, and no more.

    Raises UnreadableError for code that does not parse, raises while it is defined, or lacks the function.
    """
    space = names_of(concept)
    try:
        exec(compile(ast.parse(source, FILE), FILE, "exec"), space)
    except SyntaxError as error:
        raise UnreadableSolutionError("task.does_not_parse", line=error.lineno or 1, why=error.msg) from None
    except Exception as error:
        raise UnreadableSolutionError("task.does_not_start", why=f"{type(error).__name__}: {error}") from None
    function = space.get(task.name)
    if not inspect.isfunction(function):
        raise UnreadableSolutionError("task.no_function", name=task.name)
    _check_parameters(function, task)
    return function


def names_of(concept: ModuleType) -> dict[str, Any]:
    """What a concept file imports, under its name there: torch, nn, F, math, Counter; nothing that it defines."""
    imported = {name: value for name, value in vars(concept).items() if _is_imported(value, concept.__name__)}
    return {"__name__": "solution", **{name: value for name, value in imported.items() if name != "plt"}}


def _is_imported(value: Any, concept: str) -> bool:
    if isinstance(value, ModuleType):
        return True
    home = getattr(value, "__module__", None) or ""
    return (isinstance(value, type) or inspect.isroutine(value)) and home != concept and not home.startswith("journal.")


def _check_parameters(function: Callable[..., Any], task: Task) -> None:
    wanted = inspect.signature(task.function)
    try:
        inspect.signature(function).bind(*wanted.parameters)
    except TypeError:
        raise UnreadableSolutionError(
            "task.other_parameters", name=task.name, parameters=", ".join(wanted.parameters)
        ) from None
