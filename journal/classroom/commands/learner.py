"""What a learner does: joins a class, hands in a week once it was shown, withdraws it, leaves."""

from __future__ import annotations

from argparse import Namespace
from uuid import NAMESPACE_URL, uuid5

from journal.core.input import agreed
from journal.core.messages import say
from journal.core.output import print_aside, print_json, print_lines, print_text
from journal.core.settings import Settings
from journal.opening.commands import opened


def join(options: Namespace, settings: Settings) -> int:
    """Keeps the address that one was invited by. Nothing is sent."""
    from journal.classroom.membership import join as keep
    from journal.opening.journal import make_private

    make_private(settings)
    found = keep(settings, options.url)
    if options.json:
        print_json([{"class": each.name, "teaches": each.teaches} for each in found])
    else:
        print_lines(
            [say("class.joined_teaching" if each.teaches else "class.joined", name=each.name) for each in found]
        )
    return 0


def leave(options: Namespace, settings: Settings) -> int:
    """Deletes all that was handed in, and leaves the class."""
    from journal.classroom import queries
    from journal.classroom.membership import forget, member

    with member(settings, options.class_name) as one:
        name, handed = one.of.name, 0
        if not one.of.teaches:
            login = queries.learners(one.hub, one.of.id)[0].login
            handed = len(queries.handins(one.hub, one.of.id, login))
            if not (options.yes or agreed(say("class.ask_leave", name=name, n=handed))):
                return 1
            queries.leave(one.hub, one.of.id)
        others = queries.classes(one.hub)
    if not [each for each in others if each.name != name]:
        forget(settings)
    if options.json:
        print_json({"left": name, "withdrawn": handed})
    else:
        print_lines([say("class.left", name=name)])
    return 0


def hand_in(options: Namespace, settings: Settings) -> int:
    """Shows what leaves, byte for byte, and sends it after a yes; exits 1 where nothing was sent."""
    from journal.classroom import queries
    from journal.classroom.content import content_of
    from journal.classroom.membership import member
    from journal.report.gathering import latest_week
    from journal.weeks.weeks import find_week

    with opened(settings) as journal:
        week = find_week(journal, options.week) if options.week else latest_week(journal)
        content = content_of(journal, week)
        starts, title = week.starts, week.title
    size = len(content.encode())
    if not options.json:
        print_text(content + "\n")
    if options.show:
        if options.json:
            print_json({"sent": False, "bytes": size, "content": content})
        return 0
    with member(settings, options.class_name) as found:
        one = found.as_learner()
        if not (options.yes or agreed(say("class.ask_hand_in", name=one.of.name, n=size))):
            print_aside([say("class.not_sent")])
            return 1
        number = uuid5(NAMESPACE_URL, f"{one.of.id} {content}")
        new = queries.hand_in(one.hub, one.of.id, number, starts, content)
    if options.json:
        print_json({"sent": new, "class": one.of.name, "week": starts, "bytes": size, "content": content})
    else:
        print_aside([say("class.handed_in" if new else "class.same", title=title, name=one.of.name)])
    return 0


def withdraw(options: Namespace, settings: Settings) -> int:
    """Deletes what was handed in of a week, with the comments on it; exits 1 where nothing was."""
    from journal.classroom import queries
    from journal.classroom.membership import member
    from journal.weeks.weeks import find_week

    with opened(settings) as journal:
        week = find_week(journal, options.week)
    with member(settings, options.class_name) as found:
        one = found.as_learner()
        count = queries.withdraw(one.hub, one.of.id, week.starts)
    if options.json:
        print_json({"withdrawn": count, "week": week.starts})
    else:
        print_lines([say("class.withdrawn", n=count, title=week.title)])
    return 0 if count else 1
