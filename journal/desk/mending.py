"""What the doctor can mend: the index at once; the numbers and days of logs, and those of answers, after a yes."""

from __future__ import annotations

from collections.abc import Callable

from journal.desk import Desk, fingerprint
from journal.desk.doctor import irregular_weeks
from journal.desk.redating import ahead, set_right
from journal.store import health, search, steps, weeks
from journal.text.series import Irregular
from journal.text.weeks import read_heading, renumbered, split_weeks, title_of
from journal.words import say

Agree = Callable[[str], bool]


def mend(desk: Desk, agree: Agree) -> list[str]:
    """Mends what can be mended and says what was done; `agree` answers a question with yes or no."""
    done = [say("doctor.indexed")] if _index(desk) else []
    headings = [each for each in irregular_weeks(desk) if each.kind == "heading"]
    if headings and agree(say("doctor.ask_headings", n=len(headings))):
        for each in headings:
            _take_heading(desk, each)
        done.append(say("doctor.took_headings", n=len(headings)))
    numbers = [each for each in irregular_weeks(desk) if each.kind == "number"]
    if numbers and agree(say("doctor.ask_numbers", n=len(numbers))):
        done.append(say("doctor.renumbered", n=_renumber(desk)))
    dated = ahead(desk)
    if dated and agree(say("doctor.ask_dates", n=dated.answers, last=dated.last)):
        done.append(say("doctor.redated", n=set_right(desk)))
    return done


def _index(desk: Desk) -> bool:
    """Makes the index of words and the mentions anew where they are out of step; says whether they were."""
    with desk.store.write() as session:
        stray = search.out_of_step(session) or health.stray_mentions(session, desk.places)
        if stray:
            health.make_anew(session, fingerprint(desk.library), desk.places)
    return bool(stray)


def _take_heading(desk: Desk, each: Irregular) -> None:
    """Gives a log the number and the days that the heading in its text tells."""
    assert each.starts is not None
    assert each.ends is not None
    heading = split_weeks(each.week.body)[0].heading
    title = heading.title if heading else title_of(each.number, each.starts, each.ends)
    with desk.store.write() as session:
        steps.begin(session, desk.clock(), "replanned", title=title)
        weeks.replan(session, each.week.id, each.number, each.starts, each.ends, title)


def _renumber(desk: Desk) -> int:
    """Gives each log whose number does not fit the one that does, in the order of time; says how many.

    The heading in its text takes the number too; what stood there is kept as a version.
    """
    done = 0
    while wrong := [each for each in irregular_weeks(desk) if each.kind == "number"]:
        row, number = wrong[0].week, wrong[0].number
        assert number is not None
        first = split_weeks(row.body)[0]
        line = renumbered(first.line, number) if first.heading and first.heading.number == row.number else first.line
        title = renumbered(row.title, number) if read_heading(f"# {row.title}") else row.title
        with desk.store.write() as session:
            steps.begin(session, desk.clock(), "replanned", title=title)
            weeks.save_body(session, row.id, line + row.body[len(first.line) :], desk.clock(), from_elsewhere=True)
            weeks.replan(session, row.id, number, row.starts, row.ends, title)
        done += 1
    if done:
        _index(desk)
    return done
