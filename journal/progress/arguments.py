"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say

RANGES = ("month", "quarter", "year", "all")


def _progress(parser: ArgumentParser) -> None:
    parser.add_argument("panel", metavar="PANEL", nargs="?", help=say("cli.arg_panel"))
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--topic", metavar="T", default="", help=say("cli.arg_topic"))
    about.add_argument("--search", metavar="Q", default="", help=say("cli.arg_about"))
    parser.add_argument("--range", choices=RANGES, help=say("cli.arg_range"))
    parser.add_argument("--figure", type=Path, metavar="DIR", help=say("cli.arg_figures"))


COMMANDS = (Command("progress", "progress.commands", _progress),)
