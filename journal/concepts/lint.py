"""Lint: checks the form and texts of concept files, and stress-tests their questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from journal.concepts.concepts import Unexplained
from journal.concepts.concepts import unexplained as all_unexplained
from journal.core.languages import Translated
from journal.core.messages import UserError, say
from journal.library.concept import Broken, Concept, Misconception, Question, Task
from journal.library.library import OURS, topic_id
from journal.library.reading import read_concept
from journal.opening.journal import Journal
from journal.runner.runs import RunFailed
from journal.runner.stress import LintProblem, Report
from journal.runner.tasks.verdict import TaskReport

WRITTEN = ("en", "zh")
"""The languages in which every text of our own library is written; one without a text is shown another's."""


@dataclass(frozen=True)
class LintMessage:
    """One problem and its line in the file."""

    line: int
    says: str


@dataclass(frozen=True)
class LintResult:
    """The result for one question or task. Without either it is about the rest of the file; without a report nothing
    ran.


    `unexplained` are wrong answers in this journal that none of the question's misconceptions explains.
    """

    path: Path
    concept: str
    question: Question | None
    report: Report | None
    problems: tuple[LintMessage, ...]
    unexplained: tuple[Unexplained, ...] = ()
    task: Task | None = None


def read_files(paths: Sequence[Path]) -> list[Concept | Broken]:
    """The concepts in files and folders, folders in folders included. Raises UserError where there is no such file."""
    found = []
    for path in paths:
        if not path.exists():
            raise UserError("weeks.missing_file", path=path)
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            ours = file.resolve().is_relative_to(OURS)
            found.append(read_concept(file, topic_id(file.parent.name), "library" if ours else "own"))
    return found


def check(journal: Journal, found: Sequence[Concept | Broken], seeds: int) -> Iterator[LintResult]:
    """Checks files as `read_files` gives them: first each file, then its questions, as soon as they are done.

    `seeds` is how often each question is drawn.
    """
    known = {*journal.library.concepts, *(each.id for each in (*journal.library.broken, *found))}
    concepts = [each for each in found if isinstance(each, Concept)]
    set_tasks = [(each, task) for each in concepts for task in each.tasks]
    tried = [journal.runner.stress_task(each.path, each.id, task.name, seeds) for each, task in set_tasks]
    asked = [(each, question) for each in concepts for question in each.questions]
    reports = [journal.runner.stress(each.path, each.id, question.name, seeds) for each, question in asked]
    answers = _by_question(all_unexplained(journal))
    for each in found:
        yield LintResult(each.path, each.id, None, None, tuple(_of_file(each, known)))
    for (concept, task), outcome in zip(set_tasks, tried, strict=True):
        yield LintResult(concept.path, concept.id, None, None, _result_of_task(task, outcome), task=task)
    for (concept, question), report in zip(asked, reports, strict=True):
        done, problems = _result_of(question, report)
        unknown = answers.get((concept.id, question.name), ())
        yield LintResult(concept.path, concept.id, question, done, problems, tuple(unknown))


def _by_question(found: Sequence[Unexplained]) -> Mapping[tuple[str, str], Sequence[Unexplained]]:
    grouped: dict[tuple[str, str], list[Unexplained]] = {}
    for each in found:
        grouped.setdefault((each.concept, each.question), []).append(each)
    return grouped


def _result_of(question: Question, report: Future[Report]) -> tuple[Report | None, tuple[LintMessage, ...]]:
    """Waits for a stress test; returns the report and its problems, or why there is none."""
    try:
        done = report.result()
    except RunFailed as failed:
        return None, (LintMessage(question.line, str(failed)),)
    return done, tuple(_message_of(question, problem) for problem in done.problems)


def _result_of_task(task: Task, report: Future[TaskReport]) -> tuple[LintMessage, ...]:
    """Waits for the stress test of a task: the problems it found, or why there is none."""
    try:
        done = report.result()
    except RunFailed as failed:
        return (LintMessage(task.line, str(failed)),)
    found = []
    for code, values in done.problems:
        misconception = task.wrong(str(values.get("idea", "")))
        found.append(
            LintMessage(
                misconception.line if misconception else task.line, say(f"lint.{code}", task=task.name, **values)
            )
        )
    return tuple(found)


def _message_of(question: Question, problem: LintProblem) -> LintMessage:
    misconception = question.wrong(problem.values.get("idea", ""))
    says = say(f"lint.{problem.code}", **{"question": question.name, **problem.values})
    return LintMessage(misconception.line if misconception else question.line, says)


def _of_file(found: Concept | Broken, known: set[str]) -> Iterator[LintMessage]:
    if isinstance(found, Broken):
        yield LintMessage(found.line, found.reason)
        return
    for name in (*found.needs, *found.confused_with):
        if name not in known:
            yield LintMessage(1, say("lint.unknown_concept", name=name))
    if not found.questions:
        yield LintMessage(1, say("lint.no_question"))
    if found.origin == "library":
        yield from _missing_texts(found)


def _missing_texts(concept: Concept) -> Iterator[LintMessage]:
    """Missing translations in our own library."""
    for line, what, text in _texts(concept):
        for language in WRITTEN:
            if language not in text:
                yield LintMessage(line, say("lint.missing_text", what=what, language=say(f"lint.language_{language}")))


def _texts(concept: Concept) -> Iterator[tuple[int, str, Translated]]:
    """Every text of a concept, its line, and what it is called."""
    yield 1, say("lint.title"), concept.title
    yield 1, say("lint.text"), concept.text
    for question in concept.questions:
        yield question.line, say("lint.prompt", name=question.name), question.prompt
        for name, text in question.choices.items():
            yield question.line, say("lint.choice", name=name), text
        for misconception in question.misconceptions:
            yield from _sentences(misconception)
    for task in concept.tasks:
        yield task.line, say("lint.prompt", name=task.name), task.prompt
        for check in task.checks:
            yield check.line, say("lint.property", name=check.name), check.statement
        for misconception in task.misconceptions:
            yield from _sentences(misconception)


def _sentences(misconception: Misconception) -> Iterator[tuple[int, str, Translated]]:
    """What is believed, and what is the case."""
    yield misconception.line, say("lint.belief", name=misconception.name), misconception.believed
    yield misconception.line, say("lint.refutation", name=misconception.name), misconception.correction
