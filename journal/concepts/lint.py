"""Lint: checks the form and texts of concept files, and stress-tests their questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from journal.concepts.concepts import Unexplained
from journal.concepts.concepts import unexplained as all_unexplained
from journal.concepts.stressing import FileStress
from journal.core.languages import Translated
from journal.core.messages import UserError, say
from journal.library.concept import Broken, Concept, Misconception, Question, Task
from journal.library.library import OURS, topic_id
from journal.library.reading import read_concept
from journal.opening.journal import Journal
from journal.runner.runs import RunFailed
from journal.runner.stress import LintProblem, StressReport
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
    report: StressReport | None
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


def check(
    journal: Journal, found: Sequence[Concept | Broken], seeds: int, enough: int | None = None
) -> Iterator[LintResult]:
    """Checks files as `read_files` gives them: first all files, then the tasks and questions of each, as soon as they
    are done.

    Each question is drawn `seeds` times, or fewer, from `enough` on, where more draws would hardly change a result.
    """
    known = {*journal.library.concepts, *(each.id for each in (*journal.library.broken, *found))}
    concepts = [each for each in found if isinstance(each, Concept)]
    stressed = [FileStress.start(journal.runner, each, seeds, enough) for each in concepts]
    answers = _by_question(all_unexplained(journal))
    for each in found:
        yield LintResult(each.path, each.id, None, None, tuple(_of_file(each, known)))
    for concept, stress in zip(concepts, stressed, strict=True):
        reports, outcomes = stress.outcomes()
        for task, outcome in zip(concept.tasks, outcomes, strict=True):
            yield LintResult(concept.path, concept.id, None, None, _result_of_task(task, outcome), task=task)
        for question, report in zip(concept.questions, reports, strict=True):
            done, problems = _result_of(question, report)
            unknown = answers.get((concept.id, question.name), ())
            yield LintResult(concept.path, concept.id, question, done, problems, tuple(unknown))


def _by_question(found: Sequence[Unexplained]) -> Mapping[tuple[str, str], Sequence[Unexplained]]:
    grouped: dict[tuple[str, str], list[Unexplained]] = {}
    for each in found:
        grouped.setdefault((each.concept, each.question), []).append(each)
    return grouped


def _result_of(
    question: Question, report: StressReport | RunFailed
) -> tuple[StressReport | None, tuple[LintMessage, ...]]:
    """The report of a stress test and its problems, or why there is none."""
    if isinstance(report, RunFailed):
        return None, (LintMessage(question.line, str(report)),)
    return report, tuple(_message_of(question, problem) for problem in report.problems)


def _result_of_task(task: Task, report: TaskReport | RunFailed) -> tuple[LintMessage, ...]:
    """The problems that the stress test of a task found, or why there is none."""
    if isinstance(report, RunFailed):
        return (LintMessage(task.line, str(report)),)
    found = []
    for code, values in report.problems:
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
