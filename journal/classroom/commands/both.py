"""What learners and teachers both look at: how a class stands, what was handed in, the misconceptions of the class."""

from __future__ import annotations

from argparse import Namespace

from journal.classroom import grades, overview
from journal.classroom.membership import member
from journal.core.messages import say
from journal.core.output import print_json, print_lines, print_text, table
from journal.core.settings import Settings
from journal.opening.commands import opened


def status(options: Namespace, settings: Settings) -> int:
    """Who handed in a week and who owes it; for a learner what they handed in, with the comments, and is assigned."""
    with opened(settings) as journal, member(settings, options.class_name) as one:
        if options.form in grades.CSV:
            one.as_teacher()
        found = overview.overview(journal, one, options.week)
        statements = grades.xapi(journal, found, one.of.id) if options.form == "xapi" else []
    if options.form == "xapi":
        print_json(statements)
        return 0
    if options.form:
        print_text(grades.CSV[options.form](found))
        return 0
    if options.json:
        print_json(found.plain())
        return 0
    print_lines([found.heading, *table(found.rows()), *found.lines])
    return 0


def read(options: Namespace, settings: Settings) -> int:
    """Prints a hand-in as its learner wrote it, with the comments on it."""
    from journal.classroom import content, queries

    with member(settings, options.class_name) as one:
        learner = one.learner(options.name) if one.of.teaches else queries.learners(one.hub, one.of.id)[0]
        handin = one.handin(learner, options.week)
        told = queries.content(one.hub, one.of.id, handin)
        comments = [each for each in queries.comments(one.hub, one.of.id, learner.login) if each.handin == handin.id]
    found = content.read(told)
    if options.json:
        bodies = [{"at": each.at, "body": each.body} for each in comments]
        print_json({"learner": learner.name, "week": handin.week, "at": handin.at, "content": told, "comments": bodies})
        return 0
    print_lines([f"{learner.name} · {found.title} · {handin.at.astimezone():%Y-%m-%d %H:%M}", ""])
    print_text(found.text.rstrip("\n") + "\n")
    print_lines(["", *(f"{each.at.astimezone():%m-%d %H:%M}  {each.body}" for each in comments)] if comments else [])
    return 0


def misconceptions(options: Namespace, settings: Settings) -> int:
    """The misconceptions that at least three learners hold, the most held first."""
    with opened(settings) as journal, member(settings, options.class_name) as one:
        found = overview.misconceptions(journal, one)
    if options.json:
        print_json([each.plain() for each in found])
        return 0
    lines = [line for each in found for line in (f"{each.holders}  {each.title}", *(f"   {it}" for it in each.says))]
    print_lines(lines or [say("class.no_misconceptions")])
    return 0
