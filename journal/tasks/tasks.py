"""Tasks: found by name, set in one of their forms, judged by running."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import ndiff

from journal.core.messages import UserError, language, say
from journal.library.concept import Concept, Task
from journal.opening.journal import Journal
from journal.opening.lookup import find_concept
from journal.runner.tasks.assignment import Assignment, Form, assignment, forms_of, function_text
from journal.runner.tasks.verdict import Counterexample, TaskVerdict


@dataclass(frozen=True)
class FoundTask:
    """A task with the concept whose file declares it."""

    concept: Concept
    task: Task

    @property
    def name(self) -> str:
        """How a command calls it: `softmax-cross-entropy.softmax`."""
        return f"{self.concept.id}.{self.task.name}"


def all_tasks(journal: Journal) -> list[FoundTask]:
    """Every task of the library, in the order of learning."""
    return [FoundTask(concept, task) for concept in journal.library.in_order for task in concept.tasks]


def find_task(journal: Journal, name: str) -> FoundTask:
    """The task called CONCEPT.TASK, TASK alone where only one has the name, or the first of a concept.

    Raises UserError when there is none, or several.
    """
    tasks = all_tasks(journal)
    found = [each for each in tasks if name in (each.name, each.task.name)]
    if not found:
        concept = find_concept(journal, name.partition(".")[0])
        found = [each for each in tasks if each.concept.id == concept.id and "." not in name][:1]
        if not found:
            names = ", ".join(each.name for each in concept.tasks) or "–"
            raise UserError("task.no_task", concept=concept.id, names=names)
    if len(found) > 1:
        raise UserError("task.several", name=name, names=", ".join(each.name for each in found))
    return found[0]


def prompt_of(task: Task) -> str:
    """What is asked, in the language of the user, and whether the gradient counts."""
    prompt = task.prompt.to(language())
    return f"{prompt} {say('task.with_gradients')}" if task.gradients else prompt


def set_task(found: FoundTask, form: Form | None, seed: int) -> Assignment:
    """The task in a form, writing it where none is named. Raises UserError for a form that it does not have."""
    forms = forms_of(found.task)
    if form is not None and form not in forms:
        raise UserError("task.no_form", name=found.name, form=form, forms=", ".join(forms))
    return assignment(found.task, form or "write", seed)


def judge(journal: Journal, found: FoundTask, source: str, seed: int) -> TaskVerdict:
    """The verdict on a solution. Raises RunFailed when its run was stopped."""
    return journal.runner.judge(found.concept.path, found.task.name, source, seed).result()


def verdict_lines(found: FoundTask, verdict: TaskVerdict) -> list[str]:
    """What a verdict says, the result first, then the misconception and the counterexample."""
    if verdict.outcome == "unreadable":
        return [say(verdict.problem, **(verdict.values or {}))]
    if verdict.outcome == "right":
        return [say("task.right", n=verdict.tried)]
    return [
        say("task.wrong", passed=verdict.passed, tried=verdict.tried),
        *_misconception_lines(found, verdict.misconception),
        *(_counterexample_lines(found, verdict.counterexample) if verdict.counterexample else ()),
    ]


def _misconception_lines(found: FoundTask, name: str | None) -> list[str]:
    misconception = found.task.wrong(name) if name else None
    if misconception is None:
        return []
    return [
        say("task.believed", text=misconception.believed.to(language())),
        say("task.fact", text=misconception.correction.to(language())),
    ]


def _counterexample_lines(found: FoundTask, example: Counterexample) -> list[str]:
    arguments = ", ".join(f"{name} = {_in_line(value)}" for name, value in example.arguments.items())
    property_ = next((each for each in found.task.checks if each.name in (example.property, example.reason)), None)
    lines = [say("task.smallest", name=found.task.name, arguments=arguments)]
    if property_:
        lines.append(say("task.property", text=property_.statement.to(language())))
    elif example.reason in ("gradient", "changes_arguments"):
        lines.append(say(f"task.{example.reason}"))
    line = say("task.at_line", line=example.line) if example.line else ""
    return [
        *lines,
        say("task.got", value=_in_line(example.got)) + line,
        say("task.expected", value=_in_line(example.expected)),
    ]


def _in_line(value: str) -> str:
    """A value in one line where it takes two, of which the first says what it is; a larger one below itself."""
    lines = value.splitlines()
    return " ".join(lines) if len(lines) == 2 else "\n    ".join(lines)


def difference_lines(found: FoundTask, source: str) -> list[str]:
    """The reference beside the learner's code, line by line: `-` theirs alone, `+` the reference's alone."""
    reference = function_text(found.task, found.task.body)
    return [line.rstrip() for line in ndiff(source.splitlines(), reference.splitlines()) if not line.startswith("?")]
