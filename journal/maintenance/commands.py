"""The commands that keep a journal in order: backup, restore, doctor, trust."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from datetime import datetime

from journal.core.input import agreed
from journal.core.messages import UserError, say
from journal.core.output import print_error, print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened


def doctor(options: Namespace, settings: Settings) -> int:
    """Reports health and repairs what it can, also of a journal that is not opened; exits 1 if problems remain."""
    from journal.maintenance.doctor import examine, examine_unopened
    from journal.maintenance.repair import repair
    from journal.opening import recovery

    def agree(question: str) -> bool:
        return options.yes or agreed(question)

    mended = recovery.repair(settings, datetime.now, agree) if options.fix else []
    try:
        with opened(settings) as journal:
            mended += repair(journal, agree) if options.fix else []
            checks = examine(journal)
    except recovery.NotOpenedError as why:
        checks = examine_unopened(settings, why)
    if options.json:
        print_json([asdict(check) for check in checks])
    else:
        print_lines(mended)
        print_lines(table((say(f"doctor.{check.state}"), check.name, check.text) for check in checks))
    return 1 if any(check.state == "broken" for check in checks) else 0


def backup(options: Namespace, settings: Settings) -> int:
    """Backs up the database, open or not; a damaged one is copied byte for byte and does not count as a backup."""
    from journal.maintenance.backups import back_up, lost_rows
    from journal.opening import recovery

    try:
        with opened(settings) as journal:
            warnings = lost_rows(journal)
            path = back_up(journal, options.path)
    except recovery.NotOpenedError as why:
        kept = recovery.keep_bytes(settings, datetime.now)
        raise UserError("recovery.kept", why=why, path=kept) if kept else why from why
    for line in warnings:
        print_error(line)
    if options.json:
        print_json({"path": str(path), "bytes": path.stat().st_size})
    else:
        print_lines([say("backup.made", path=path)])
    return 0


def restore(options: Namespace, settings: Settings) -> int:
    """Restores a backup, or starts a new journal, after confirmation; the current database is kept."""
    from journal.opening import recovery
    from journal.opening.copies import find_backup, weeks_in

    path = None if options.new else find_backup(settings, str(options.file))
    question = say("backup.ask_new") if path is None else say("backup.ask", path=path, n=weeks_in(path))
    if not (options.yes or agreed(question)):
        print_lines([say("backup.left")])
        return 1
    if path is None:
        before = recovery.begin_new(settings, datetime.now)
    else:
        before = recovery.restore(settings, path, datetime.now)
    if options.json:
        print_json({"path": path and str(path), "before": before and str(before)})
    else:
        print_lines([say("backup.restored", path=path) if path else say("backup.begun")])
        print_lines([say("backup.kept", path=before)] if before else [])
    return 0


def trust(options: Namespace, settings: Settings) -> int:
    """Marks a user's concept file, in its current state, as trusted."""
    from journal.opening.lookup import find_concept
    from journal.opening.trust import present
    from journal.opening.trust import trust as say_yes

    with opened(settings) as journal:
        concept = find_concept(journal, options.concept)
        say_yes(journal, concept.path, present(concept.path))
    print_lines([say("doctor.trusted", path=concept.path)])
    return 0
