"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say
from journal.core.options import whole


def _concepts(parser: ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", nargs="?", default="", help=say("cli.arg_query"))
    parser.add_argument("--path", metavar="NAME", nargs="?", const="", help=say("cli.arg_path"))


def _concept(parser: ArgumentParser) -> None:
    parser.add_argument("concept", metavar="ID", help=say("cli.arg_concept"))


def _concept_page(parser: ArgumentParser) -> None:
    _concept(parser)
    parser.add_argument("--timeline", action="store_true", help=say("cli.arg_timeline"))


def _demo(parser: ArgumentParser) -> None:
    _concept(parser)
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))
    parser.add_argument("--mine", action="store_true", help=say("cli.arg_mine"))
    parser.add_argument("--set", action="append", default=[], metavar="k=3", help=say("cli.arg_set"))
    parser.add_argument("--figure", type=Path, metavar="FILE", help=say("cli.arg_figure"))


def _new(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help=say("cli.arg_new"))
    parser.add_argument("--task", action="store_true", help=say("cli.arg_with_task"))
    parser.add_argument("--no-edit", action="store_true", help=say("cli.arg_no_edit"))


def _lint(parser: ArgumentParser) -> None:
    parser.add_argument("paths", metavar="PATH", type=Path, nargs="*", help=say("cli.arg_lint"))
    parser.add_argument("--seeds", type=whole(high=100_000), metavar="N", help=say("cli.arg_seeds"))


COMMANDS = (
    Command("concepts", "concepts.commands.concepts", _concepts),
    Command("concept", "concepts.commands.concepts", _concept_page),
    Command("demo", "concepts.commands.demos", _demo),
    Command("new", "concepts.commands.concepts", _new),
    Command("lint", "concepts.commands.lint", _lint),
)
