"""The commands that help with writing: typos, template."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from journal.core.files import write_whole
from journal.core.incoming import argument, shown_name
from journal.core.input import agreed, read_text
from journal.core.input_files import bytes_of, is_file
from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines, print_text, table
from journal.core.settings import Settings
from journal.log.typos import Typo, find_typos, fixed, line_and_column
from journal.opening.commands import opened


def slips(options: Namespace, settings: Settings) -> int:
    """Lists the typos of a week, a file or standard input; with --fix, fixes those with a known correction.

    Exits 1 when typos remain.
    """
    if str(options.target) == "-" or is_file(options.target):
        return _typos_of_file(options)
    return _typos_of_week(options, settings)


def template(_options: Namespace, settings: Settings) -> int:
    """Prints the template of a week."""
    from journal.writing.template import template_of

    with opened(settings) as journal:
        print_text(template_of(journal))
    return 0


def _typos_of_file(options: Namespace) -> int:
    if options.fix and str(options.target) == "-":
        raise UserError("slips.no_fix_for_stdin")
    text = read_text(options.target)
    found = find_typos(text)
    _print(text, found, options)
    if not _is_to_fix(found, options):
        return 1 if found else 0
    _rewrite(options.target, text, fixed(text, found))
    return _fixed_line(found)


def _rewrite(path: Path, text: str, better: str) -> None:
    """Replaces the text of a file; raises UserError where that would change its encoding."""
    if bytes_of(path) != text.encode():
        raise UserError("slips.not_utf8", path=shown_name(path))
    write_whole(path, better.encode())


def _typos_of_week(options: Namespace, settings: Settings) -> int:
    from journal.weeks.weeks import find_week, rewrite
    from journal.writing.typos import open_typos

    with opened(settings) as journal:
        week = find_week(journal, argument(str(options.target), "TEXT"))
        found = open_typos(journal, week.id, week.body)
        _print(week.body, found, options)
        if not _is_to_fix(found, options):
            return 1 if found else 0
        rewrite(journal, week.id, fixed(week.body, found))
    return _fixed_line(found)


def _print(text: str, found: list[Typo], options: Namespace) -> None:
    places = [line_and_column(text, typo.start) for typo in found]
    if options.json:
        rows = zip(places, found, strict=True)
        print_json([{"line": line, "column": column, **asdict(typo)} for (line, column), typo in rows])
    elif found:
        print_lines(
            table((f"{line}:{column}", _description(typo)) for (line, column), typo in zip(places, found, strict=True))
        )
    else:
        print_lines([say("slips.none")])


def _description(typo: Typo) -> str:
    if typo.instead is None:
        return say("slips.unpaired", found=typo.found)
    if not typo.instead:
        return say("slips.stray", found=typo.found)
    return f"{typo.found} → {typo.instead}"


def _is_to_fix(found: list[Typo], options: Namespace) -> bool:
    """Whether there is anything to fix, and the user agrees."""
    clear = sum(typo.instead is not None for typo in found)
    if not options.fix or not clear:
        return False
    return options.yes or agreed(say("slips.sure", n=clear))


def _fixed_line(found: list[Typo]) -> int:
    clear = sum(typo.instead is not None for typo in found)
    print_lines([say("slips.mended", n=clear)])
    return 1 if clear < len(found) else 0
