"""Repairs by the doctor: the index without asking; numbers and dates of logs and answers after confirmation."""

from __future__ import annotations

from journal.core.messages import say
from journal.db import health, search, undo_log, weeks
from journal.log.headings import read_heading, renumbered, split_weeks, title_of
from journal.log.series import Irregular
from journal.maintenance.doctor import irregular_weeks
from journal.maintenance.redating import future_answers, redate
from journal.opening.journal import Journal, fingerprint
from journal.opening.recovery import Agree


def repair(journal: Journal, agree: Agree) -> list[str]:
    """Repairs what can be repaired and reports what was done; `agree` confirms a question."""
    done = [say("doctor.indexed")] if _index(journal) else []
    headings = [each for each in irregular_weeks(journal) if each.kind == "heading"]
    if headings and agree(say("doctor.ask_headings", n=len(headings))):
        for each in headings:
            _take_heading(journal, each)
        done.append(say("doctor.took_headings", n=len(headings)))
    numbers = [each for each in irregular_weeks(journal) if each.kind == "number"]
    if numbers and agree(say("doctor.ask_numbers", n=len(numbers))):
        done.append(say("doctor.renumbered", n=_renumber(journal)))
    dated = future_answers(journal)
    if dated and agree(say("doctor.ask_dates", n=dated.answers, last=dated.last)):
        done.append(say("doctor.redated", n=redate(journal)))
    return done


def _index(journal: Journal) -> bool:
    """Rebuilds the full-text index and the mentions if outdated; returns whether they were."""
    with journal.store.write() as session:
        stray = search.out_of_step(session) or health.stray_mentions(session, journal.mention_spans)
        if stray:
            health.make_anew(session, fingerprint(journal.library), journal.mention_spans)
    return bool(stray)


def _take_heading(journal: Journal, each: Irregular) -> None:
    """Sets a log's number and dates from the heading in its text."""
    assert each.starts is not None
    assert each.ends is not None
    heading = split_weeks(each.week.body)[0].heading
    title = heading.title if heading else title_of(each.number, each.starts, each.ends)
    with journal.store.write() as session:
        undo_log.begin(session, journal.clock(), "replanned", title=title)
        weeks.replan(session, each.week.id, each.number, each.starts, each.ends, title)


def _renumber(journal: Journal) -> int:
    """Renumbers logs with wrong numbers, in chronological order; returns how many.

    The heading in its text takes the number too; what stood there is kept as a version.
    """
    done = 0
    while wrong := [each for each in irregular_weeks(journal) if each.kind == "number"]:
        row, number = wrong[0].week, wrong[0].number
        assert number is not None
        first = split_weeks(row.body)[0]
        line = renumbered(first.line, number) if first.heading and first.heading.number == row.number else first.line
        title = renumbered(row.title, number) if read_heading(f"# {row.title}") else row.title
        with journal.store.write() as session:
            undo_log.begin(session, journal.clock(), "replanned", title=title)
            weeks.save_body(session, row.id, line + row.body[len(first.line) :], journal.clock(), from_elsewhere=True)
            weeks.replan(session, row.id, number, row.starts, row.ends, title)
        done += 1
    if done:
        _index(journal)
    return done
