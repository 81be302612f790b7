"""The command that reports on a week: report."""

from __future__ import annotations

from argparse import Namespace

from journal.commands.opening import opened
from journal.commands.output import print_lines, print_text
from journal.settings import Settings
from journal.words import say


def report(options: Namespace, settings: Settings) -> int:
    """Prints the report of a week, or writes it to a file: Markdown, HTML or JSON."""
    from journal.desk.report import latest_week, report_of
    from journal.desk.weeks import find_week
    from journal.exchange.report_files import rendered, write

    with opened(settings) as journal:
        week = find_week(journal, options.week) if options.week else latest_week(journal)
        found = report_of(journal, week)
    text = rendered(found, "json" if options.json else options.format)
    if options.output is None:
        print_text(text)
    else:
        write(options.output, text)
        print_lines([say("report.written", path=options.output)])
    return 0
