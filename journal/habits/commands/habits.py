"""The commands about habits: habit, habits."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from journal.core.formatting import quantity
from journal.core.messages import say
from journal.core.output import print_json, print_lines, table
from journal.core.settings import Settings
from journal.opening.commands import opened

if TYPE_CHECKING:
    from journal.habits.amounts import Habit


def habit(options: Namespace, settings: Settings) -> int:
    """Adds a habit entry, or removes the last one."""
    from journal.habits.habits import mark, take_back, this_week, title_of

    with opened(settings) as journal:
        entry = take_back(journal, options.habit) if options.undo else mark(journal, options.habit, options.amount)
        value = this_week(journal, entry.habit)
    if options.json:
        print_json({"habit": entry.habit, "day": entry.day, "amount": entry.amount, "week": value})
    else:
        key = "habits.taken_back" if options.undo else "habits.marked"
        print_lines([say(key, title=title_of(entry.habit), amount=quantity(entry.amount), value=quantity(value))])
    return 0


def habits(options: Namespace, settings: Settings) -> int:
    """Prints every habit: last week, this week, and the weeks before."""
    from journal.habits.habits import habits as read

    with opened(settings) as journal:
        view = read(journal)
    if options.json:
        print_json({"weeks": [_period(each) for each in view.weeks], "habits": list(map(_plain, view.habits))})
    else:
        print_lines(table(map(_row, view.habits)))
    return 0


def _row(each: Habit) -> tuple[str, str, str]:
    from journal.habits.amounts import sparkline
    from journal.habits.habits import change_text

    return each.title, change_text(each), sparkline(each.values)


def _plain(each: Habit) -> dict[str, Any]:
    return {**asdict(each), "value": each.value, "before": each.before, "delta": each.delta}


def _period(period: tuple[object, object]) -> dict[str, object]:
    return {"starts": period[0], "ends": period[1]}
