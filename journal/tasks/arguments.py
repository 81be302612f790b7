"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say
from journal.core.options import whole


def _write(parser: ArgumentParser) -> None:
    parser.add_argument("task", metavar="TASK", nargs="?", help=say("cli.arg_task"))
    parser.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("cli.arg_solution_file"))
    parser.add_argument("--form", choices=["order", "blank", "mend", "write"], help=say("cli.arg_form"))
    parser.add_argument("--hints", type=whole(), default=0, metavar="N", help=say("cli.arg_hints"))
    parser.add_argument("--solution", action="store_true", help=say("cli.arg_solution"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))


COMMANDS = (Command("write", "tasks.commands", _write),)
