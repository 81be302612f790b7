"""What the owner of the database does: the script that makes it a hub with classes, and invitations."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from journal.core.input import read_text
from journal.core.messages import say
from journal.core.output import print_aside, print_json, print_lines, print_text
from journal.core.settings import Settings


def sql(options: Namespace, settings: Settings) -> int:
    """Prints the script, for an owner who runs scripts by hand."""
    from journal.classroom.queries import owning

    if options.json:
        print_json({"sql": owning.script()})
    else:
        print_text(owning.script())
    return 0


def invite(options: Namespace, settings: Settings) -> int:
    """Makes a login for everyone on a list, and prints what each has to type."""
    from journal.classroom import inviting

    people = inviting.people_of(read_text(options.roster), options.teacher)
    done = inviting.invite(options.url, options.class_name, people)
    if options.json:
        print_json({**asdict(done), "invitations": [asdict(each) for each in done.invitations]})
        return 0
    print_lines([say("class.invitation", name=each.name, url=each.url) for each in done.invitations])
    lines = [say("class.invited", n=len(done.invitations), known=len(done.known))]
    if done.open_to_all:
        lines.append(say("class.open_to_all", names=", ".join(done.open_to_all)))
    print_aside(lines)
    return 0
