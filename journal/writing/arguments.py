"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command, takes_nothing
from journal.core.messages import say
from journal.core.options import whole


def _add(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="?", help=say("cli.arg_add"))


def _week(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", help=say("cli.arg_week"))


def _count(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help=say("cli.arg_count_file"))
    parser.add_argument("--goal", type=whole(), metavar="N", help=say("cli.arg_goal"))
    parser.add_argument("--by", choices=["paragraph"], help=say("cli.arg_by"))


def _slips(parser: ArgumentParser) -> None:
    parser.add_argument("target", metavar="TEXT", type=Path, help=say("cli.arg_slips"))
    parser.add_argument("--fix", action="store_true", help=say("cli.arg_fix"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


COMMANDS = (
    Command("add", "writing.commands.weeks", _add),
    Command("weeks", "writing.commands.weeks", takes_nothing),
    Command("show", "writing.commands.weeks", _week),
    Command("edit", "writing.commands.weeks", _week),
    Command("recover", "writing.commands.weeks", takes_nothing),
    Command("count", "writing.commands.weeks", _count),
    Command("slips", "writing.commands.typos", _slips),
    Command("template", "writing.commands.typos", takes_nothing, json=False),
)
