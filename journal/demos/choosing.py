"""Chooses a variant: draws parameters until every wrong idea shows. Runs the concept's code: in the worker's child.

An ordinary draw hides about a third of the wrong ideas, because their answer happens to be the right one. So draws
are scored, and the first that exposes every idea and tells any two apart is taken, else the best one seen.
"""

from __future__ import annotations

import importlib.util
import linecache
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

from journal.authoring import Draw, Misconception, Question, call
from journal.demos.concept import Params
from journal.demos.values import Kind, Value, close, plain
from journal.demos.variants import STEP_LONGEST, STEPS_MOST, Steps, Variant, tolerance_for
from journal.text.files import LARGEST_OF_OURS, bytes_of

TRIES = 60
"""Draws of one variant, when the answer is a number or a shape."""
PATIENCE = 20
"""Draws in a row that tell no more than the best one so far, after which the search is given up."""
ANSWERS_PATIENCE = 12
"""The same when the answer is one of a few: by then each of them has most likely been met."""


def load(path: Path, source: bytes | None = None) -> ModuleType:
    """Executes the `source` of the concept file at `path`, by default what is in the file now, as a module.

    Nothing else is executed or read in its place: no compiled copy beside the file, and no later state of it, not even
    for the lines of a traceback. The module's name hides none that can be imported.
    """
    source = bytes_of(path, LARGEST_OF_OURS) if source is None else source
    module = ModuleType(f"concept_{path.stem}")
    module.__file__ = str(path)
    code = compile(source, str(path), "exec", dont_inherit=True)
    lines = importlib.util.decode_source(source).splitlines(keepends=True)
    linecache.cache[str(path)] = (len(source), None, lines, str(path))
    exec(code, vars(module))
    return module


def seed_everything(seed: int) -> None:
    """Makes the next run repeatable: seeds Python's, numpy's and torch's generators, where they are loaded."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks for every accelerator, which takes long


@dataclass(frozen=True)
class Ran:
    """What came of the demo: its value (or exception), and the lines that it printed."""

    out: Any
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question of a loaded concept file, with the demo that it is about."""

    module: ModuleType
    question: Question

    @classmethod
    def of(cls, module: ModuleType, name: str) -> Asked:
        """The question called `name`; raises KeyError when the file has none of that name."""
        found = vars(module).get(name)
        if not isinstance(found, Question):
            raise KeyError(f"no question {name}")
        return cls(module, found)

    @cached_property
    def demo(self) -> Any:
        return self.question.of or self.module.demo

    def run(self, params: Params, seed: int) -> Ran:
        """The demo's value, or the exception it raised when that is what the question is about, and what it printed."""
        seed_everything(seed)
        with redirect_stdout(StringIO()) as screen:
            try:
                out = self.demo(**{**fixed(self.demo), **params})
            except Exception as error:
                if not self.question.errors:
                    raise
                out = error
        return Ran(out, tuple(screen.getvalue().splitlines()))

    def answer(self, ran: Ran, params: Params) -> tuple[Kind, Value]:
        """The truth and its kind: what the question makes of the run."""
        return plain(call(self.question.function, out=ran.out, printed=ran.printed, **params))

    def belief(self, idea: Misconception, ran: Ran, params: Params, seed: int) -> Value | None:
        """The answer that a wrong idea leads to, or None."""
        seed_everything(seed)
        try:
            with redirect_stdout(StringIO()):
                value = call(idea.function, out=ran.out, printed=ran.printed, **params)
        except Exception as error:
            if not self.question.errors:
                raise
            value = self.question.function(error)
        return None if value is None else plain(value)[1]


def draws(demo: Any) -> dict[str, Draw]:
    """How each drawn parameter of a demo is drawn."""
    return {name: value for name, value in _defaults(demo).items() if isinstance(value, Draw)}


def fixed(demo: Any) -> dict[str, Any]:
    """The parameters of a demo that are never drawn."""
    return {name: value for name, value in _defaults(demo).items() if not isinstance(value, Draw)}


def _defaults(demo: Any) -> dict[str, Any]:
    code = demo.__code__
    names = code.co_varnames[: code.co_argcount]
    return dict(zip(names, demo.__defaults__ or (), strict=True))


def draw(demo: Any, rng: random.Random, attempts: int = 1000) -> Params:
    """One draw of all parameters for which the demo's conditions hold; raises ValueError when none is found."""
    makers = draws(demo)
    for _ in range(attempts):
        params = {name: maker.pick(rng) for name, maker in makers.items()}
        if all(call(condition, **params) for condition in getattr(demo, "conditions", ())):
            return params
    raise ValueError("no draw satisfies the conditions of the demo")


