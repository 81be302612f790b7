"""The inputs on which a solution is tried: drawn by a task's makers of arguments, and shrunk when one refutes it.

Runs in the worker's child.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from journal.authoring import Task, call
from journal.library.concept import Params
from journal.runner.choosing import draw, draws, fixed, seed_everything

SHRINKINGS = 300
"""Simpler inputs that are tried before the smallest counterexample found is taken."""


@dataclass(frozen=True)
class Input:
    """One run's arguments, by what made them: a maker, the parameters drawn for it, and the seed."""

    maker: Callable[..., Any]
    params: Params
    seed: int

    def arguments(self) -> tuple[Any, ...]:
        """The arguments, the same ones each time."""
        seed_everything(self.seed)
        made = self.maker(**{**fixed(self.maker), **self.params})
        return made if isinstance(made, tuple) else (made,)


def drawn_inputs(task: Task, seed: int, count: int) -> Iterator[Input]:
    """`count` inputs, from each maker in turn; the same ones for the same seed."""
    rng = random.Random(f"{task.name}:{seed}")
    for index in range(count):
        maker = task.input_makers[index % len(task.input_makers)]
        yield Input(maker, draw(maker, rng), seed * count + index)


def shrunk(found: Input, refutes: Callable[[Input], bool]) -> Input:
    """The simplest input reached from `found`, step by step, that still `refutes` the solution."""
    left = SHRINKINGS
    while True:
        for simpler in _simpler(found):
            left -= 1
            if left < 0:
                return found
            if refutes(simpler):
                found = simpler
                break
        else:
            return found


def _simpler(found: Input) -> Iterator[Input]:
    for name, how in draws(found.maker).items():
        for value in how.smaller(found.params[name]):
            params = {**found.params, name: value}
            if all(call(condition, **params) for condition in getattr(found.maker, "conditions", ())):
                yield Input(found.maker, params, found.seed)
