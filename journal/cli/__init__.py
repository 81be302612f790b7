"""The command line: runs one command, or the app, and returns its exit status."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from journal.core import diagnostics, messages
from journal.core.messages import UserError
from journal.core.output import print_error
from journal.core.settings import Settings, load, locale_language

if TYPE_CHECKING:
    from argparse import Namespace

    from journal.core.commands import Handler


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
    from journal.cli.commands import COMMANDS

    return next((each for each in arguments if each in {command.name for command in COMMANDS}), "")


def _run(arguments: Sequence[str]) -> int:
    messages.use(locale_language(os.environ))
    settings = _settings(arguments)
    diagnostics.keep_in(settings.cache)
    messages.use(settings.language)
    status = _run_command(arguments, settings) if arguments else _run_app(settings, sample=False)
    sys.stdout.flush()
    return status


def _settings(arguments: Sequence[str]) -> Settings:
    if not arguments:
        return load(None, os.environ)
    from journal.cli.parsing import home_of

    return load(home_of(arguments), os.environ)


def _run_command(arguments: Sequence[str], settings: Settings) -> int:
    from journal.cli.parsing import parser
    from journal.core.options import decoded_options

    options: Namespace = decoded_options(parser(arguments).parse_args(arguments))
    if not options.command:
        return _run_app(settings, sample=options.sample)
    handler: Handler = options.handler()
    return handler(options, settings)


def _run_app(settings: Settings, *, sample: bool) -> int:
    from journal.app.start import start

    return start(settings, sample=sample)
