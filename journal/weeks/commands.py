"""The commands about deleted weeks: delete, undelete, bin."""

from __future__ import annotations

from argparse import Namespace

from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.log.counting import body_count
from journal.opening.commands import opened


def delete(options: Namespace, settings: Settings) -> int:
    """Moves one week into the bin."""
    from journal.weeks.bin import delete as move
    from journal.weeks.weeks import find_week

    with opened(settings) as journal:
        binned = move(journal, find_week(journal, options.week).id)
    if options.json:
        print_json({"week": binned.week_id, "title": binned.title})
    else:
        print_lines([say("bin.deleted", title=binned.title, words=body_count(binned.body))])
    return 0


def undelete(options: Namespace, settings: Settings) -> int:
    """Brings back the week that was deleted last."""
    from journal.weeks.bin import bring_back

    with opened(settings) as journal:
        week = bring_back(journal)
    if options.json:
        print_json({"week": week.id, "title": week.title})
    else:
        print_lines([say("bin.brought_back", title=week.title)])
    return 0


def bin_(options: Namespace, settings: Settings) -> int:
    """Lists what was deleted, the last first."""
    from journal.weeks.bin import contents

    with opened(settings) as journal:
        found = contents(journal)
    if options.json:
        print_json([{"week": each.week_id, "title": each.title, "at": each.at, "body": each.body} for each in found])
    else:
        unit = say("write.unit")
        rows = [(f"{each.at:%Y-%m-%d %H:%M}", f"{body_count(each.body)} {unit}", each.title) for each in found]
        print_lines(table(rows) or [say("bin.empty")])
    return 0
