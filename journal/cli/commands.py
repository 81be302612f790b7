"""All commands, gathered from the features: whatever package has a module `arguments` declares some."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import journal
from journal.core.commands import Command

FIRST = (
    "writing",
    "weeks",
    "history",
    "followups",
    "search",
    "habits",
    "today",
    "concepts",
    "review",
    "tasks",
    "progress",
    "weights",
    "report",
    "exchange",
    "maintenance",
)
"""The order of the features in the help; any other comes after them."""


def _every() -> Iterator[Command]:
    """The commands that the features declare, feature by feature."""
    found = {path.parent.name for path in Path(journal.__path__[0]).glob("*/arguments.py")}
    for feature in (*(each for each in FIRST if each in found), *sorted(found.difference(FIRST))):
        yield from import_module(f"journal.{feature}.arguments").COMMANDS


COMMANDS: tuple[Command, ...] = tuple(_every())
