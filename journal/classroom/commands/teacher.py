"""What a teacher does: comments on what was handed in, and says what is to be learned."""

from __future__ import annotations

from argparse import Namespace

from journal.core.messages import UserError, say
from journal.core.output import print_json, print_lines
from journal.core.settings import Settings
from journal.opening.commands import opened


def comment(options: Namespace, settings: Settings) -> int:
    """Writes a comment that the learner reads."""
    from journal.classroom import queries
    from journal.classroom.membership import member

    with member(settings, options.class_name) as found:
        one = found.as_teacher()
        learner = one.learner(options.name)
        handin = one.handin(learner, options.week)
        queries.comment(one.hub, one.of.id, handin, options.text)
    if options.json:
        print_json({"learner": learner.name, "week": handin.week, "body": options.text})
    else:
        print_lines([say("class.commented", name=learner.name, week=f"{handin.week:%Y-%m-%d}")])
    return 0


def assign(options: Namespace, settings: Settings) -> int:
    """Has the class learn a concept by a day, or takes that back; exits 1 where there was nothing to take back."""
    from journal.classroom import queries
    from journal.classroom.membership import member
    from journal.core.dates import read_day
    from journal.core.days import shifted
    from journal.opening.lookup import find_concept

    with opened(settings) as journal:
        concept = find_concept(journal, options.concept).id
        due = read_day(options.by, shifted(journal.today, 400)) if options.by else None
    if options.by and due is None:
        raise UserError("class.no_day", day=options.by)
    with member(settings, options.class_name) as found:
        one = found.as_teacher()
        if options.back:
            taken = queries.unassign(one.hub, one.of.id, concept)
        else:
            queries.assign(one.hub, one.of.id, concept, due)
    if options.json:
        print_json({"concept": concept, "due": due, "assigned": not options.back})
    else:
        print_lines([say("class.unassigned" if options.back else "class.assigned", concept=concept)])
    return 1 if options.back and not taken else 0


def share(options: Namespace, settings: Settings) -> int:
    """Checks a concept file, and shares it with the class."""
    from journal.classroom.membership import member
    from journal.classroom.sharing import share as send

    with opened(settings) as journal, member(settings, options.class_name) as found:
        file = send(journal, found.as_teacher(), options.file)
    if options.json:
        print_json({"name": file.name, "sha256": file.sha256})
    else:
        print_lines([say("class.shared", name=file.name)])
    return 0
