"""The commands undo and redo."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.history.undo import UndoRow

LISTED = 20
"""How many steps are listed."""


def undo(options: Namespace, settings: Settings) -> int:
    """Undoes the last step, or lists the latest steps."""
    from journal.history.undo import latest
    from journal.history.undo import undo as take_back

    with opened(settings) as journal:
        if options.list:
            return _list(options, latest(journal, LISTED))
        return _notify(options, take_back(journal))


def redo(options: Namespace, settings: Settings) -> int:
    """Redoes the last undone step."""
    from journal.history.undo import redo as do_again

    with opened(settings) as journal:
        return _notify(options, do_again(journal))


def _notify(options: Namespace, row: UndoRow) -> int:
    if options.json:
        print_json(asdict(row))
    else:
        print_lines([row.message])
    return 0


def _list(options: Namespace, rows: list[UndoRow]) -> int:
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        lines = table((f"{row.at:%Y-%m-%d %H:%M}", row.text, say("steps.undone") * row.undone) for row in rows)
        print_lines(lines or [say("steps.nothing_to_undo")])
    return 0
