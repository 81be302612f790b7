"""The command line: parses it, runs one command, and returns its exit status."""

from __future__ import annotations

import argparse
import io
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from journal import __version__
from journal.cli.commands import COMMANDS
from journal.core import diagnostics, messages
from journal.core.commands import Handler
from journal.core.marks import visible_line
from journal.core.messages import UserError, say
from journal.core.options import decoded_options
from journal.core.output import print_aside, print_error, print_lines
from journal.core.settings import Settings, load, locale_language


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line and returns its exit status: 0, 1 (no, or a check failed) or 2 (wrong usage).

    An unexpected error prints one line that names the diagnostic log, and returns 1.
    """
    if arguments is None:
        arguments = sys.argv[1:]
        _note_what_nobody_hears()
    try:
        return _answered(arguments)
    except Exception as error:
        from journal.cli.unforeseen import report_error

        return report_error(error, _named(arguments))


def _answered(arguments: Sequence[str]) -> int:
    """Runs a command line; maps user-facing errors and interruptions to exit statuses."""
    os.umask(0o077)  # whatever is written, in the home or elsewhere, is the user's alone
    _print_any_character()
    try:
        return _run(arguments)
    except UserError as error:
        print_error(error)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130


def _print_any_character() -> None:
    """Replaces characters that the terminal's encoding lacks by question marks from now on."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _note_what_nobody_hears() -> None:
    """Sends errors of threads and finalizers to the diagnostic log instead of the screen."""
    threading.excepthook = lambda heard: diagnostics.note_error("unheard", heard.exc_value or RuntimeError())
    sys.unraisablehook = lambda heard: diagnostics.note_error("unheard", heard.exc_value or RuntimeError())


def _named(arguments: Sequence[str]) -> str:
    """The command named on a command line; empty for the app."""
    return next((each for each in arguments if each in {command.name for command in COMMANDS}), "")


def _run(arguments: Sequence[str]) -> int:
    messages.use(locale_language(os.environ))
    settings = _settings(arguments)
    diagnostics.keep_in(settings.cache)
    messages.use(settings.language)
    options = decoded_options(parser(arguments).parse_args(arguments))
    if options.command:
        handler: Handler = options.handler()
        status = handler(options, settings)
    else:
        from journal.app.start import start

        status = start(options, settings)
    sys.stdout.flush()
    return status


def _settings(arguments: Sequence[str]) -> Settings:
    """The settings of the home named on the command line; read before parsing, because the help needs the language."""
    early = Parser("journal", add_help=False)
    early.add_argument("--home", type=Path)
    return load(early.parse_known_args(arguments)[0].home, os.environ)
