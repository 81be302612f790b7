"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say


def _report(parser: ArgumentParser) -> None:
    parser.add_argument("week", metavar="WEEK", nargs="?", help=say("cli.arg_report_week"))
    parser.add_argument("--format", choices=["md", "html", "json"], default="md", help=say("cli.arg_format"))
    parser.add_argument("--output", type=Path, metavar="FILE", help=say("cli.arg_output"))


COMMANDS = (Command("report", "report.commands", _report),)
