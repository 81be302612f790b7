"""The commands that bring logs in and out: import, export."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from journal.core.marks import brief
from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, print_text
from journal.core.settings import Settings
from journal.log.counting import body_count
from journal.log.date_words import past_day
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.exchange.import_batch import ImportNote
    from journal.exchange.importing import ImportResult


def import_(options: Namespace, settings: Settings) -> int:
    """Imports a file or folder."""
    from journal.exchange.card_transfer import is_card_file, is_package
    from journal.exchange.commands.card_files import import_cards
    from journal.exchange.commands.decks import import_package
    from journal.exchange.importing import OUTCOMES, import_path

    if is_package(options.path, options.format):
        return import_package(options, settings)
    if is_card_file(options.path, options.format):
        return import_cards(options, settings)
    with opened(settings) as journal:
        done = import_path(
            journal,
            options.path,
            options.format,
            dry_run=options.dry_run,
            strict=options.strict,
            begins=_first_day(options.begins, journal.today),
            encoding=options.encoding,
        )
    if options.json:
        print_json(
            {
                **{outcome: done.outcomes[outcome] for outcome in OUTCOMES},
                "weeks": [week.id for week in done.weeks],
                "new_cards": done.new_cards,
                "entries": done.entries,
                "rows": dict(done.rows),
                "dropped": done.dropped,
                "left": _plain(done.left),
                "flagged": _plain(done.flagged),
                "dry_run": options.dry_run,
            }
        )
    else:
        print_lines(_summary(done, settings, dry_run=options.dry_run))
    return 0


def export(options: Namespace, settings: Settings) -> int:
    """Exports weeks, or the whole journal, to a path or to standard output."""
    from journal.exchange.card_transfer import is_card_file, is_package
    from journal.exchange.commands.card_files import export_cards
    from journal.exchange.commands.decks import export_package
    from journal.exchange.exporting import CALENDAR, given_out, write
    from journal.exchange.exporting import export as prepare

    if is_package(options.path, options.format):
        return export_package(options, settings)
    if is_card_file(options.path, options.format):
        return export_cards(options, settings)
    path = None if str(options.path) == "-" else options.path
    with opened(settings) as journal:
        exported = prepare(journal, path, options.format, options.week)
        given_out(journal, exported)
    write(exported, force=options.force)
    if path is None:
        print_text("".join(exported.files.values()))
    elif options.json:
        paths = [str(each) for each in exported.files]
        print_json({"format": exported.format, "files": paths, "weeks": exported.weeks})
    else:
        message = "exchange.exported_days" if exported.format == CALENDAR else "exchange.exported"
        print_lines([say(message, n=len(exported.weeks), path=path)])
    return 0


def mirror(options: Namespace, settings: Settings) -> int:
    """Brings a folder of notes and the journal into step."""
    from journal.exchange.importing import OUTCOMES
    from journal.exchange.mirroring import mirror as in_step

    with opened(settings) as journal:
        done = in_step(journal, options.folder, options.names)
    came = done.came
    if options.json:
        print_json(
            {
                **{outcome: came.outcomes[outcome] for outcome in OUTCOMES},
                "written": done.written,
                "aside": done.aside,
                "binned": done.binned,
                "left": _plain(came.left),
                "flagged": _plain(came.flagged),
            }
        )
        return 0
    message = [say(f"cli.import_{name}", n=n) for name, n in sorted(came.outcomes.items()) if n and name != "skipped"]
    for name, found in (("written", done.written), ("aside", done.aside), ("binned", done.binned)):
        message += [say(f"exchange.mirror_{name}", n=len(found), names=", ".join(found))] if found else []
    print_lines([*message, *_notes(came)] or [say("exchange.in_step")])
    return 0


def _first_day(text: str | None, today: date) -> date | None:
    """The day that `--from` names. Raises UserError for what names none."""
    day = past_day(text, today) if text else None
    if text and day is None:
        raise UserError("exchange.no_first_day", text=brief(text))
    return day


def _summary(done: ImportResult, settings: Settings, *, dry_run: bool) -> list[str]:
    lines = [say("exchange.dry_run")] if dry_run else []
    lines += [say(f"cli.import_{outcome}", n=n) for outcome, n in sorted(done.outcomes.items()) if n]
    lines += [f"  {week.title}  {body_count(week.body)} {say('write.unit')}" for week in done.weeks]
    if done.entries:
        lines.append(say("exchange.entries", n=done.entries))
    if done.new_cards:
        lines.append(say("cli.import_cards", n=done.new_cards, daily=settings.new_per_day))
    if done.dropped:
        lines.append(say("exchange.dropped", n=done.dropped))
    lines += _notes(done)
    return lines or [say("exchange.nothing_new")]


def _notes(done: ImportResult) -> list[str]:
    """What was left out and what is worth a look, each with its place and reason."""
    lines: list[str] = []
    for heading, notes in (("exchange.left", done.left), ("exchange.flagged", done.flagged)):
        lines += [say(heading, n=len(notes)), *(f"  {note.message}" for note in notes)] if notes else []
    return lines


def _plain(notes: Sequence[ImportNote]) -> list[dict[str, str]]:
    return [{"place": note.location, "why": note.why} for note in notes]
