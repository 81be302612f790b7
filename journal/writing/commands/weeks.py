"""The commands about weekly logs: add, weeks, show, edit, count."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from journal.core.input import read_text
from journal.core.messages import say
from journal.core.output import print_aside, print_json, print_lines, print_text, table
from journal.core.settings import Settings
from journal.log.counting import body_count, by_paragraph
from journal.log.counting import count as count_text
from journal.opening.commands import at_once_or_opened, opened

if TYPE_CHECKING:
    from journal.followups.listing import Followup
    from journal.opening.at_once import Added
    from journal.opening.journal import Journal
    from journal.weeks.week_rows import WeekRow
    from journal.writing.editing import Edited


def add(options: Namespace, settings: Settings) -> int:
    """Appends an entry to the week named by its date word; without a text, opens the editor."""
    from journal.opening.at_once import add_entry

    text = read_text(Path("-")) if options.text == "-" else options.text
    if text is None:
        added = _written(settings)
    else:
        added = at_once_or_opened(
            settings, lambda journal: add_entry(journal, text), lambda journal: _added(journal, text)
        )
    if added is None:
        return 1
    if options.json:
        print_json({"week": added.week_id, "date": added.day, "text": added.text})
    else:
        print_lines([say("cli.added", title=added.title, day=added.day)])
    return 0


def _written(settings: Settings) -> Added | None:
    """An entry written in the editor and added; None where nothing was written."""
    from journal.weeks.weeks import open_week
    from journal.writing.editing import edited, kept_until_stored

    with opened(settings) as journal:
        done = edited(journal, replace(open_week(journal, None), body=""), "")
        _warn_of_encoding(done)
        with kept_until_stored(done) as text:
            if text.strip():
                return _added(journal, text)
    print_lines([say("cli.edit_unchanged")])
    return None


def _added(journal: Journal, text: str) -> Added:
    from journal.opening.at_once import Added
    from journal.weeks.weeks import add_entry
    from journal.writing.drafts import rescued

    with rescued(journal, text):
        added = add_entry(journal, text)
    return Added(added.week.id, added.week.title, added.day, added.text)


def weeks(options: Namespace, settings: Settings) -> int:
    """Lists the weeks."""
    from journal.weeks.week_rows import all_weeks

    rows = at_once_or_opened(settings, all_weeks)
    if options.json:
        print_json([_plain(row) for row in rows])
    elif rows:
        print_lines(table((row.id, _with_period(row), f"{row.words}/{row.goal}") for row in rows))
    else:
        print_lines([say("cli.no_weeks")])
    return 0


def _with_period(row: WeekRow) -> str:
    """The title, and the period where the title does not say it."""
    named = any(f"{row.starts:{form}}" in row.title for form in ("%m-%d", "%m.%d"))
    return row.title if named else f"{row.title}  {row.starts} – {row.ends}"


def show(options: Namespace, settings: Settings) -> int:
    """Prints the log of one week; follow-ups carried over to it go to standard error."""
    from journal.followups.followups import carried_over_to
    from journal.weeks.weeks import find_week, row_of

    with opened(settings) as journal:
        week = find_week(journal, options.week)
        row = row_of(journal, week, is_current=False)
        carried = carried_over_to(journal, week.id)
    if options.json:
        print_json({**_plain(row), "body": week.body, "carried": [_carried(each) for each in carried]})
    else:
        print_text(week.body)
        _print_carried(carried)
    return 0


def edit(options: Namespace, settings: Settings) -> int:
    """Opens the log of one week in the user's editor, and stores what it saves."""
    from journal.weeks.weeks import find_week, open_week, save
    from journal.writing.editing import edited, kept_until_stored

    with opened(settings) as journal:
        week = open_week(journal, find_week(journal, options.week).id)
        done = edited(journal, week, week.body)
        _warn_of_encoding(done)
        with kept_until_stored(done) as text:
            if text == week.body:
                print_lines([say("cli.edit_unchanged")])
                return 1
            save(journal, week, text, keeps=True)
    print_lines([say("cli.edit_saved", title=week.title, words=body_count(text))])
    return 0


def _warn_of_encoding(done: Edited) -> None:
    """Warns when an editor did not save UTF-8."""
    if done.encoding != "utf-8":
        print_aside([say("write.read_as", encoding=done.encoding.upper())])


def recover(options: Namespace, settings: Settings) -> int:
    """Recovers unsaved texts; exits 1 when there are none."""
    from journal.writing.drafts import pending_drafts, restore_draft

    with opened(settings) as journal:
        taken = [(draft, restore_draft(journal, draft)) for draft in pending_drafts(journal)]
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


def _print_carried(entries: Sequence[Followup]) -> None:
    if not entries:
        return
    lines = [say("items.aged", text=each.title, age=each.since) for each in entries]
    marks = ["✓" if each.done else "·" for each in entries]
    print_aside(["", say("items.not_done"), *map("{} {}".format, marks, lines)])


def _carried(entry: Followup) -> dict[str, object]:
    names = ("id", "kind", "text", "due", "done", "weeks_old")
    return {**{name: getattr(entry, name) for name in names}, "since": entry.week_id}


def _plain(row: WeekRow) -> dict[str, object]:
    names = ("id", "number", "starts", "ends", "title", "words", "goal")
    return {name: getattr(row, name) for name in names}
