"""Chooses a variant: draws parameters until every misconception is diagnosable. Runs concept code, so only in the
worker's child.


In an ordinary draw about a third of the misconceptions give the right answer by chance. Draws are therefore scored; the
first one that diagnoses and distinguishes all misconceptions is taken, else the best one seen.
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
from journal.core.input_files import LARGEST_OF_OURS, bytes_of
from journal.library.concept import Params
from journal.runner.quality import SeenDraws, quality_of
from journal.runner.values import Kind, Value, plain
from journal.runner.variants import STEP_LONGEST, STEPS_MOST, Steps, Variant, tolerance_for

TRIES = 60
"""Draws of one variant, when the answer is a number or a shape."""
PATIENCE = 20
"""Draws in a row that tell no more than the best one so far, after which the search is given up."""
ANSWERS_PATIENCE = 12
"""The same when the answer is one of a few: by then each of them has most likely been met."""


def load(path: Path, source: bytes | None = None) -> ModuleType:
    """Executes `source`, by default the current content of the concept file at `path`, as a module.

    Only this source is executed and shown in tracebacks: no cached bytecode, no later version of the file. The module's
    name does not shadow an importable one.
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
    """Seeds the generators of Python, numpy and torch, where they are loaded."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        torch.default_generator.manual_seed(seed)  # torch.manual_seed also asks for every accelerator, which takes long


@dataclass(frozen=True)
class DemoResult:
    """The result of a demo: its value (or exception), and the lines it printed."""

    out: Any
    printed: tuple[str, ...]


@dataclass(frozen=True)
class LoadedQuestion:
    """A question of a loaded concept file, with the demo that it is about."""

    module: ModuleType
    question: Question

    @classmethod
    def of(cls, module: ModuleType, name: str) -> LoadedQuestion:
        """The question called `name`; raises KeyError when the file has none of that name."""
        found = vars(module).get(name)
        if not isinstance(found, Question):
            raise KeyError(f"no question {name}")
        return cls(module, found)

    @cached_property
    def demo(self) -> Any:
        return self.question.of or self.module.demo

    def run(self, params: Params, seed: int) -> DemoResult:
        """The demo's value, or its exception if the question is about that, and its printed output."""
        seed_everything(seed)
        with redirect_stdout(StringIO()) as screen:
            try:
                out = self.demo(**{**fixed(self.demo), **params})
            except Exception as error:
                if not self.question.errors:
                    raise
                out = error
        return DemoResult(out, tuple(screen.getvalue().splitlines()))

    def answer(self, ran: DemoResult, params: Params) -> tuple[Kind, Value]:
        """The right answer and its kind, computed from the run."""
        return plain(call(self.question.function, out=ran.out, printed=ran.printed, **params))

    def wrong_answer(self, misconception: Misconception, ran: DemoResult, params: Params, seed: int) -> Value | None:
        """The answer of a misconception, or None."""
        seed_everything(seed)
        try:
            with redirect_stdout(StringIO()):
                value = call(misconception.function, out=ran.out, printed=ran.printed, **params)
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
    """Draws all parameters so that the demo's conditions hold; raises ValueError when no draw is found."""
    makers = draws(demo)
    for _ in range(attempts):
        params = {name: maker.pick(rng) for name, maker in makers.items()}
        if all(call(condition, **params) for condition in getattr(demo, "conditions", ())):
            return params
    raise ValueError("no draw satisfies the conditions of the demo")


def compute(asked: LoadedQuestion, concept: str, seed: int, params: Params) -> Variant:
    """Runs the demo and every misconception with these parameters."""
    question = asked.question
    ran = asked.run(params, seed)
    kind, truth = asked.answer(ran, params)
    wrong_answers = {
        misconception.name: asked.wrong_answer(misconception, ran, params, seed)
        for misconception in question.misconceptions
    }
    if kind == "number":
        wrong_answers = {
            name: float(value) if isinstance(value, int) else value for name, value in wrong_answers.items()
        }
    tolerance = tolerance_for(truth, wrong_answers, question.tolerance)
    return Variant(concept, question.name, seed, params, kind, truth, tolerance, wrong_answers)


def worked(asked: LoadedQuestion, variant: Variant) -> Steps:
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


def candidates(asked: LoadedQuestion, concept: str, seed: int, avoid: Sequence[Params] = ()) -> Iterator[Variant]:
    """Variants of successive draws; parameters in `avoid` are used only as a last resort."""
    rng = random.Random(f"{concept}:{asked.question.name}:{seed}")
    while True:
        params = draw(asked.demo, rng)
        for _ in range(20):
            if params not in avoid:
                break
            params = draw(asked.demo, rng)
        yield compute(asked, concept, seed, params)


def choose(
    asked: LoadedQuestion,
    concept: str,
    seed: int,
    avoid: Sequence[Params] = (),
    distinguish: Sequence[str] = (),
    seen: SeenDraws | None = None,
) -> Variant:
    """The variant for this seed: always the same one on the same machine.

    Distinguishing the misconceptions in `distinguish` comes first, where a draw can. `seen` shortens the search where
    many seeds of one question are tried.
    """
    drawn = candidates(asked, concept, seed, avoid)
    stream, seen = (drawn, SeenDraws()) if seen is None else (seen.watching(drawn), seen)
    first = next(stream)
    if first.kind in ("yes_no", "choice") and len(distinguish) < 2:
        return _balanced(first, stream, asked, seed, distinguish, seen)
    return _separating(first, stream, distinguish, seen)


def _separating(first: Variant, stream: Iterator[Variant], distinguish: Sequence[str], seen: SeenDraws) -> Variant:
    """The first variant in which all misconceptions give different wrong answers and three significant figures
    suffice; else the best one seen.
    """
    best, reached, since = first, quality_of(first, distinguish), 0
    full = (len(distinguish), len(first.wrong_answers), True, 0)
    for _ in range(TRIES):
        if reached == full or since == PATIENCE or seen.is_best(reached):
            break
        variant = next(stream)
        quality = quality_of(variant, distinguish)
        best, reached, since = (variant, quality, 0) if quality > reached else (best, reached, since + 1)
    return best


def _balanced(
    first: Variant,
    stream: Iterator[Variant],
    asked: LoadedQuestion,
    seed: int,
    distinguish: Sequence[str],
    seen: SeenDraws,
) -> Variant:
    """One variant for each answer found, chosen at random, so that memorising an answer does not pay."""
    answers = 2 if first.kind == "yes_no" else len(asked.question.choices)
    met: dict[Value, Variant] = {first.truth: first}
    since = 0
    while since < ANSWERS_PATIENCE and not (len(met) == answers and all(each.diagnosable for each in met.values())):
        if seen.are_best(met):
            break
        variant = next(stream)
        known = met.get(variant.truth)
        better = known is None or quality_of(variant, distinguish) > quality_of(known, distinguish)
        since = 0 if better else since + 1
        if better:
            met[variant.truth] = variant
    return random.Random(seed).choice(sorted(met.values(), key=lambda each: str(each.truth)))
