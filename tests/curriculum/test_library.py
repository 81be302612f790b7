"""The library: large enough, complete in both languages, connected, and read as it is imported."""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from types import CodeType
from typing import Any

import pytest

from journal.authoring import Question as Declared
from journal.core.languages import Translated
from journal.library.concept import Concept, Demo
from journal.runner.choosing import candidates, draws, fixed
from tests.curriculum.loaded import CONCEPTS, LIBRARY, QUESTIONS, asked, module

HAN = re.compile("[\u4e00-\u9fff]")
NARROW_MARK = re.compile("[\u3400-\u9fff][,;:!?]|[,;:!?][\u3400-\u9fff]|[\u3400-\u9fff]\\.(?=\\s|$)")
WIDE_MARK = re.compile("[，。；：！？（）]")

LONGEST_TEXT = 120
LONGEST_DEMO, WIDEST_DEMO = 20, 76
"""Lines and columns that a learner takes in at a glance."""

TWINS = {
    ("backprop", "batch-norm"): ("bp-vs-bn", "which_of_the_two"),
    ("lstm-cell", "gru-cell"): ("lstm-cell", "produced_by"),
    ("one-hot", "embedding"): ("one-hot", "which_of_the_two"),
    ("multi-head-attention", "cross-attention"): ("cross-attention", "which_of_the_two"),
    ("conv1x1", "mlp-forward"): ("conv1x1", "made_by"),
    ("batch-norm", "layer-norm"): ("layer-norm", "maker"),
}
"""Concepts that learners confuse, and the question that asks which of the two produced an output."""

every_concept = pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: concept.id)


# --- what it holds ----------------------------------------------------------------------------------------------


def test_no_file_is_broken() -> None:
    assert LIBRARY.broken == ()


def test_it_is_as_large_as_promised() -> None:
    tasks = [task for concept in CONCEPTS for task in concept.tasks]
    ideas = [idea for _, question in QUESTIONS for idea in question.misconceptions]
    assert len(CONCEPTS) >= 210
    assert len(QUESTIONS) >= 720
    assert len(tasks) >= 145
    assert len(ideas) + sum(len(task.misconceptions) for task in tasks) >= 1800
    assert sum(idea.runs for idea in ideas) >= 400


def test_every_topic_has_its_titles_and_its_concepts() -> None:
    assert {concept.topic for concept in CONCEPTS} == set(LIBRARY.topics) - {"own"}
    for titles in LIBRARY.topics.values():
        assert titles["en"]
        assert HAN.search(titles["zh"])


@every_concept
def test_a_concept_teaches_asks_refutes_and_names_its_sources(concept: Concept) -> None:
    assert len(concept.questions) >= 2
    assert all(question.misconceptions for question in concept.questions)
    assert all(len(task.misconceptions) >= 2 for task in concept.tasks)
    assert concept.aliases
    assert concept.sources
    assert "demo" in concept.demos


@every_concept
def test_a_demo_fits_a_glance(concept: Concept) -> None:
    for demo in concept.demos.values():
        lines = demo.body.splitlines()
        assert len(lines) <= LONGEST_DEMO, demo.name
        assert max(map(len, lines)) <= WIDEST_DEMO, demo.name


# --- in both languages ------------------------------------------------------------------------------------------


def sentences(concept: Concept) -> Iterator[tuple[str, Translated]]:
    """The prompts and refutations of a concept, each with the name of what says it."""
    for question in concept.questions:
        yield question.name, question.prompt
        yield from ((idea.name, idea.correction) for idea in question.misconceptions)
        yield from (
            (f"{idea.name}, believed", idea.believed) for idea in question.misconceptions if idea.believed["en"]
        )
    for task in concept.tasks:
        yield task.name, task.prompt
        yield from ((check.name, check.statement) for check in task.checks)
        for idea in task.misconceptions:
            yield idea.name, idea.correction
            yield f"{idea.name}, believed", idea.believed


@every_concept
def test_every_text_is_there_in_english_and_in_chinese(concept: Concept) -> None:
    for name, text in (("title", concept.title), ("text", concept.text), *sentences(concept)):
        assert text["en"].strip(), name
        assert HAN.search(text["zh"]), name
        assert not HAN.search(text["en"]), name
    for question in concept.questions:
        for name, text in question.choices.items():
            assert text["zh"], f"{question.name} {name}"
            assert not HAN.search(text["en"]), f"{question.name} {name}"
            assert HAN.search(text["zh"]) or text["zh"] == text["en"], f"{question.name} {name}"


@every_concept
def test_each_language_has_its_own_marks(concept: Concept) -> None:
    for name, text in (("text", concept.text), *sentences(concept)):
        assert not NARROW_MARK.search(text["zh"]), name
        assert not WIDE_MARK.search(text["en"]), name
    for name, text in sentences(concept):
        assert text["en"].endswith((".", "?", ")")), name
        assert text["zh"].endswith(("。", "？", "）")), name


@every_concept
def test_the_text_is_short_and_has_one_formula_at_most(concept: Concept) -> None:
    assert len(concept.text["en"].split()) <= LONGEST_TEXT
    for text in (concept.text["en"], concept.text["zh"]):
        assert len(re.findall(r"(?:^|\n\n)(?: {4}.+\n?)+", text)) <= 1


@every_concept
def test_a_concept_is_linked_in_both_languages(concept: Concept) -> None:
    assert any(HAN.search(name) for name in concept.names)
    assert any(not HAN.search(name) for name in concept.names)
    assert len(set(concept.aliases)) == len(concept.aliases)


# --- connected --------------------------------------------------------------------------------------------------


