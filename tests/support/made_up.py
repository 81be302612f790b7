"""A library of as many concepts as wanted, and a worker that has every question ready: for what needs no demo.

Each question is answered right by 1 and wrong by 0. A topic holds ten concepts, of which each needs the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from journal.core.languages import Translated
from journal.library.concept import Concept, Demo, Params, Question
from journal.library.library import Library
from journal.runner.client import Runner
from journal.runner.variants import Variant

IN_TOPIC = 10
RIGHT, WRONG = "1", "0"


def synthetic_library(concepts: int, questions: int = 5) -> Library:
    """The library; its concepts are called c00001 and so on, their questions q1 and so on."""
    ids = [f"c{number:05}" for number in range(1, concepts + 1)]
    found = {each: _concept(each, number, ids, questions) for number, each in enumerate(ids)}
    return Library(found, (), {each.topic: Translated(en=each.topic, zh=each.topic) for each in found.values()})


def _concept(own: str, number: int, ids: Sequence[str], questions: int) -> Concept:
    name = Translated(en=own, zh=own)
    asked = tuple(Question(f"q{n}", name, "demo", {}, False, (), "", 1) for n in range(1, questions + 1))
    needs = (ids[number - 1],) if number % IN_TOPIC else ()
    demos = {"demo": Demo("demo", {}, "return 1", 1)}
    topic = f"t{number // IN_TOPIC:04}"
    return Concept(own, topic, Path(own), "library", name, name, (), (), (), needs, (), (), demos, asked, (), False)


class ReadyRunner(Runner):
    """Has every variant at once."""

    def __init__(self) -> None:
        """Nothing to start."""

    def start(self) -> None:
        """Nothing to start."""

    def close(self) -> None:
        """Nothing to end."""

    def variant(
        self, path: Path, concept_id: str, question: str, seed: int, avoid: Sequence[Params] = (), **_: Any
    ) -> Future[Variant]:
        """The one variant that there is."""
        future: Future[Variant] = Future()
        future.set_result(Variant(concept_id, question, seed, {}, "integer", 1, 0.0, {}))
        return future
