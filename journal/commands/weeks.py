"""The commands about weekly logs: add, weeks, show, edit, count."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from journal.commands.input import read_text
from journal.commands.opening import at_once_or_opened, opened
from journal.commands.output import print_aside, print_json, print_lines, print_text, table
from journal.settings import Settings
from journal.text.counting import body_count, by_paragraph
from journal.text.counting import count as count_text
from journal.words import say

if TYPE_CHECKING:
    from journal.desk import Desk
    from journal.desk.at_once import Added
    from journal.desk.editing import Edited
    from journal.desk.items import Entry
    from journal.desk.week_rows import WeekRow


def add(options: Namespace, settings: Settings) -> int:
    """Appends an entry to the log of the week that its date word names; without a text it is written in the editor."""
    from journal.desk.at_once import add_entry

    text = read_text(Path("-")) if options.text == "-" else options.text
    if text is None:
        added = _written(settings)
    else:
        added = at_once_or_opened(settings, lambda desk: add_entry(desk, text), lambda desk: _added(desk, text))
    if added is None:
        return 1
    if options.json:
        print_json({"week": added.week_id, "date": added.day, "text": added.text})
    else:
        print_lines([say("cli.added", title=added.title, day=added.day)])
    return 0


def _written(settings: Settings) -> Added | None:
    """An entry written in the editor and added; None where nothing was written."""
    from journal.desk.editing import edited, kept_until_stored
    from journal.desk.weeks import open_week

    with opened(settings) as desk:
        done = edited(desk, replace(open_week(desk, None), body=""), "")
        _tell_encoding(done)
        with kept_until_stored(done) as text:
            if text.strip():
                return _added(desk, text)
    print_lines([say("cli.edit_unchanged")])
    return None


def _added(desk: Desk, text: str) -> Added:
    from journal.desk.at_once import Added
    from journal.desk.drafts import rescued
    from journal.desk.weeks import add_entry

    with rescued(desk, text):
        added = add_entry(desk, text)
    return Added(added.week.id, added.week.title, added.day, added.text)


def weeks(options: Namespace, settings: Settings) -> int:
    """Lists the weeks."""
    from journal.desk.week_rows import all_weeks

    rows = at_once_or_opened(settings, all_weeks, all_weeks)
    if options.json:
        print_json([_plain(row) for row in rows])
    elif rows:
        print_lines(table((row.id, row.title, f"{row.starts} – {row.ends}", f"{row.words}/{row.goal}") for row in rows))
    else:
        print_lines([say("cli.no_weeks")])
    return 0


def show(options: Namespace, settings: Settings) -> int:
    """Prints the log of one week; what earlier weeks handed on to it goes to standard error, apart from the text."""
    from journal.desk.items import carried_into
    from journal.desk.weeks import find_week, row_of

    with opened(settings) as desk:
        week = find_week(desk, options.week)
        row = row_of(desk, week, is_current=False)
        carried = carried_into(desk, week.id)
    if options.json:
        print_json({**_plain(row), "body": week.body, "carried": [_carried(each) for each in carried]})
    else:
        print_text(week.body)
        _print_carried(carried)
    return 0


def edit(options: Namespace, settings: Settings) -> int:
    """Opens the log of one week in the user's editor, and stores what it saves."""
    from journal.desk.editing import edited, kept_until_stored
    from journal.desk.history import keep
    from journal.desk.weeks import find_week, open_week, save

    with opened(settings) as desk:
        week = open_week(desk, find_week(desk, options.week).id)
        done = edited(desk, week, week.body)
        _tell_encoding(done)
        with kept_until_stored(done) as text:
            if text == week.body:
                print_lines([say("cli.edit_unchanged")])
                return 1
            assert week.id is not None
            keep(desk, week.id)
            save(desk, week, text)
    print_lines([say("cli.edit_saved", title=week.title, words=body_count(text))])
    return 0


def _tell_encoding(done: Edited) -> None:
    """Says so where an editor did not save UTF-8."""
    if done.encoding != "utf-8":
        print_aside([say("write.read_as", encoding=done.encoding.upper())])


def recover(options: Namespace, settings: Settings) -> int:
    """Takes in the texts that were not saved; exits 1 when there are none."""
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


def _against(body: int, goal: int) -> str:
    if body >= goal:
        return say("count.reached", body=body, goal=goal)
    return say("count.missing", body=body, goal=goal, n=goal - body)


def _print_carried(entries: Sequence[Entry]) -> None:
    if not entries:
        return
    lines = [say("items.aged", text=each.title, age=each.since) for each in entries]
    marks = ["✓" if each.done else "·" for each in entries]
    print_aside(["", say("items.not_done"), *map("{} {}".format, marks, lines)])


def _carried(entry: Entry) -> dict[str, object]:
    names = ("id", "kind", "text", "due", "done", "weeks_old")
    return {**{name: getattr(entry, name) for name in names}, "since": entry.week_id}


def _plain(row: WeekRow) -> dict[str, object]:
    names = ("id", "number", "starts", "ends", "title", "words", "goal")
    return {name: getattr(row, name) for name in names}
