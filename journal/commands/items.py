"""The commands about what the log leaves open: items, park, done."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journal.commands.input import read_text
from journal.commands.opening import at_once_or_opened, opened
from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say

if TYPE_CHECKING:
    from datetime import date

    from journal.desk import Desk
    from journal.desk.items import Entry


def items(options: Namespace, settings: Settings) -> int:
    """Lists what is open and what recent logs propose; with --all also what is done and what every week proposes."""
    from journal.desk.items import open_items
    from journal.desk.proposals import all_proposals, waiting_proposals

    with opened(settings) as desk:
        entries = open_items(desk, and_done=options.all)
        entries += all_proposals(desk) if options.all else waiting_proposals(desk)
        today = desk.today
    if options.json:
        print_json([_plain(each) for each in entries])
    elif entries:
        print_lines(table(_row(each, today) for each in entries))
        print_lines([say("items.how_to_take")] if any(each.id is None for each in entries) else [])
    else:
        print_lines([say("items.none")])
    return 0


def park(options: Namespace, settings: Settings) -> int:
    """Puts one line aside."""
    from journal.desk.at_once import park as park_at_once

    text = read_text(Path("-")) if options.text == "-" else options.text
    number, line, week = at_once_or_opened(
        settings, lambda desk: park_at_once(desk, text), lambda desk: _parked(desk, text)
    )
    if options.json:
        print_json({"id": number, "kind": "parked", "text": line, "week": week})
    else:
        print_lines([say("items.parked_as", id=number)])
    return 0


def _parked(desk: Desk, text: str) -> tuple[int, str, int | None]:
    from journal.desk.items import park as put_aside

    item = put_aside(desk, text)
    return item.id, item.text, item.week_id


def done(options: Namespace, settings: Settings) -> int:
    """Marks one item as done."""
    from journal.desk.items import finish_by_id

    with opened(settings) as desk:
        item = finish_by_id(desk, options.item, options.found)
    if options.json:
        told = {"id": item.id, "kind": item.kind, "text": item.text, "week": item.week_id, "done": item.done}
        print_json({**told, "finding": item.finding})
    else:
        print_lines([say("items.is_done", text=item.text)])
    return 0


def _plain(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "text": entry.text,
        "week": entry.week_id,
        "due": entry.due,
        "done": entry.done,
        "state": entry.state,
        "finding": entry.finding,
        "weeks_old": entry.weeks_old,
        "concepts": entry.concepts,
        "sentence": entry.sentence,
        "parked_from": entry.parked_from,
    }


def _row(entry: Entry, today: date) -> tuple[str, ...]:
    number = "" if entry.id is None else str(entry.id)
    return number, say(f"items.{entry.kind}"), entry.stands, entry.when(today), entry.title
