"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say


def _import(parser: ArgumentParser) -> None:
    from journal.exchange.formats import FORMATS

    formats = ", ".join([*(each.name for each in FORMATS), "anki", "cards"])
    parser.add_argument("path", metavar="PATH", type=Path, help=say("cli.arg_import"))
    parser.add_argument("--format", metavar="F", help=say("cli.arg_import_format", formats=formats))
    parser.add_argument("--from", dest="begins", metavar="DAY", help=say("cli.arg_import_from"))
    parser.add_argument("--encoding", metavar="NAME", help=say("cli.arg_import_encoding"))
    parser.add_argument("--dry-run", action="store_true", help=say("cli.arg_dry_run"))
    parser.add_argument("--strict", action="store_true", help=say("cli.arg_strict"))


def _export(parser: ArgumentParser) -> None:
    from journal.exchange.exporting import FORMATS

    parser.add_argument("path", metavar="PATH", type=Path, help=say("cli.arg_export"))
    parser.add_argument("week", metavar="WEEK", nargs="*", help=say("cli.arg_export_week"))
    parser.add_argument(
        "--format", metavar="F", help=say("cli.arg_export_format", formats=", ".join([*FORMATS, "anki", "csv", "tsv"]))
    )
    parser.add_argument("--force", action="store_true", help=say("cli.arg_force"))


def _mirror(parser: ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help=say("cli.arg_mirror"))
    parser.add_argument("--names", choices=["week", "days"], default="week", help=say("cli.arg_mirror_names"))


COMMANDS = (
    Command("import", "exchange.commands.transfer", _import),
    Command("export", "exchange.commands.transfer", _export),
    Command("mirror", "exchange.commands.transfer", _mirror),
)