@every_concept
def test_what_a_concept_needs_exists_and_never_leads_back_to_it(concept: Concept) -> None:
    assert [name for name in (*concept.needs, *concept.confused_with) if name not in LIBRARY.concepts] == []
    assert concept.id not in set(before(concept))


def before(concept: Concept) -> Iterator[str]:
    """Everything that must be learned before a concept."""
    seen: set[str] = set()
    waiting = list(concept.needs)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += LIBRARY.concepts[name].needs


def test_inside_a_topic_what_is_needed_comes_first() -> None:
    place = {concept.id: number for number, concept in enumerate(CONCEPTS)}
    for concept in CONCEPTS:
        for need in concept.needs:
            if LIBRARY.concepts[need].topic == concept.topic:
                assert place[need] < place[concept.id], (need, concept.id)


@every_concept
def test_concepts_that_are_confused_name_each_other(concept: Concept) -> None:
    for other in concept.confused_with:
        assert concept.id in LIBRARY.concepts[other].confused_with, other


def test_no_name_belongs_to_two_concepts() -> None:
    owners: dict[str, set[str]] = {}
    for concept in CONCEPTS:
        for name in concept.names:
            owners.setdefault(name.casefold(), set()).add(concept.id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize(("pair", "place"), TWINS.items(), ids=lambda value: " ".join(value))
def test_a_question_tells_apart_what_is_confused(pair: tuple[str, str], place: tuple[str, str]) -> None:
    first, second = pair
    assert second in LIBRARY.concepts[first].confused_with
    question = LIBRARY.concepts[place[0]].question(place[1])
    assert question
    assert len(question.choices) >= 2
    assert not question.fact


# --- read from the syntax tree as it is imported ----------------------------------------------------------------


def declared(concept: Concept) -> dict[str, Declared]:
    """The questions of the imported file, in its order."""
    return {name: value for name, value in vars(module(concept.id)).items() if isinstance(value, Declared)}


@every_concept
def test_the_names_at_the_top_are_those_of_the_imported_file(concept: Concept) -> None:
    imported = module(concept.id)
    title, _, text = inspect.cleandoc(imported.__doc__ or "").partition("\n")
    assert (concept.title["en"], concept.text["en"]) == (title, text.strip())
    title, _, text = imported.ZH.strip().partition("\n")
    assert (concept.title["zh"], concept.text["zh"]) == (title, text.strip())
    assert list(concept.aliases) == [*getattr(imported, "NAMES", []), *getattr(imported, "ALIASES", [])]
    for name in ("shared", "hints", "needs", "confused_with", "sources"):
        assert list(getattr(concept, name)) == getattr(imported, name.upper(), [])
    assert concept.has_figure == hasattr(imported, "figure")


@every_concept
def test_the_questions_and_wrong_ideas_are_those_of_the_imported_file(concept: Concept) -> None:
    imported = declared(concept)
    assert [question.name for question in concept.questions] == list(imported)
    for read in concept.questions:
        question = imported[read.name]
        assert read.prompt == Translated(**question.prompt)
        assert read.choices == {name: Translated(**texts) for name, texts in question.choices.items()}
        assert (read.fact, read.demo) == (question.fact, asked(concept, read.name).demo.__name__)
        ideas = [(idea.name, Translated(**idea.believed), Translated(**idea.fact)) for idea in question.misconceptions]
        assert [(idea.name, idea.believed, idea.correction) for idea in read.misconceptions] == ideas


@every_concept
def test_the_demos_are_those_of_the_imported_file(concept: Concept) -> None:
    for name, read in concept.demos.items():
        function = getattr(module(concept.id), name)
        assert list(read.parameters) == [*inspect.signature(function).parameters]
        assert set(read.parameters) == {*draws(function), *fixed(function)}
        assert body(read) == body_of(function)


def body(read: Demo) -> str:
    """What a learner is shown of a demo, as a tree."""
    return ast.dump(ast.parse(wrapped(read.body)))


def wrapped(lines: str) -> str:
    """Lines as the body of a function."""
    return f"def demo():\n{textwrap.indent(lines, '    ')}"


def body_of(function: Any) -> str:
    """The same of an imported function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    node = tree.body[0]
    assert isinstance(node, ast.FunctionDef)
    statements = node.body[1:] if ast.get_docstring(node) else node.body
    return ast.dump(ast.parse(wrapped("\n".join(map(ast.unparse, statements)))))


@every_concept
def test_an_idea_that_is_said_to_run_a_demo_runs_one(concept: Concept) -> None:
    codes = {getattr(module(concept.id), name).__code__ for name in concept.demos}
    for question in concept.questions:
        ran = ideas_that_run(concept, question.name, codes)
        assert ran == {idea.name for idea in question.misconceptions if idea.runs}, question.name


def ideas_that_run(concept: Concept, question: str, codes: set[CodeType], draws: int = 6) -> set[str]:
    """The misconceptions of a question that run one of the demos, for one of some draws."""
    found: set[str] = set()
    one = asked(concept, question)
    for _, variant in zip(range(draws), candidates(one, concept.id, 1), strict=False):
        ran = one.run(variant.params, variant.seed)
        for idea in one.question.misconceptions:
            if calls_of(partial(one.wrong_answer, idea, ran, variant.params, variant.seed)) & codes:
                found.add(idea.name)
    return found


def calls_of(work: Callable[[], object]) -> set[CodeType]:
    """The code of every Python function that is called while `work` is done."""
    seen: set[CodeType] = set()
    sys.setprofile(lambda frame, event, _: seen.add(frame.f_code) if event == "call" else None)
    try:
        work()
    finally:
        sys.setprofile(None)
    return seen
