"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command, takes_nothing
from journal.core.messages import say


def _week(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", help=say("cli.arg_week"))


def _version(parser: ArgumentParser) -> None:
    parser.add_argument("version", metavar="WEEK@N", help=say("cli.arg_version"))


def _undo(parser: ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help=say("cli.arg_undo_list"))


COMMANDS = (
    Command("history", "history.commands.versions", _week),
    Command("diff", "history.commands.versions", _version),
    Command("revert", "history.commands.versions", _version),
    Command("undo", "history.commands.undo", _undo),
    Command("redo", "history.commands.undo", takes_nothing),
)
