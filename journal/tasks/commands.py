"""The command that sets a task and judges a solution: write."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from journal.core.input import read_text
from journal.core.messages import language, say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.opening.journal import Journal
    from journal.runner.tasks.assignment import Assignment
    from journal.tasks.tasks import FoundTask


def write(options: Namespace, settings: Settings) -> int:
    """Lists the tasks; shows one; judges the solution in a file, and exits 1 when it is not right."""
    from journal.tasks.tasks import all_tasks, find_task, set_task

    with opened(settings) as journal:
        if options.task is None:
            _list(all_tasks(journal), as_json=options.json)
            return 0
        found = find_task(journal, options.task)
        assigned = set_task(found, options.form, options.seed)
        if options.file is not None:
            return _judge(journal, found, assigned, options)
    _show(found, assigned, options)
    return 0


def _list(tasks: list[FoundTask], *, as_json: bool) -> None:
    from journal.runner.tasks.assignment import forms_of

    if as_json:
        print_json(
            [
                {"id": each.name, "concept": each.concept.id, "forms": forms_of(each.task), **_prompt(each)}
                for each in tasks
            ]
        )
    else:
        print_lines(table((each.name, each.task.prompt.to(language())) for each in tasks))


def _prompt(found: FoundTask) -> dict[str, str]:
    from journal.tasks.tasks import prompt_of

    return {"prompt": prompt_of(found.task)}


def _show(found: FoundTask, assigned: Assignment, options: Namespace) -> None:
    from journal.runner.tasks.assignment import function_text
    from journal.tasks.tasks import prompt_of

    hints = [each.to(language()) for each in found.task.hints[: options.hints]]
    reference = function_text(found.task, found.task.body)
    if options.json:
        shown = {"id": found.name, "form": assigned.form, **_prompt(found), "start": assigned.start}
        more = {"lines": assigned.lines, "hints": hints, "solution": reference if options.solution else None}
        print_json({**shown, **more})
        return
    print_lines([prompt_of(found.task), ""])
    print_lines([reference if options.solution else assigned.start])
    print_lines(f"{number:>3}  {line}" for number, line in enumerate(assigned.lines, 1))
    print_lines(say("task.hint", text=hint) for hint in hints)


def _judge(journal: Journal, found: FoundTask, assigned: Assignment, options: Namespace) -> int:
    from journal.runner.tasks.assignment import ordered
    from journal.tasks.tasks import difference_lines, judge, verdict_lines

    typed = read_text(options.file)
    numbers = typed.replace(",", " ").split()
    if assigned.form == "order" and numbers and all(each.isdecimal() and len(each) < 4 for each in numbers):
        source = ordered(assigned, [number for each in numbers if (number := int(each)) <= len(assigned.lines)])
    else:
        source = assigned.source(typed)
    verdict = judge(journal, found, source, options.seed)
    if options.json:
        print_json({"id": found.name, "form": assigned.form, **_plain(verdict.to_json())})
    else:
        print_lines(verdict_lines(found, verdict))
        if options.solution:
            print_lines(["", *difference_lines(found, source)])
    return 0 if verdict.outcome == "right" else 1


def _plain(verdict: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": verdict.pop("outcome"), **verdict}
