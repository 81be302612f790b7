"""What a learner does: joins a class, hands in a week once it was shown, withdraws it, leaves."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from difflib import unified_diff
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from journal.core.input import agreed
from journal.core.messages import UserError, say
from journal.core.output import print_aside, print_json, print_lines, print_text
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.classroom.sharing import Offered


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
    from journal.today.assigned import keep_one

    with member(settings, options.class_name) as one:
        name, handed = one.of.name, 0
        if not one.of.teaches:
            login = queries.learners(one.hub, one.of.id)[0].login
            handed = len(queries.handins(one.hub, one.of.id, login))
            if not (options.yes or agreed(say("class.ask_leave", name=name, n=handed))):
                return 1
            queries.leave(one.hub, one.of.id)
            keep_one(settings, name, [])
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


def take(options: Namespace, settings: Settings) -> int:
    """Shows a concept file that the class shares, and takes it in after a yes; without a name, lists them.

    One that was taken before is shown as what changed. Nothing of it runs before the yes; exits 1 where none was given,
    or where the check of concept files finds problems.
    """
    from journal.classroom import sharing
    from journal.classroom.membership import member

    with opened(settings) as journal, member(settings, options.class_name) as one:
        found = sharing.offers(journal, one)
        if not options.name:
            return _listed(found, as_json=options.json)
        wanted = next((each for each in found if each.file.name == options.name), None)
        if wanted is None:
            raise UserError("class.no_file", name=options.name)
        if not options.json:
            print_text(_shown(wanted))
        if not (options.yes or agreed(say("class.ask_take", name=wanted.file.name))):
            return 1
        problems = sharing.take(journal, wanted.file)
    if options.json:
        print_json({"name": wanted.file.name, "sha256": wanted.file.sha256, "problems": problems})
    else:
        print_lines([*problems, say("class.not_taken" if problems else "class.taken", name=wanted.file.name)])
    return 1 if problems else 0


def _listed(found: Sequence[Offered], *, as_json: bool) -> int:
    if as_json:
        print_json([{"name": each.file.name, "sha256": each.file.sha256, "new": each.is_new} for each in found])
    else:
        print_lines(
            [say("class.file_new" if each.is_new else "class.file_here", name=each.file.name) for each in found]
        )
    return 0


def _shown(offer: Offered) -> str:
    """The file, or what changed in it."""
    if offer.before is None:
        return offer.file.content
    lines = unified_diff(offer.before.splitlines(), offer.file.content.splitlines(), lineterm="", n=2)
    return "".join(f"{line}\n" for line in lines)
