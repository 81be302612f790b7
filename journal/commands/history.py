"""The commands about what a week said before: history, diff, revert."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.commands.opening import opened
from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say

SIGNS = {"out": "-", "in": "+"}


def history(options: Namespace, settings: Settings) -> int:
    """Lists the texts that a week had: number, time, count."""
    from journal.desk.history import history as versions
    from journal.desk.weeks import find_week

    with opened(settings) as desk:
        rows = versions(desk, find_week(desk, options.week).id)
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
    """Prints which sentences went and came since a version."""
    from journal.desk.history import find_version
    from journal.text.differences import differences

    with opened(settings) as desk:
        week, version = find_version(desk, options.version)
    changes = [change for change in differences(version.body, week.body) if change.kind != "same"]
    if options.json:
        print_json([asdict(change) for change in changes])
    else:
        lines = [f"{SIGNS[change.kind]} {line}" for change in changes for line in change.text.splitlines() if line]
        print_lines(lines or [say("history.no_difference")])
    return 0


def revert(options: Namespace, settings: Settings) -> int:
    """Makes an earlier text of a week the present one."""
    from journal.desk.history import bring_back, find_version

    with opened(settings) as desk:
        week, version = find_version(desk, options.version)
        bring_back(desk, week.id, version)
    if options.json:
        print_json({"week": week.id, "number": version.number, "words": version.words})
    else:
        print_lines([say("history.reverted", title=week.title, at=f"{version.at:%Y-%m-%d %H:%M}", words=version.words)])
    return 0
