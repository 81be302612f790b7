"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command, takes_nothing
from journal.core.messages import say
from journal.core.options import whole

PLANNED = 25
"""Minutes that a focus session is planned for when nobody says."""


def _focus(parser: ArgumentParser) -> None:
    parser.add_argument("topic", metavar="TOPIC", nargs="?", default="", help=say("cli.arg_topic"))
    parser.add_argument(
        "minutes", metavar="MINUTES", nargs="?", type=whole(), default=PLANNED, help=say("cli.arg_minutes", n=PLANNED)
    )
    parser.add_argument("--at", metavar="20:30", default="", help=say("cli.arg_at"))
    does = parser.add_mutually_exclusive_group()
    for name in ("stop", "pause", "resume", "status"):
        does.add_argument(f"--{name}", dest="does", action="store_const", const=name, help=say(f"cli.arg_{name}"))


def _habit(parser: ArgumentParser) -> None:
    parser.add_argument("habit", metavar="NAME", help=say("cli.arg_habit"))
    parser.add_argument("amount", metavar="AMOUNT", nargs="?", type=float, default=1.0, help=say("cli.arg_amount"))
    parser.add_argument("--undo", action="store_true", help=say("cli.arg_undo"))


def _heatmap(parser: ArgumentParser) -> None:
    parser.add_argument("--of", choices=["words", "reviews", "minutes"], default="words", help=say("cli.arg_of"))
    parser.add_argument("--weeks", type=whole(), metavar="N", help=say("cli.arg_weeks"))
    parser.add_argument("--ascii", action="store_true", help=say("cli.arg_ascii"))


COMMANDS = (
    Command("focus", "habits.commands.focus", _focus),
    Command("habit", "habits.commands.habits", _habit),
    Command("habits", "habits.commands.habits", takes_nothing),
    Command("heatmap", "habits.commands.heatmap", _heatmap),
)
