"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command
from journal.core.messages import say


def _sync(parser: ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", nargs="?", default="", help=say("cli.arg_hub"))
    parser.add_argument("--leave", action="store_true", help=say("cli.arg_leave"))


COMMANDS = (Command("sync", "sync.commands", _sync),)
