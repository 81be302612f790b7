"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from journal.core.commands import Command
from journal.core.messages import say
from journal.core.options import whole
from journal.notes.kinds import KINDS

YEARS = 36_500
"""Days of a century: so far ahead may be reviewed."""


def _concept(parser: ArgumentParser) -> None:
    parser.add_argument("concept", metavar="ID", help=say("cli.arg_concept"))


def _ask(parser: ArgumentParser) -> None:
    _concept(parser)
    parser.add_argument("question", metavar="QUESTION", nargs="?", help=say("cli.arg_question"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))
    parser.add_argument("--answer", metavar="TEXT", help=say("cli.arg_answer"))


def _quiz(parser: ArgumentParser) -> None:
    plan = parser.add_mutually_exclusive_group()
    plan.add_argument("--concept", metavar="ID", help=say("cli.arg_concept"))
    plan.add_argument("--ahead", type=whole(high=YEARS), metavar="N", help=say("cli.arg_ahead"))
    plan.add_argument("--catch-up", action="store_true", help=say("cli.arg_catch_up"))
    plan.add_argument("--cram", metavar="NAME", help=say("cli.arg_cram"))
    parser.add_argument("--count", type=whole(), metavar="N", help=say("cli.arg_quiz_count"))
    parser.add_argument("--seed", type=whole(), default=0, metavar="N", help=say("cli.arg_seed"))


def _card(parser: ArgumentParser) -> None:
    parser.add_argument("cards", metavar="CARDS", nargs="*", help=say("cli.arg_card"))
    what = parser.add_mutually_exclusive_group()
    for name in ("bury", "suspend", "back", "anew"):
        what.add_argument(f"--{name}", action="store_true", help=say(f"cli.arg_{name}"))
    what.add_argument("--due", metavar="DAY", help=say("cli.arg_set_due"))
    parser.add_argument("--file", type=Path, metavar="FILE", help=say("cli.arg_card_file"))
    parser.add_argument("--kind", choices=KINDS, help=say("cli.arg_note_kind"))
    parser.add_argument("--answer", action="append", default=[], metavar="TEXT", help=say("cli.arg_accept"))
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help=say("cli.arg_tag"))
    parser.add_argument("--deck", default="", metavar="DECK", help=say("cli.arg_deck"))
    parser.add_argument("--about", action="append", default=[], metavar="CONCEPT", help=say("cli.arg_note_about"))


def _beliefs(parser: ArgumentParser) -> None:
    parser.add_argument("concept", metavar="ID", nargs="?", help=say("cli.arg_concept"))


COMMANDS = (
    Command("ask", "review.commands.reviews", _ask),
    Command("quiz", "review.commands.reviews", _quiz),
    Command("card", "review.commands.cards", _card),
    Command("beliefs", "review.commands.cards", _beliefs),
)
