"""The command that fits the schedule to the learner: train."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.core.formatting import days
from journal.core.input import agreed
from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.weights.weights import Comparison


def train(options: Namespace, settings: Settings) -> int:
    """Fits weights, shows what they would change, and activates them after confirmation; exits 1 when they are not
    better.
    """
    from journal.weights.training import train as fit
    from journal.weights.weights import activate, compare, revert

    with opened(settings) as journal:
        if options.back:
            before = revert(journal)
            message = say("train.back_to", at=before.at) if before else say("train.back_to_everyone")
            print_json({"weights": list(journal.weights)}) if options.json else print_lines([message])
            return 0
        if not options.json:
            print_lines([say("train.fitting")])
        fit(journal)
        comparison = compare(journal)
        assert comparison is not None
        if not options.json:
            print_lines(comparison_lines(comparison))
        if comparison.wins and (options.apply or (not options.json and agreed(say("train.ask")))):
            moved = activate(journal, comparison.id)
            if not options.json:
                print_lines([say("train.taken", n=moved)])
        if options.json:
            print_json({**asdict(comparison), "taken": bool(comparison.wins and options.apply)})
        return 0 if comparison.wins else 1


def comparison_lines(view: Comparison) -> Iterator[str]:
    """New weights against those in use, in plain lines."""
    yield say("train.tried", reviews=view.reviews, held_out=view.held_out)
    yield say("train.loss", loss=view.loss, before=view.loss_before)
    gained = {"gain": view.loss_before - view.loss, "error": view.error}
    yield say("train.wins", **gained) if view.wins else say("train.loses", **gained)
    if not view.wins:
        return
    yield ""
    yield say("train.lasts")
    rows = ((say(f"rating.{name}"), f"{days(now)} → {days(then)}") for name, (now, then) in view.lasts.items())
    yield from (f"  {line}" for line in table(rows))
    yield ""
    yield say("train.moves", cards=view.cards, sooner=view.sooner, later=view.later, days=view.days)
    yield say("train.fullest", now=view.fullest[0], then=view.fullest[1])
    moves = ((each.due, "→", each.due_then, f"{each.days:+}", each.title, each.prompt) for each in view.examples)
    yield from (f"  {line}" for line in table(moves))
