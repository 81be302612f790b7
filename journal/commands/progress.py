"""The command that prints figures: progress."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say

if TYPE_CHECKING:
    from journal.desk.progress import ProgressView


def progress(options: Namespace, settings: Settings) -> int:
    """Prints what was written and learned, the same numbers as the screen."""
    from journal.desk import opened
    from journal.desk.progress import progress_of

    with opened(settings) as desk:
        view = progress_of(desk)
    if options.json:
        print_json(asdict(view))
    else:
        _print(view)
    return 0


def _print(view: ProgressView) -> None:
    from journal.desk.streaks import streak_text

    print_lines([say("progress.words"), ""])
    print_lines(
        table((week.title, f"{week.words}/{view.goal}", say("today.reviews", n=week.reviews)) for week in view.weeks)
    )
    print_lines(["", f"{say('progress.due')}: {say('progress.due_means', n=view.forecast[0], all=sum(view.forecast))}"])
    if view.retention is not None:
        print_lines([say("today.retention", percent=round(100 * view.retention))])
    print_lines([streak_text(view.streak), "", say("progress.topics")])
    print_lines(
        table((each.title, f"{100 * each.known:.0f} %", f"{each.begun}/{each.concepts}") for each in view.topics)
    )
    print_lines(["", f"{say('progress.ideas')}: {say('progress.ideas_means', n=len(view.held), cured=view.cured)}"])
    print_lines(f"  {title}: {says}" for title, says in view.held)
