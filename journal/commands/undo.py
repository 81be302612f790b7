"""The commands that take back and do again: undo, redo."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.commands.opening import opened
from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say

if TYPE_CHECKING:
    from journal.desk.undo import StepRow

LISTED = 20
"""How many steps are listed."""


def undo(options: Namespace, settings: Settings) -> int:
    """Takes the last step back, or lists the last ones."""
    from journal.desk.undo import latest
    from journal.desk.undo import undo as take_back

    with opened(settings) as desk:
        if options.list:
            return _list(options, latest(desk, LISTED))
        return _tell(options, take_back(desk))


def redo(options: Namespace, settings: Settings) -> int:
    """Does again what was taken back last."""
    from journal.desk.undo import redo as do_again

    with opened(settings) as desk:
        return _tell(options, do_again(desk))


def _tell(options: Namespace, row: StepRow) -> int:
    if options.json:
        print_json(asdict(row))
    else:
        print_lines([row.told])
    return 0


def _list(options: Namespace, rows: list[StepRow]) -> int:
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        lines = table((f"{row.at:%Y-%m-%d %H:%M}", row.text, say("steps.undone") * row.undone) for row in rows)
        print_lines(lines or [say("steps.nothing_to_undo")])
    return 0
