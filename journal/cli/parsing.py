"""The parser of the command line, in the user's language. It is not loaded for `journal` alone, the app."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from journal import __version__
from journal.cli.commands import COMMANDS
from journal.core.marks import visible_line
from journal.core.messages import say
from journal.core.output import print_aside, print_lines


class Help(argparse.HelpFormatter):
    """Help whose usage line is in the current language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Prefixes the usage line with the translated word."""
        super().add_usage(usage, actions, groups, say("cli.usage_prefix") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser that reports errors in one line, in the user's language."""

    def __init__(self, prog: str, *, add_help: bool = True, **more: Any) -> None:
        super().__init__(prog, formatter_class=Help, add_help=False, **more)
        self._positionals.title = say("cli.arguments")
        self._optionals.title = say("cli.options")
        if add_help:
            self.add_argument("-h", "--help", action="help", help=say("cli.arg_help"))

    def error(self, message: str) -> NoReturn:
        """Prints the line and exits with 2."""
        from journal.cli.usage import what_is_wrong

        told = say("cli.usage", message=what_is_wrong(message), command=self.prog)
        self.exit(2, visible_line(f"{self.prog}: {told}"))

    def _print_message(self, message: str, file: Any = None) -> None:
        """Prints through `output`, like everything else."""
        (print_aside if file is sys.stderr else print_lines)([message.removesuffix("\n")])


def parser(arguments: Sequence[str]) -> Parser:
    """The parser of a command line, in the current language; only commands that it names get their arguments."""
    top = Parser("journal", description=say("cli.journal"), epilog=say("cli.epilog"))
    top.add_argument("--home", type=Path, metavar="DIR", help=say("cli.arg_home"))
    top.add_argument("--sample", action="store_true", help=say("cli.arg_sample"))
    top.add_argument("--version", action="version", version=f"journal {__version__}", help=say("cli.arg_version_of"))
    several = top.add_subparsers(dest="command", metavar="COMMAND", title=say("cli.commands"))
    for command in COMMANDS:
        text = say(f"cli.{command.name}")
        one = several.add_parser(command.name, help=text, description=text)
        one.set_defaults(handler=command.handler)
        if command.name in arguments:
            command.arguments(one)
        if command.json:
            one.add_argument("--json", action="store_true", help=say("cli.arg_json"))
    return top


def home_of(arguments: Sequence[str]) -> Path | None:
    """The home named on a command line; read before the rest, because the help needs the language of its settings."""
    early = Parser("journal", add_help=False)
    early.add_argument("--home", type=Path)
    home: Path | None = early.parse_known_args(arguments)[0].home
    return home
