"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command
from journal.core.messages import say
from journal.core.options import whole
from journal.followups.resolutions import EVERY_RESOLUTION


def _items(parser: ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help=say("cli.arg_items_all"))


def _park(parser: ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help=say("cli.arg_park"))


def _done(parser: ArgumentParser) -> None:
    parser.add_argument("item", metavar="N", type=whole(), help=say("cli.arg_done"))
    parser.add_argument("--found", choices=EVERY_RESOLUTION, default="", help=say("cli.arg_found"))


COMMANDS = (
    Command("items", "followups.commands", _items),
    Command("park", "followups.commands", _park),
    Command("done", "followups.commands", _done),
)
