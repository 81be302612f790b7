"""Chooses a variant: draws parameters until every wrong idea shows. Runs the concept's code: in the worker's child.

An ordinary draw hides about a third of the wrong ideas, because their answer happens to be the right one. So draws
are scored, and the first that exposes every idea and tells any two apart is taken, else the best one seen.
"""

from __future__ import annotations

import importlib.util
import random
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from journal.authoring import Draw, Question, WrongIdea, call
from journal.demos.concept import Params
from journal.demos.values import Value, plain
from journal.demos.variants import Variant, tolerance_for

TRIES = 60
"""Draws of one variant, when the answer is a number or a shape."""
ANSWERS_TRIES = 24
"""Draws of one variant, when the answer is one of a few: enough to meet each of them."""


def load(path: Path) -> ModuleType:
    """Imports the concept file at `path` under a name that hides nothing."""
    spec = importlib.util.spec_from_file_location(f"concept_{path.stem}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seed_everything(seed: int) -> None:
    """Makes the next run repeatable: seeds Python's, numpy's and torch's generators, where they are loaded."""
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(seed % 2**32)
    if torch := sys.modules.get("torch"):
        torch.manual_seed(seed)


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

    def run(self, params: Params, seed: int) -> Any:
        """The demo's value, or the exception it raised when that is what the question is about."""
        seed_everything(seed)
        try:
            return self.demo(**{**fixed(self.demo), **params})
        except Exception as error:
            if self.question.errors:
                return error
            raise

    def answer(self, out: Any, params: Params) -> Value:
        """The truth: what the question makes of the demo's value."""
        return plain(call(self.question.function, out=out, **params))[1]

    def belief(self, idea: WrongIdea, out: Any, params: Params, seed: int) -> Value | None:
        """The answer that a wrong idea leads to, or None."""
        seed_everything(seed)
        try:
            value = call(idea.function, out=out, **params)
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
    out = asked.run(params, seed)
    kind, truth = plain(call(question.function, out=out, **params))
    beliefs = {idea.name: asked.belief(idea, out, params, seed) for idea in question.wrongs}
    if kind == "number":
        beliefs = {name: float(value) if isinstance(value, int) else value for name, value in beliefs.items()}
    tolerance = tolerance_for(truth, beliefs, question.tolerance)
    return Variant(concept, question.name, seed, params, kind, truth, tolerance, beliefs)


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


def choose(asked: Asked, concept: str, seed: int, avoid: Sequence[Params] = ()) -> Variant:
    """The variant to ask for this seed: the same one each time, on the same machine."""
    stream = candidates(asked, concept, seed, avoid)
    first = next(stream)
    if first.kind in ("yes_no", "choice"):
        return _balanced(first, stream, asked, seed)
    return _separating(first, stream)


def _separating(first: Variant, stream: Iterable[Variant]) -> Variant:
    """The first variant in which all wrong ideas show, each with an answer of its own; else the best one."""
    best = first
    for _, variant in zip(range(TRIES), stream, strict=False):
        if _quality(best) == (len(best.beliefs), 0):
            break
        best = max(best, variant, key=_quality)
    return best


def _balanced(first: Variant, stream: Iterable[Variant], asked: Asked, seed: int) -> Variant:
    """One variant for each answer that is met, and of these any: so that no answer is worth memorising."""
    answers = 2 if first.kind == "yes_no" else len(asked.question.choices)
    met: dict[Value, Variant] = {first.truth: first}
    for _, variant in zip(range(ANSWERS_TRIES), stream, strict=False):
        known = met.setdefault(variant.truth, variant)
        met[variant.truth] = max(known, variant, key=_quality)
        if len(met) == answers and all(each.showing for each in met.values()):
            break
    return random.Random(seed).choice(sorted(met.values(), key=lambda each: str(each.truth)))


def _quality(variant: Variant) -> tuple[int, int]:
    """How much a variant tells: wrong ideas that show, less the pairs of them that look alike."""
    return len(variant.showing), -len(variant.alike)
