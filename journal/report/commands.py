"""The command that reports on a week: report."""

from __future__ import annotations

from argparse import Namespace

from journal.core.messages import say
from journal.core.output import print_lines, print_text
from journal.core.settings import Settings
from journal.opening.commands import opened


def report(options: Namespace, settings: Settings) -> int:
    """Prints the report of a week, or writes it to a file: Markdown, HTML or JSON."""
    from journal.report.files import rendered, write
    from journal.report.gathering import latest_week, report_of
    from journal.weeks.weeks import find_week

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
