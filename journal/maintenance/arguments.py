"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say


def _backup(parser: ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", type=Path, nargs="?", help=say("cli.arg_backup"))


def _restore(parser: ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("file", metavar="FILE", type=Path, nargs="?", help=say("cli.arg_restore"))
    what.add_argument("--new", action="store_true", help=say("cli.arg_new_journal"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


def _doctor(parser: ArgumentParser) -> None:
    parser.add_argument("--fix", action="store_true", help=say("cli.arg_fix"))
    parser.add_argument("--yes", action="store_true", help=say("cli.arg_yes"))


def _concept(parser: ArgumentParser) -> None:
    parser.add_argument("concept", metavar="ID", help=say("cli.arg_concept"))


COMMANDS = (
    Command("backup", "maintenance.commands", _backup),
    Command("restore", "maintenance.commands", _restore),
    Command("doctor", "maintenance.commands", _doctor),
    Command("trust", "maintenance.commands", _concept, json=False),
)
