"""The commands about follow-ups: items, park, done."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.core.input import read_text
from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import at_once_or_opened, opened

if TYPE_CHECKING:
    from datetime import date

    from journal.followups.listing import Followup
    from journal.opening.journal import Journal


def items(options: Namespace, settings: Settings) -> int:
    """Lists what is open and what recent logs propose; with --all also what is done and what every week proposes."""
    from journal.followups.listing import open_followups
    from journal.followups.proposals import all_proposals, waiting_proposals

    def found(journal: Journal) -> tuple[list[Followup], date]:
        proposed = all_proposals(journal) if options.all else waiting_proposals(journal)
        return open_followups(journal, and_done=options.all) + proposed, journal.today

    followups, today = at_once_or_opened(settings, found)
    if options.json:
        print_json([_plain(each) for each in followups])
    elif followups:
        print_lines(table(_row(each, today) for each in followups))
        print_lines([say("items.how_to_take")] if any(each.id is None for each in followups) else [])
    else:
        print_lines([say("items.none")])
    return 0


def park(options: Namespace, settings: Settings) -> int:
    """Parks one line for later."""
    from journal.opening.at_once import park as park_at_once

    text = read_text(Path("-")) if options.text == "-" else options.text
    number, line, week = at_once_or_opened(
        settings, lambda journal: park_at_once(journal, text), lambda journal: _parked(journal, text)
    )
    if options.json:
        print_json({"id": number, "kind": "parked", "text": line, "week": week})
    else:
        print_lines([say("items.parked_as", id=number)])
    return 0


def _parked(journal: Journal, text: str) -> tuple[int, str, int | None]:
    from journal.followups.followups import park as put_aside

    item = put_aside(journal, text)
    return item.id, item.text, item.week_id


def done(options: Namespace, settings: Settings) -> int:
    """Marks one item as done."""
    from journal.followups.followups import finish_by_id

    with opened(settings) as journal:
        item = finish_by_id(journal, options.item, options.found)
    if options.json:
        message = {"id": item.id, "kind": item.kind, "text": item.text, "week": item.week_id, "done": item.done}
        print_json({**message, "finding": item.finding})
    else:
        print_lines([say("items.is_done", text=item.text)])
    return 0


def _plain(followup: Followup) -> dict[str, Any]:
    return {
        "id": followup.id,
        "kind": followup.kind,
        "text": followup.text,
        "week": followup.week_id,
        "due": followup.due,
        "done": followup.done,
        "state": followup.state,
        "finding": followup.finding,
        "weeks_old": followup.weeks_old,
        "concepts": followup.concepts,
        "sentence": followup.sentence,
        "parked_from": followup.parked_from,
    }


def _row(followup: Followup, today: date) -> tuple[str, ...]:
    number = "" if followup.id is None else str(followup.id)
    return number, say(f"items.{followup.kind}"), followup.status, followup.when(today), followup.title
