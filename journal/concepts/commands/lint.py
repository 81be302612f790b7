"""The command that checks concept files: lint."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.core.messages import say
from journal.core.output import print_json, print_lines, show_progress
from journal.core.settings import Settings
from journal.opening.commands import opened

MOST, ENOUGH = 200, 100
"""Draws of a question: the most, and those after which it is drawn on only where a share is close to its limit."""

if TYPE_CHECKING:
    from journal.concepts.lint import LintResult


def lint(options: Namespace, settings: Settings) -> int:
    """Checks the given files and folders, or the whole library and the user's own concepts; exits 1 on any problem."""
    from journal.concepts.lint import check, read_files
    from journal.library.library import OURS

    with opened(settings) as journal:
        own = [settings.concepts] if settings.concepts.is_dir() else []
        found = read_files(options.paths or [OURS, *own])
        checked = [*_summary(check(journal, found, *_draws(options.seeds)), quiet=options.json)]
    problems = sum(len(each.problems) for each in checked)
    if options.json:
        print_json([_plain(each) for each in checked if each.question or each.task or each.problems])
    else:
        asked = sum(each.question is not None for each in checked)
        print_lines(_unexplained(checked))
        print_lines([say("lint.checked", n=asked, concepts=len(found)) + say("lint.problems", n=problems)])
    return 1 if problems else 0


def _draws(seeds: int | None) -> tuple[int, int | None]:
    """How often each question is drawn at most, and from when on only where it is needed: never, for a number given."""
    return (MOST, ENOUGH) if seeds is None else (seeds, None)


def _summary(checked: Iterable[LintResult], *, quiet: bool) -> Iterator[LintResult]:
    """The same, printing problems as they are found and showing progress on a terminal."""
    for each in checked:
        if not quiet:
            show_progress(_name(each))
            print_lines(f"{_place(each, problem.line)}: {_name(each)}: {problem.says}" for problem in each.problems)
        yield each
    if not quiet:
        show_progress("")


def _unexplained(checked: Iterable[LintResult]) -> Iterator[str]:
    """A line for each answer without a matching misconception: work to do, not a problem."""
    for each in checked:
        for answer in each.unexplained:
            line = each.question.line if each.question else 1
            params = ", ".join(f"{name} = {value!r}" for name, value in answer.params.items())
            says = say("lint.unexplained", typed=answer.typed, truth=answer.truth, params=params)
            yield f"{_place(each, line)}: {_name(each)}: {says}"


def _name(checked: LintResult) -> str:
    about = checked.question or checked.task
    return f"{checked.concept} {about.name}" if about else checked.concept


def _place(checked: LintResult, line: int) -> str:
    """`path:line` as editors open it, relative to the current folder where possible."""
    here = Path.cwd()
    path = checked.path
    return f"{path.relative_to(here) if path.is_relative_to(here) else path}:{line}"


def _plain(checked: LintResult) -> dict[str, Any]:
    report = checked.report
    figures = ("kind", "shown", "alike", "answers", "p95_ms")
    return {
        "path": str(checked.path),
        "concept": checked.concept,
        "question": checked.question.name if checked.question else None,
        "task": checked.task.name if checked.task else None,
        "seeds": report.seeds if report else 0,
        "problems": [asdict(each) for each in checked.problems],
        "unexplained": [asdict(each) for each in checked.unexplained],
        **{name: getattr(report, name) for name in figures if report},
    }
