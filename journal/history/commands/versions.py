"""The commands about earlier versions of a week: history, diff, revert."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

SIGNS = {"out": "-", "in": "+"}


def history(options: Namespace, settings: Settings) -> int:
    """Lists the versions of a week: number, time, count."""
    from journal.history.versions import history as versions
    from journal.weeks.weeks import find_week

    with opened(settings) as journal:
        rows = versions(journal, find_week(journal, options.week).id)
    if options.json:
        print_json([asdict(row) for row in rows])
    else:
        present = say("history.present")
        print_lines(
            table(
                (row.number, f"{row.at:%Y-%m-%d %H:%M}", f"{row.words} {say('write.unit')}", present * row.is_current)
                for row in rows
            )
        )
    return 0


def diff(options: Namespace, settings: Settings) -> int:
    """Prints the sentences removed and added since a version."""
    from journal.core.differences import differences
    from journal.history.versions import find_version

    with opened(settings) as journal:
        week, version = find_version(journal, options.version)
    changes = [change for change in differences(version.body, week.body) if change.kind != "same"]
    if options.json:
        print_json([asdict(change) for change in changes])
    else:
        lines = [f"{SIGNS[change.kind]} {line}" for change in changes for line in change.text.splitlines() if line]
        print_lines(lines or [say("history.no_difference")])
    return 0


def revert(options: Namespace, settings: Settings) -> int:
    """Restores an earlier version of a week."""
    from journal.history.versions import bring_back, find_version

    with opened(settings) as journal:
        week, version = find_version(journal, options.version)
        bring_back(journal, week.id, version)
    if options.json:
        print_json({"week": week.id, "number": version.number, "words": version.words})
    else:
        print_lines([say("history.reverted", title=week.title, at=f"{version.at:%Y-%m-%d %H:%M}", words=version.words)])
    return 0
