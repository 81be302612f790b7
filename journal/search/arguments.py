"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command, takes_nothing
from journal.core.messages import say


def _search(parser: ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", nargs="+", help=say("cli.arg_search"))


COMMANDS = (
    Command("search", "search.commands", _search),
    Command("tags", "search.commands", takes_nothing),
)
