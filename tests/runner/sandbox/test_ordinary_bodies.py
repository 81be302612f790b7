"""What people really write runs under the whole sandbox: bodies of every kind, and the library."""

from __future__ import annotations

import sys

import pytest

from journal.library.concept import Concept
from journal.runner.client import Runner
from tests.curriculum.loaded import CONCEPTS
from tests.runner.hostile import HOST
from tests.runner.ordinary import BODIES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is one of Linux")

FIRST = {concept.topic: concept for concept in reversed(CONCEPTS)}
"""The first concept of each topic."""


@pytest.mark.parametrize("name", BODIES)
def test_an_ordinary_body_runs(name: str, runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    concept = tmp_path_factory.getbasetemp() / "host.py"
    concept.write_text(HOST, encoding="utf-8")
    body, value = BODIES[name]
    run = runner.run(concept, "demo", {}, 0, code=body).result(60)
    assert run.error is None
    assert run.value == value


def test_the_sandbox_was_whole(runner: Runner, tmp_path_factory: pytest.TempPathFactory) -> None:
    concept = tmp_path_factory.getbasetemp() / "host.py"
    concept.write_text(HOST, encoding="utf-8")
    layers = runner.run(concept, "demo", {}, 0).result(60).sandbox
    if not {"landlock", "seccomp"} <= set(layers):
        pytest.skip(f"only {layers} hold on this system")


@pytest.mark.parametrize("concept", FIRST.values(), ids=lambda concept: concept.topic)
def test_the_first_concept_of_a_topic_runs(concept: Concept, runner: Runner) -> None:
    runs(concept, runner)


@pytest.mark.slow
@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)
def test_every_concept_runs(concept: Concept, runner: Runner) -> None:
    runs(concept, runner)


def runs(concept: Concept, runner: Runner) -> None:
    """Each demo, with the figure of the main one, and a variant of each question: no limit stops them."""
    demos = [runner.run(concept.path, name, None, 1, figure=name == "demo") for name in concept.demos]
    variants = [runner.variant(concept.path, concept.id, question.name, 1) for question in concept.questions]
    for name, run in zip(concept.demos, demos, strict=True):
        done = run.result(60)
        assert done.error is None or name != "demo" or not concept.has_figure
        assert done.scene is not None or name != "demo" or not concept.has_figure
    for question, variant in zip(concept.questions, variants, strict=True):
        assert variant.result(60).question == question.name
