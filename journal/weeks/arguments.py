"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command, takes_nothing
from journal.core.messages import say


def _week(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", help=say("cli.arg_week"))


COMMANDS = (
    Command("delete", "weeks.commands", _week),
    Command("undelete", "weeks.commands", takes_nothing),
    Command("bin", "weeks.commands", takes_nothing),
)
