"""The forms of a task: write the function, fix a wrong one, fill in blanks, order its lines.

Pure: a task as its file tells it comes in, the text to start from goes out, and the learner's text becomes a solution.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from journal.library.concept import Task

Form = Literal["order", "blank", "mend", "write"]
FORMS: tuple[Form, ...] = ("order", "blank", "mend", "write")
"""The forms of a task, the easiest first."""
BLANK = "____"
"""What stands in a fill-in task for each part that is left out."""
DECOYS = 2
"""Lines of wrong implementations that are mixed among those to be ordered, at most."""


@dataclass(frozen=True)
class Assignment:
    """A task in one form. `start` is the text that the learner starts from; `lines` are those to be ordered."""

    task: Task
    form: Form
    start: str
    lines: tuple[str, ...] = ()

    def source(self, typed: str) -> str:
        """The solution that the learner's text stands for.

        In a fill-in task the text may be the whole function, or only what goes into the blanks, a line each.
        """
        if self.form != "blank" or typed.lstrip().startswith("def "):
            return typed
        text = self.start
        for part in typed.strip("\n").split("\n"):
            text = text.replace(BLANK, part.strip(), 1)
        return text


def forms_of(task: Task) -> tuple[Form, ...]:
    """The forms in which this task can be set, the easiest first; writing it is always one of them."""
    possible = {"order": task.order, "blank": bool(task.blanks), "mend": bool(task.mend), "write": True}
    return tuple(form for form in FORMS if possible[form])


def form_for(task: Task, stage: int) -> Form:
    """The form for a learner who has passed `stage` forms of the task: each success makes it harder."""
    forms = forms_of(task)
    return forms[min(stage, len(forms) - 1)]


def assignment(task: Task, form: Form, seed: int) -> Assignment:
    """The task in this form. `seed` chooses the wrong implementation to fix, and shuffles the lines."""
    rng = Random(f"{task.name}:{form}:{seed}")
    match form:
        case "mend":
            name = rng.choice(task.mend)
            misconception = task.wrong(name)
            return Assignment(task, form, function_text(task, misconception.body if misconception else task.body))
        case "blank":
            return Assignment(task, form, function_text(task, _with_blanks(task)))
        case "order":
            lines = _shuffled(task, rng)
            return Assignment(task, form, function_text(task, ""), lines)
    return Assignment(task, form, function_text(task, ""))


def function_text(task: Task, body: str) -> str:
    """The task's function with this body, as source."""
    return f"{task.signature}\n{textwrap.indent(body, '    ') or '    '}"


def _with_blanks(task: Task) -> str:
    body = task.body
    for blank in task.blanks:
        body = body.replace(blank, BLANK, 1)
    return body


def _shuffled(task: Task, rng: Random) -> tuple[str, ...]:
    lines = _lines(task.body)
    others = [line for misconception in task.misconceptions for line in _lines(misconception.body) if line not in lines]
    decoys = rng.sample(sorted(set(others)), min(DECOYS, len(set(others))))
    mixed = [*lines, *decoys]
    while mixed[: len(lines)] == lines and len(mixed) > 1:
        rng.shuffle(mixed)
    return tuple(mixed)


def _lines(body: str) -> list[str]:
    return [line for line in body.splitlines() if line.strip() and not line.strip().startswith("#")]


def ordered(assigned: Assignment, order: Sequence[int]) -> str:
    """The solution made of the lines with these numbers, counted from 1. Raises IndexError for any other number."""
    chosen = []
    for number in order:
        if not 1 <= number <= len(assigned.lines):
            raise IndexError(number)
        chosen.append(assigned.lines[number - 1])
    return function_text(assigned.task, "\n".join(chosen))
