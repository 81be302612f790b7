"""The command that says how much waits: due."""

from __future__ import annotations

from argparse import Namespace

from journal.core.messages import say
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.opening.commands import at_once_or_opened


def due(options: Namespace, settings: Settings) -> int:
    """Prints how much is due today; exits 1 when nothing is."""
    from journal.today.waiting import days_ahead, waiting, waiting_notes, waiting_text

    view, ahead = at_once_or_opened(settings, lambda journal: (waiting(journal), days_ahead(journal, options.json)))
    if options.json:
        print_json(
            {
                "due": view.due,
                "all_due": view.all_due,
                "new": view.new,
                "again": view.again,
                "cards": view.cards,
                "answers": view.answers,
                "minutes": view.minutes,
                "overdue": view.overdue,
                "backlog": view.backlog,
                "coming": [{"day": day.isoformat(), "due": count} for day, count in ahead.items()],
            }
        )
    elif not view.is_done:
        counts = [waiting_text(view), say("today.minutes", n=view.minutes)]
        print_lines([" · ".join([*counts, *waiting_notes(view)])])
    else:
        print_lines([say("today.nothing_due" if view.cards else "today.no_cards")])
    return int(view.is_done)
