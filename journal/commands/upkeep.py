"""The commands that keep a journal in order: doctor, trust."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.commands.output import print_json, print_lines, table
from journal.settings import Settings
from journal.words import say


def doctor(options: Namespace, settings: Settings) -> int:
    """Says what holds and what is broken; exits 1 when anything is."""
    from journal.desk import opened
    from journal.desk.doctor import examine

    with opened(settings) as desk:
        checks = examine(desk)
    if options.json:
        print_json([asdict(check) for check in checks])
    else:
        print_lines(table((say(f"doctor.{check.state}"), check.name, check.text) for check in checks))
    return 1 if any(check.state == "broken" for check in checks) else 0


def trust(options: Namespace, settings: Settings) -> int:
    """Says yes to running a concept file that is not ours, as it is now."""
    from journal.desk import opened
    from journal.desk.concepts import find_concept
    from journal.desk.trust import trust as say_yes

    with opened(settings) as desk:
        concept = find_concept(desk, options.concept)
        say_yes(desk, concept.path)
    print_lines([say("doctor.trusted", path=concept.path)])
    return 0
