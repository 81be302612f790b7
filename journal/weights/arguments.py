"""The commands of this feature: how each is typed, and the module that runs it."""

from __future__ import annotations

from argparse import ArgumentParser

from journal.core.commands import Command
from journal.core.messages import say


def _train(parser: ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help=say("cli.arg_train_apply"))
    parser.add_argument("--back", action="store_true", help=say("cli.arg_train_back"))


COMMANDS = (Command("train", "weights.commands", _train),)
