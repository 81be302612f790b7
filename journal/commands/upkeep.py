"""The commands that keep a journal in order: backup, restore, doctor, trust."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import datetime

from journal.commands.input import agreed
from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say


def doctor(options: Namespace, settings: Settings) -> int:
    """Says what holds and what is broken, and mends what can be mended; exits 1 when anything stays broken."""
    from journal.desk import opened
    from journal.desk.doctor import examine
    from journal.desk.mending import mend

    with opened(settings) as desk:
        mended = mend(desk, lambda question: options.yes or agreed(question)) if options.fix else []
        checks = examine(desk)
    if options.json:
        print_json([asdict(check) for check in checks])
    else:
        print_lines(mended)
        print_lines(table((say(f"doctor.{check.state}"), check.name, check.text) for check in checks))
    return 1 if any(check.state == "broken" for check in checks) else 0


def backup(options: Namespace, settings: Settings) -> int:
    """Copies the journal's database, open or not."""
    from journal.desk import opened
    from journal.desk.backups import back_up

    with opened(settings) as desk:
        path = back_up(desk, options.path)
    if options.json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print_lines([say("backup.made", path=path)])
    return 0


def restore(options: Namespace, settings: Settings) -> int:
    """Puts a copy in the place of the database, after a yes."""
    from journal.desk.backups import find_backup, restore, weeks_in

    path = find_backup(settings, str(options.file))
    question = say("backup.ask", path=path, n=weeks_in(path))
    if not (options.yes or agreed(question)):
        print_lines([say("backup.left")])
        return 1
    before = restore(settings, path, datetime.now)
    if options.json:
        print_json({"path": str(path), "before": before and str(before)})
    else:
        print_lines([say("backup.restored", path=path)])
        print_lines([say("backup.kept", path=before)] if before else [])
    return 0


def trust(options: Namespace, settings: Settings) -> int:
    """Says yes to running a concept file that is not ours, as it is now."""
    from journal.desk import opened
    from journal.desk.concepts import find_concept
    from journal.desk.trust import present
    from journal.desk.trust import trust as say_yes

    with opened(settings) as desk:
        concept = find_concept(desk, options.concept)
        say_yes(desk, concept.path, present(concept.path))
    print_lines([say("doctor.trusted", path=concept.path)])
    return 0
