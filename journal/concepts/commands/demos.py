"""The command that runs a demo: demo."""

from __future__ import annotations

import ast
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from journal.core.files import write_whole
from journal.core.messages import UserError
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.library.concept import Concept
from journal.opening.commands import opened
from journal.runner.runs import Run


def demo(options: Namespace, settings: Settings) -> int:
    """Runs the demo of a concept with drawn or given numbers; exits 1 when it raises."""
    from journal.concepts.own_reviews import own_reviews
    from journal.opening.lookup import find_concept

    with opened(settings) as journal:
        concept = find_concept(journal, options.concept)
        if "demo" not in concept.demos:
            raise UserError("cli.no_demo", concept=concept.id)
        given = {**(own_reviews(journal, concept) if options.mine else {}), **read_assignments(concept, options.set)}
        run = journal.runner.run(concept.path, "demo", None, options.seed, png=options.figure is not None).result()
        if given:
            params = {**run.params, **given}
            run = journal.runner.run(
                concept.path, "demo", params, options.seed, png=options.figure is not None
            ).result()
    if options.figure is not None:
        _write_figure(options.figure, run)
    code = concept.demos["demo"].code(run.params)
    if options.json:
        print_json(_plain(concept, options.seed, code, run))
    else:
        print_lines([code, ""])
        print_lines([run.output.rstrip("\n")] if run.output else [])
        print_lines([f"{run.error.type}: {run.error.message}" if run.error else run.value])
    return 1 if run.error else 0


def read_assignments(concept: Concept, texts: Sequence[str]) -> dict[str, Any]:
    """What `--set k=3` gives: values by parameter, written as in Python. Raises UserError."""
    given = {}
    for text in texts:
        name, _, value = text.partition("=")
        name = name.strip()
        if name not in concept.demos["demo"].parameters:
            names = ", ".join(concept.demos["demo"].parameters)
            raise UserError("cli.no_parameter", concept=concept.id, name=name, names=names)
        try:
            given[name] = ast.literal_eval(value.strip())
        except (ValueError, SyntaxError):
            raise UserError("cli.no_value", text=text) from None
    return given


def _write_figure(path: Path, run: Run) -> None:
    if run.png is None:
        raise UserError("concepts.no_figure")
    write_whole(path, run.png)


def _plain(concept: Concept, seed: int, code: str, run: Run) -> dict[str, Any]:
    error = run.error and {"type": run.error.type, "message": run.error.message, "line": run.error.line}
    return {
        "concept": concept.id,
        "seed": seed,
        "params": dict(run.params),
        "code": code,
        "output": run.output,
        "value": run.value,
        "error": error,
        "elapsed_ms": round(run.elapsed_ms, 2),
        "sandbox": list(run.sandbox),
    }
