"""What a concept file is written with: how parameters are drawn, what is asked, which misconceptions are known.

A concept file imports this module, torch and matplotlib, and nothing else. The README's chapter on writing a
concept shows a whole one. Standard library only, so that reading a concept costs nothing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from random import Random
from typing import Any

__all__ = [
    "CURVES",
    "Check",
    "Draw",
    "Misconception",
    "Question",
    "Task",
    "curve",
    "one_of",
    "question",
    "raised_at",
    "real",
    "several",
    "task",
    "where",
    "whole",
]

Function = Callable[..., Any]


def _no_smaller(_value: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Draw:
    """How one parameter of a demo is drawn: the default value of that parameter.

    `smaller` gives simpler values that could have been drawn instead, the simplest first; they are used to shrink
    counterexamples.
    """

    pick: Callable[[Random], Any]
    smaller: Callable[[Any], Iterable[Any]] = _no_smaller


# The makers of draws are typed as Any: in a demo the parameter stands for the value, not for the draw.


def whole(low: int, high: int) -> Any:
    """A whole number from `low` to `high`, both included."""
    simplest = min(max(0, low), high)

    def smaller(value: int) -> Iterable[int]:
        nearer = value - 1 if value > simplest else value + 1
        return () if value == simplest else dict.fromkeys((simplest, (simplest + value) // 2, nearer))

    return Draw(lambda rng: rng.randint(low, high), smaller)


def real(low: float, high: float, *, places: int = 1, either_sign: bool = False) -> Any:
    """A decimal number from `low` to `high`, rounded to `places`; with `either_sign` half of them negated."""

    def pick(rng: Random) -> float:
        sign = rng.choice((1, -1)) if either_sign else 1
        return sign * round(rng.uniform(low, high), places) + 0.0  # never the minus zero

    def smaller(value: float) -> Iterable[float]:
        return [simpler for simpler in (float(round(value)), low) if low <= abs(simpler) < abs(value)]

    return Draw(pick, smaller)


def one_of(*values: Any) -> Any:
    """One of the `values`, each as likely as the others."""
    return Draw(lambda rng: rng.choice(values), lambda value: values[: values.index(value)])


def several(count: int | tuple[int, int], draw: Any, *, distinct: bool = False) -> Any:
    """A list of `count` values of `draw`, all different when `distinct`; a pair of counts is a range."""
    low, high = (count, count) if isinstance(count, int) else count

    def pick(rng: Random) -> list[Any]:
        wanted = rng.randint(low, high)
        values: list[Any] = []
        while len(values) < wanted:
            value = draw.pick(rng)
            if not (distinct and value in values):
                values.append(value)
        return values

    def smaller(values: list[Any]) -> Iterable[list[Any]]:
        if len(values) > low:
            yield from (values[:index] + values[index + 1 :] for index in range(len(values)))
        for index, value in enumerate(values):
            for simpler in draw.smaller(value):
                if not (distinct and simpler in values):
                    yield [*values[:index], simpler, *values[index + 1 :]]

    return Draw(pick, smaller)


def where(condition: Function) -> Callable[[Function], Function]:
    """Keeps the draws of a demo for which `condition`, a function of some of its parameters, holds."""

    def decorate(demo: Function) -> Function:
        conditions: list[Function] = demo.__dict__.setdefault("conditions", [])
        conditions.append(condition)
        return demo

    return decorate


Sentences = tuple[str, str]
"""What is believed, and what is the case instead: two short sentences in one language."""


@dataclass(frozen=True)
class Misconception:
    """A belief, and a function that computes the answer which it leads to.

    For a question the function is called with those of the demo's parameters (and `out`, the true run's value) that
    it names, and returns None where the belief leads to no answer. For a task it is an implementation with the same
    parameters as the reference. `believed` and `fact` hold a sentence by language code; files written before the
    two were told apart have the fact alone.
    """

    function: Function
    believed: Mapping[str, str]
    fact: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.function.__name__


def _misconception(
    function: Function, correction: tuple[str, ...], languages: Mapping[str, Sentences]
) -> Misconception:
    believed = {code: pair[0] for code, pair in languages.items()}
    fact = dict(zip(("en", "zh"), correction, strict=False)) | {code: pair[1] for code, pair in languages.items()}
    return Misconception(function, believed, fact)


@dataclass
class Question:
    """What is asked about a demo's output. Called with `out` and any parameters it names, it gives the answer.

    `prompt` holds a text by language code, and `choices` such texts by the English name of each option.
    """

    function: Function
    prompt: Mapping[str, str]
    of: Function | None
    choices: Mapping[str, Mapping[str, str]]
    errors: bool
    tolerance: float
    fact: bool
    misconceptions: list[Misconception] = field(default_factory=list)
    steps_function: Function | None = None

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.function(*args, **named)

    def wrong(self, *correction: str, **languages: Sentences) -> Callable[[Function], Function]:
        """Declares a misconception above the function that computes its answer.

        Each language is a keyword with two sentences: what is believed, what is the case. For instance
        `en=("The padding does not count.", "Both ends are padded by p."), zh=("…", "…")`. Positional sentences,
        English and Chinese, are the older form: what is the case, alone.
        """

        def decorate(function: Function) -> Function:
            self.misconceptions.append(_misconception(function, correction, languages))
            return function

        return decorate

    def steps(self, function: Function) -> Function:
        """Declares the worked example: a generator over `(label, value)`, called like the question itself.

        A learner first sees all steps, later all but the last, then none. The last value is the answer.
        """
        self.steps_function = function
        return function


CURVES = {
    "rises": "上升",
    "falls": "下降",
    "stays": "不变",
    "rises, then falls": "先升后降",
    "falls, then rises": "先降后升",
}
"""The choices of a question about the course of a series of numbers, whose answer is its `curve`."""

_COURSES = dict(zip([(1,), (-1,), (), (1, -1), (-1, 1)], CURVES, strict=True))


def curve(values: Iterable[Any], *, flat: float = 1e-6) -> str:
    """Which of `CURVES` a series of numbers draws; a step of no more than `flat` is none.

    Raises ValueError for a series that turns more than once: keep such draws out with `where`.
    """
    numbers = [float(each) for each in values]
    steps = [(after > before) - (after < before) for before, after in pairwise(numbers) if abs(after - before) > flat]
    course = tuple(direction for direction, _ in groupby(steps))
    if course not in _COURSES:
        raise ValueError(f"turns {len(course) - 1} times")
    return _COURSES[course]


def question(
    prompt: str,
    zh: str = "",
    *,
    of: Function | None = None,
    choices: Mapping[str, str | Mapping[str, str]] | Sequence[str] = (),
    errors: bool = False,
    tolerance: float = 0.01,
    fact: bool = False,
    **languages: str,
) -> Callable[[Function], Question]:
    """Declares a question: its prompt in English and, by language code, in others, above a function of `out`.

    What the function returns fixes how the answer is typed: a `torch.Size` or tuple is a shape, an int a whole
    number, a float a number (right within the relative `tolerance`), a bool yes or no, a str one of the
    `choices` (English to Chinese, names that need no translation, or `CURVES`), a list of str an order of such choices.

    The function may also name the demo's parameters, and `printed`, the lines that the demo printed.

    `of` names the demo when it is not `demo`. With `errors` the demo may raise, and `out` is then the exception.
    A `fact` has the same answer in every draw and is asked rarely.
    """
    named = choices if isinstance(choices, Mapping) else {name: name for name in choices}
    options = {en: {"en": en, **({"zh": text} if isinstance(text, str) else text)} for en, text in named.items()}

    def decorate(function: Function) -> Question:
        return Question(function, _texts(prompt, zh, languages), of, options, errors, tolerance, fact)

    return decorate


def _texts(en: str, zh: str, others: Mapping[str, str]) -> dict[str, str]:
    return {"en": en, **({"zh": zh} if zh else {}), **others}


@dataclass(frozen=True)
class Check:
    """A property that every right solution of a task has: a function of `out`, the arguments and `solution`."""

    function: Function
    says: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.function.__name__


@dataclass
class Task:
    """What the learner writes: a function like this reference. Called with arguments, it gives the reference's value.

    `inputs` are functions with drawn parameters, as a demo has, that return the tuple of arguments of one run.
    """

    function: Function
    prompt: Mapping[str, str]
    blanks: Sequence[str]
    order: bool
    mend: Sequence[str]
    gradients: bool | Sequence[str]
    tolerance: float
    input_makers: list[Function] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    hints: list[Mapping[str, str]] = field(default_factory=list)
    misconceptions: list[Misconception] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.function.__name__

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.function(*args, **named)

    def inputs(self, function: Function) -> Function:
        """Declares a source of arguments: drawn parameters in, a tuple of arguments out. A second one may hold edge
        cases: empty, of one element, huge values."""
        self.input_makers.append(function)
        return function

    def holds(self, en: str, zh: str = "", **languages: str) -> Callable[[Function], Function]:
        """Declares a property, told in a sentence: a function that returns whether it holds.

        It may name `out` (the learner's value), any argument of the task, and `solution`, the learner's function.
        """

        def decorate(function: Function) -> Function:
            self.checks.append(Check(function, _texts(en, zh, languages)))
            return function

        return decorate

    def hint(self, en: str, zh: str = "", **languages: str) -> None:
        """Adds a hint. They are shown one by one when asked for, and each lowers the rating."""
        self.hints.append(_texts(en, zh, languages))

    def wrong(self, **languages: Sentences) -> Callable[[Function], Function]:
        """Declares an implementation that people write by mistake; see `Question.wrong` for the two sentences."""

        def decorate(function: Function) -> Function:
            self.misconceptions.append(_misconception(function, (), languages))
            return function

        return decorate


def task(
    prompt: str,
    zh: str = "",
    *,
    blanks: Sequence[str] = (),
    order: bool = False,
    mend: Sequence[str] = (),
    gradients: bool | Sequence[str] = False,
    tolerance: float = 1e-4,
    **languages: str,
) -> Callable[[Function], Task]:
    """Declares a task above its reference solution: the learner writes that function from its name and the prompt.

    The same declaration gives easier forms of it. `blanks` are parts of the reference that are left out to be filled
    in, each as it stands in the source. With `order` the lines of the reference are shuffled. `mend` names
    misconceptions of the task whose code is shown to be fixed.

    A solution is right when it agrees with the reference on drawn inputs (floats within the relative `tolerance`)
    and every property holds; with `gradients` its derivatives by all floating-point tensors agree as well, or by those
    of the arguments that it names. The learner is told so below the prompt.
    """

    def decorate(function: Function) -> Task:
        return Task(function, _texts(prompt, zh, languages), blanks, order, mend, gradients, tolerance)

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
    wanted = _parameters(function)
    return function(**{name: value for name, value in available.items() if name in wanted})


@lru_cache(maxsize=1024)
def _parameters(function: Function) -> frozenset[str]:
    """The names of a function's parameters: looked up once, as a stress test calls it many hundreds of times."""
    return frozenset(inspect.signature(function).parameters)
