"""What a concept file is written with: how parameters are drawn, what is asked, which wrong ideas are known.

A concept file imports this module, torch and matplotlib, and nothing else. The README's chapter on writing a
concept shows a whole one. Standard library only, so that reading a concept costs nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

__all__ = ["Draw", "Question", "WrongIdea", "one_of", "question", "raised_at", "real", "several", "where", "whole"]

Function = Callable[..., Any]


@dataclass(frozen=True)
class Draw:
    """How one parameter of a demo is drawn: the default value of that parameter."""

    pick: Callable[[Random], Any]


# The makers of draws are typed as Any: in a demo the parameter stands for the value, not for the draw.


def whole(low: int, high: int) -> Any:
    """A whole number from `low` to `high`, both included."""
    return Draw(lambda rng: rng.randint(low, high))


def real(low: float, high: float, *, places: int = 1, either_sign: bool = False) -> Any:
    """A decimal number from `low` to `high`, rounded to `places`; with `either_sign` half of them negated."""

    def pick(rng: Random) -> float:
        sign = rng.choice((1, -1)) if either_sign else 1
        return sign * round(rng.uniform(low, high), places) + 0.0  # never the minus zero

    return Draw(pick)


def one_of(*values: Any) -> Any:
    """One of the `values`, each as likely as the others."""
    return Draw(lambda rng: rng.choice(values))


def several(count: int | tuple[int, int], draw: Any, *, distinct: bool = False) -> Any:
    """A list of `count` values of `draw`, no two alike when `distinct`; a pair of counts is a range."""
    low, high = (count, count) if isinstance(count, int) else count

    def pick(rng: Random) -> list[Any]:
        wanted = rng.randint(low, high)
        values: list[Any] = []
        while len(values) < wanted:
            value = draw.pick(rng)
            if not (distinct and value in values):
                values.append(value)
        return values

    return Draw(pick)


def where(condition: Function) -> Callable[[Function], Function]:
    """Keeps the draws of a demo for which `condition`, a function of some of its parameters, holds."""

    def decorate(demo: Function) -> Function:
        conditions: list[Function] = demo.__dict__.setdefault("conditions", [])
        conditions.append(condition)
        return demo

    return decorate


@dataclass(frozen=True)
class WrongIdea:
    """A function that computes the answer which a learner with this misconception gives.

    Called with those of the demo's parameters (and `out`, the true run's value) that it names. It returns None
    where the idea leads to no answer.
    """

    function: Function
    says: str
    says_zh: str

    @property
    def name(self) -> str:
        return self.function.__name__


@dataclass
class Question:
    """What is asked about a demo's output. Called with `out` and any parameters it names, it gives the answer."""

    function: Function
    prompt: str
    prompt_zh: str
    of: Function | None
    choices: Mapping[str, str]
    errors: bool
    tolerance: float
    fact: bool
    wrongs: list[WrongIdea] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.function(*args, **named)

    def wrong(self, says: str, says_zh: str = "") -> Callable[[Function], Function]:
        """Declares a wrong idea: the sentence that refutes it, in English and in Chinese."""

        def decorate(function: Function) -> Function:
            self.wrongs.append(WrongIdea(function, says, says_zh))
            return function

        return decorate


def question(
    prompt: str,
    prompt_zh: str = "",
    *,
    of: Function | None = None,
    choices: Mapping[str, str] | Sequence[str] = (),
    errors: bool = False,
    tolerance: float = 0.01,
    fact: bool = False,
) -> Callable[[Function], Question]:
    """Declares a question: its prompt in English and in Chinese, above a function of `out`, the demo's value.

    What the function returns fixes how the answer is typed: a `torch.Size` or tuple is a shape, an int a whole
    number, a float a number (right within the relative `tolerance`), a bool yes or no, a str one of the
    `choices` (English to Chinese, or names that need no translation), a list of str an order of such choices.

    The function may also name the demo's parameters, and `printed`, the lines that the demo printed.

    `of` names the demo when it is not `demo`. With `errors` the demo may raise, and `out` is then the exception.
    A `fact` has the same answer in every draw and is asked rarely.
    """
    named = dict(choices) if isinstance(choices, Mapping) else {name: name for name in choices}

    def decorate(function: Function) -> Question:
        return Question(function, prompt, prompt_zh, of, named, errors, tolerance, fact)

    return decorate


def raised_at(error: BaseException, demo: Function) -> int | None:
    """The line of the demo's body, counted from 1, from which `error` came; None when it came from elsewhere."""
    code = demo.__code__
    first = min(line for *_, line in code.co_lines() if line and line > code.co_firstlineno)
    trace, found = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code is code:
            found = trace.tb_lineno - first + 1
        trace = trace.tb_next
    return found


def call(function: Function, **available: Any) -> Any:
    """Calls `function` with those of the `available` values that its parameters name."""
    wanted = inspect.signature(function).parameters
    return function(**{name: value for name, value in available.items() if name in wanted})
