"""The check of concept files: their form, their texts, and every question over many seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from journal.demos.concept import Broken, Concept, Question, Task, WrongIdea
from journal.demos.library import OURS, topic_id
from journal.demos.reading import read_concept
from journal.demos.runs import RunFailed
from journal.demos.stress import Finding, Report
from journal.demos.tasks.verdict import TaskReport
from journal.desk import Desk
from journal.desk.concepts import Unexplained
from journal.desk.concepts import unexplained as all_unexplained
from journal.text.languages import Bilingual
from journal.words import UserError, say


@dataclass(frozen=True)
class Problem:
    """One thing to mend, and the line of the file where that is done."""

    line: int
    says: str


@dataclass(frozen=True)
class Checked:
    """What came of one question or task. Without either it is about the rest of the file; without a report nothing ran.

    `unexplained` are wrong answers of this journal's learner to which none of the question's wrong ideas leads.
    """

    path: Path
    concept: str
    question: Question | None
    report: Report | None
    problems: tuple[Problem, ...]
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


def check(desk: Desk, found: Sequence[Concept | Broken], seeds: int) -> Iterator[Checked]:
    """Checks files as `read_files` gives them: first each file, then its questions, as soon as they are done.

    `seeds` is how often each question is drawn.
    """
    known = {*desk.library.concepts, *(each.id for each in (*desk.library.broken, *found))}
    concepts = [each for each in found if isinstance(each, Concept)]
    set_tasks = [(each, task) for each in concepts for task in each.tasks]
    tried = [desk.runner.stress_task(each.path, each.id, task.name, seeds) for each, task in set_tasks]
    asked = [(each, question) for each in concepts for question in each.questions]
    reports = [desk.runner.stress(each.path, each.id, question.name, seeds) for each, question in asked]
    answers = _by_question(all_unexplained(desk))
    for each in found:
        yield Checked(each.path, each.id, None, None, tuple(_of_file(each, known)))
    for (concept, task), outcome in zip(set_tasks, tried, strict=True):
        yield Checked(concept.path, concept.id, None, None, _came_of_task(task, outcome), task=task)
    for (concept, question), report in zip(asked, reports, strict=True):
        done, problems = _came_of(question, report)
        unknown = answers.get((concept.id, question.name), ())
        yield Checked(concept.path, concept.id, question, done, problems, tuple(unknown))


def _by_question(found: Sequence[Unexplained]) -> Mapping[tuple[str, str], Sequence[Unexplained]]:
    grouped: dict[tuple[str, str], list[Unexplained]] = {}
    for each in found:
        grouped.setdefault((each.concept, each.question), []).append(each)
    return grouped


def _came_of(question: Question, report: Future[Report]) -> tuple[Report | None, tuple[Problem, ...]]:
    """Waits for a stress test: the report and the problems it found, or why there is none."""
    try:
        done = report.result()
    except RunFailed as failed:
        return None, (Problem(question.line, str(failed)),)
    return done, tuple(_of_finding(question, finding) for finding in done.findings)


def _came_of_task(task: Task, report: Future[TaskReport]) -> tuple[Problem, ...]:
    """Waits for the stress test of a task: the problems it found, or why there is none."""
    try:
        done = report.result()
    except RunFailed as failed:
        return (Problem(task.line, str(failed)),)
    found = []
    for code, values in done.problems:
        idea = task.wrong(str(values.get("idea", "")))
        found.append(Problem(idea.line if idea else task.line, say(f"lint.{code}", task=task.name, **values)))
    return tuple(found)


def _of_finding(question: Question, finding: Finding) -> Problem:
    idea = question.wrong(finding.values.get("idea", ""))
    says = say(f"lint.{finding.code}", **{"question": question.name, **finding.values})
    return Problem(idea.line if idea else question.line, says)


def _of_file(found: Concept | Broken, known: set[str]) -> Iterator[Problem]:
    if isinstance(found, Broken):
        yield Problem(found.line, found.reason)
        return
    for name in (*found.needs, *found.confused_with):
        if name not in known:
            yield Problem(1, say("lint.unknown_concept", name=name))
    if not found.questions:
        yield Problem(1, say("lint.no_question"))
    if found.origin == "library":
        yield from _missing_texts(found)


def _missing_texts(concept: Concept) -> Iterator[Problem]:
    """What our own library must say in both languages and does not."""
    for line, what, text in _texts(concept):
        for language, words in (("en", text.en), ("zh", text.zh)):
            if not words:
                yield Problem(line, say("lint.missing_text", what=what, language=say(f"lint.language_{language}")))


def _texts(concept: Concept) -> Iterator[tuple[int, str, Bilingual]]:
    """Every text of a concept, its line, and what it is called."""
    yield 1, say("lint.title"), concept.title
    yield 1, say("lint.text"), concept.text
    for question in concept.questions:
        yield question.line, say("lint.prompt", name=question.name), question.prompt
        for name, text in question.choices.items():
            yield question.line, say("lint.choice", name=name), text
        for idea in question.wrongs:
            yield from _sentences(idea)
    for task in concept.tasks:
        yield task.line, say("lint.prompt", name=task.name), task.prompt
        for check in task.checks:
            yield check.line, say("lint.property", name=check.name), check.says
        for idea in task.wrongs:
            yield from _sentences(idea)


def _sentences(idea: WrongIdea) -> Iterator[tuple[int, str, Bilingual]]:
    """What is believed, and what is the case."""
    yield idea.line, say("lint.belief", name=idea.name), idea.believed
    yield idea.line, say("lint.refutation", name=idea.name), idea.says
