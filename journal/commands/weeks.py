"""The commands about weekly logs: import, weeks, show, edit, count."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.text.counting import body_count, by_paragraph
from journal.text.counting import count as count_text
from journal.words import say

if TYPE_CHECKING:
    from journal.desk.weeks import WeekRow


def import_(options: Namespace, settings: Settings) -> int:
    """Stores the weeks of a file."""
    from journal.desk import opened
    from journal.desk.weeks import import_file

    with opened(settings) as desk:
        done = import_file(desk, options.path)
    if options.json:
        outcomes = {name: done.outcomes[name] for name in ("created", "updated", "skipped")}
        print_json({**outcomes, "weeks": [week.id for week in done.weeks], "new_cards": done.new_cards})
        return 0
    for outcome, n in done.outcomes.items():
        print_lines([say(f"cli.import_{outcome}", n=n)])
    print_lines(f"  {week.title}  {body_count(week.body)} {say('write.unit')}" for week in done.weeks)
    if done.new_cards:
        print_lines([say("cli.import_cards", n=done.new_cards, daily=settings.new_per_day)])
    return 0


def add(options: Namespace, settings: Settings) -> int:
    """Appends an entry to the log of the week that its date word names."""
    from journal.desk import opened
    from journal.desk.weeks import add_entry

    text = read_text("-") if options.text == "-" else options.text
    with opened(settings) as desk:
        added = add_entry(desk, text)
    if options.json:
        print_json({"week": added.week.id, "date": added.day, "text": added.text})
    else:
        print_lines([say("cli.added", title=added.week.title, day=added.day)])
    return 0


def weeks(options: Namespace, settings: Settings) -> int:
    """Lists the weeks."""
    from journal.desk import opened
    from journal.desk.weeks import all_weeks

    with opened(settings) as desk:
        rows = all_weeks(desk)
    if options.json:
        print_json([_plain(row) for row in rows])
    elif rows:
        print_lines(table((row.id, row.title, f"{row.starts} – {row.ends}", f"{row.words}/{row.goal}") for row in rows))
    else:
        print_lines([say("cli.no_weeks")])
    return 0


def show(options: Namespace, settings: Settings) -> int:
    """Prints the log of one week."""
    from journal.desk import opened
    from journal.desk.weeks import find_week, row_of

    with opened(settings) as desk:
        week = find_week(desk, options.week)
        row = row_of(desk, week, is_current=False)
    if options.json:
        print_json({**_plain(row), "body": week.body})
    else:
        sys.stdout.buffer.write(week.body.encode())
    return 0


def edit(options: Namespace, settings: Settings) -> int:
    """Opens the log of one week in the user's editor, and stores what it saves."""
    from journal.desk import opened
    from journal.desk.editing import edited
    from journal.desk.history import keep
    from journal.desk.weeks import find_week, open_week, save

    with opened(settings) as desk:
        found = find_week(desk, options.week)
        week = open_week(desk, found.id)
        done = edited(desk, week, week.body)
        if done.text != week.body:
            keep(desk, found.id)
            save(desk, week, done.text)
        done.stored()
    if done.text == week.body:
        print_lines([say("cli.edit_unchanged")])
        return 1
    print_lines([say("cli.edit_saved", title=week.title, words=body_count(done.text))])
    return 0


def recover(options: Namespace, settings: Settings) -> int:
    """Takes in the texts that were not saved; exits 1 when there are none."""
    from journal.desk import opened
    from journal.desk.drafts import left, take_in

    with opened(settings) as desk:
        taken = [(draft, take_in(desk, draft)) for draft in left(desk)]
    if options.json:
        print_json([{"week": week.id, "title": week.title, "at": draft.at} for draft, week in taken])
    else:
        lines = [say("drafts.taken_in", title=week.title, words=draft.words) for draft, week in taken]
        print_lines(lines or [say("drafts.none")])
    return 0 if taken else 1


def count(options: Namespace, settings: Settings) -> int:
    """Counts a text; with a goal, exits 0 when it is reached and 1 when not."""
    text = read_text(options.file)
    counts, body = count_text(text), body_count(text)
    goal = options.goal if options.goal is not None else settings.quota
    if options.by == "paragraph":
        numbers = by_paragraph(text)
        if options.json:
            print_json(numbers)
        else:
            print_lines(table((say("count.paragraph", n=n), words) for n, words in enumerate(numbers, 1)))
    elif options.json:
        print_json({**asdict(counts), "body": body})
    else:
        rows = [(say(f"count.{name}"), value) for name, value in asdict(counts).items()]
        print_lines(table([*rows, (say("count.body"), body)]))
        print_lines([_against(body, goal)] if goal else [])
    return 0 if options.goal is None or body >= goal else 1


def read_text(name: str) -> str:
    """The text of a file, or of the standard input for `-`. Raises UserError."""
    from journal.exchange.weekly import read_text_file, text_of

    return text_of(sys.stdin.buffer.read(), name) if name == "-" else read_text_file(Path(name))


def _against(body: int, goal: int) -> str:
    if body >= goal:
        return say("count.reached", body=body, goal=goal)
    return say("count.missing", body=body, goal=goal, n=goal - body)


def _plain(row: WeekRow) -> dict[str, object]:
    names = ("id", "number", "starts", "ends", "title", "words", "goal")
    return {name: getattr(row, name) for name in names}