def compute(asked: Asked, concept: str, seed: int, params: Params) -> Variant:
    """Runs the demo and every wrong idea for these parameters."""
    question = asked.question
    ran = asked.run(params, seed)
    kind, truth = asked.answer(ran, params)
    beliefs = {idea.name: asked.belief(idea, ran, params, seed) for idea in question.misconceptions}
    if kind == "number":
        beliefs = {name: float(value) if isinstance(value, int) else value for name, value in beliefs.items()}
    tolerance = tolerance_for(truth, beliefs, question.tolerance)
    return Variant(concept, question.name, seed, params, kind, truth, tolerance, beliefs)


def worked(asked: Asked, variant: Variant) -> Steps:
    """The worked example for a variant's numbers; empty where the question has none."""
    if asked.question.steps_function is None:
        return ()
    ran = asked.run(variant.params, variant.seed)
    with redirect_stdout(StringIO()):
        steps = list(call(asked.question.steps_function, out=ran.out, printed=ran.printed, **variant.params))
    return tuple((str(label)[:STEP_LONGEST], _step_text(value)) for label, value in steps[:STEPS_MOST])


def _step_text(value: Any) -> str:
    """A value as a learner would write it."""
    known = plain(value)[1]
    text = f"{known:.4g}" if isinstance(known, float) else str(known)
    return text[:STEP_LONGEST]


def candidates(asked: Asked, concept: str, seed: int, avoid: Sequence[Params] = ()) -> Iterator[Variant]:
    """Variants of ordinary draws, one after the other; parameters in `avoid` come only when nothing else does."""
    rng = random.Random(f"{concept}:{asked.question.name}:{seed}")
    while True:
        params = draw(asked.demo, rng)
        for _ in range(20):
            if params not in avoid:
                break
            params = draw(asked.demo, rng)
        yield compute(asked, concept, seed, params)


def choose(asked: Asked, concept: str, seed: int, avoid: Sequence[Params] = (), apart: Sequence[str] = ()) -> Variant:
    """The variant to ask for this seed: the same one each time, on the same machine.

    It tells the wrong ideas in `apart` from one another before anything else, where a draw can.
    """
    stream = candidates(asked, concept, seed, avoid)
    first = next(stream)
    if first.kind in ("yes_no", "choice") and len(apart) < 2:
        return _balanced(first, stream, asked, seed, apart)
    return _separating(first, stream, apart)


def _separating(first: Variant, stream: Iterator[Variant], apart: Sequence[str]) -> Variant:
    """The first variant in which all wrong ideas show, each with an answer of its own, and that three significant
    figures answer; else the best one seen.
    """
    best, since = first, 0
    full = (len(apart), len(first.beliefs), True, 0)
    for _ in range(TRIES):
        if _quality(best, apart) == full or since == PATIENCE:
            break
        variant = next(stream)
        best, since = (variant, 0) if _quality(variant, apart) > _quality(best, apart) else (best, since + 1)
    return best


def _balanced(first: Variant, stream: Iterator[Variant], asked: Asked, seed: int, apart: Sequence[str] = ()) -> Variant:
    """One variant for each answer that is met, and of these any: so that no answer is worth memorising."""
    answers = 2 if first.kind == "yes_no" else len(asked.question.choices)
    met: dict[Value, Variant] = {first.truth: first}
    since = 0
    while since < ANSWERS_PATIENCE and not (len(met) == answers and all(each.showing for each in met.values())):
        variant = next(stream)
        known = met.get(variant.truth)
        better = known is None or _quality(variant, apart) > _quality(known, apart)
        since = 0 if better else since + 1
        if better:
            met[variant.truth] = variant
    return random.Random(seed).choice(sorted(met.values(), key=lambda each: str(each.truth)))


def _quality(variant: Variant, apart: Sequence[str] = ()) -> tuple[int, int, bool, int]:
    """How good a variant is: the ideas of `apart` with answers of their own, all that show, whether three significant
    figures answer it, and how few ideas are alike.
    """
    return _told_apart(variant, apart), len(variant.showing), not variant.is_exact, -len(variant.alike)


def _told_apart(variant: Variant, apart: Sequence[str]) -> int:
    """How many of these wrong ideas show with an answer that none of the others leads to."""
    shown = [variant.beliefs[name] for name in apart if name in variant.showing]
    return sum(
        sum(close(value, other, variant.tolerance) for other in shown if other is not None) == 1
        for value in shown
        if value is not None
    )
