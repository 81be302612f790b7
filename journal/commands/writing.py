"""The commands that help with writing: slips, template."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from journal.commands.input import agreed, read_text
from journal.commands.opening import opened
from journal.commands.output import print_json, print_lines, print_text, table
from journal.files import write_whole
from journal.settings import Settings
from journal.text.files import bytes_of, is_file
from journal.text.incoming import argument, shown_name
from journal.text.slips import Slip, find_slips, line_and_column, mended
from journal.words import UserError, say


def slips(options: Namespace, settings: Settings) -> int:
    """Lists the slips of a week, a file or the standard input; with --fix mends those whose remedy is clear.

    Exits 1 when slips are left.
    """
    if str(options.target) == "-" or is_file(options.target):
        return _slips_of_file(options)
    return _slips_of_week(options, settings)


def template(_options: Namespace, settings: Settings) -> int:
    """Prints the template of a week."""
    from journal.desk.template import template_of

    with opened(settings) as desk:
        print_text(template_of(desk))
    return 0


def _slips_of_file(options: Namespace) -> int:
    if options.fix and str(options.target) == "-":
        raise UserError("slips.no_fix_for_stdin")
    text = read_text(options.target)
    found = find_slips(text)
    _print(text, found, options)
    if not _is_to_mend(found, options):
        return 1 if found else 0
    _rewrite(options.target, text, mended(text, found))
    return _mended(found)


def _rewrite(path: Path, text: str, better: str) -> None:
    """Puts a better text in the place of a file's; raises UserError where that would change its encoding."""
    if bytes_of(path) != text.encode():
        raise UserError("slips.not_utf8", path=shown_name(path))
    write_whole(path, better.encode())


def _slips_of_week(options: Namespace, settings: Settings) -> int:
    from journal.desk.slips import open_slips
    from journal.desk.weeks import find_week, rewrite

    with opened(settings) as desk:
        week = find_week(desk, argument(str(options.target), "TEXT"))
        found = open_slips(desk, week.id, week.body)
        _print(week.body, found, options)
        if not _is_to_mend(found, options):
            return 1 if found else 0
        rewrite(desk, week.id, mended(week.body, found))
    return _mended(found)


def _print(text: str, found: list[Slip], options: Namespace) -> None:
    places = [line_and_column(text, slip.start) for slip in found]
    if options.json:
        rows = zip(places, found, strict=True)
        print_json([{"line": line, "column": column, **asdict(slip)} for (line, column), slip in rows])
    elif found:
        print_lines(
            table((f"{line}:{column}", _said(slip)) for (line, column), slip in zip(places, found, strict=True))
        )
    else:
        print_lines([say("slips.none")])


def _said(slip: Slip) -> str:
    if slip.instead is None:
        return say("slips.unpaired", found=slip.found)
    if not slip.instead:
        return say("slips.stray", found=slip.found)
    return f"{slip.found} → {slip.instead}"


def _is_to_mend(found: list[Slip], options: Namespace) -> bool:
    """Whether there is anything to mend, and the user wants it."""
    clear = sum(slip.instead is not None for slip in found)
    if not options.fix or not clear:
        return False
    return options.yes or agreed(say("slips.sure", n=clear))


def _mended(found: list[Slip]) -> int:
    clear = sum(slip.instead is not None for slip in found)
    print_lines([say("slips.mended", n=clear)])
    return 1 if clear < len(found) else 0
