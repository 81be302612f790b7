"""Habits by week: measured ones as the other screens show them, marked ones as they were marked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from journal.core.messages import UserError, use
from journal.db import cards
from journal.habits.amounts import Habit
from journal.habits.focus import start, stop
from journal.habits.habits import change_text, habits, mark, take_back
from journal.opening.journal import Journal
from journal.progress.panel import ALL
from journal.progress.panels import weeks as panel
from journal.weeks.weeks import add_entry
from tests.support.journal import NOW, Clock, Importing
from tests.support.store import review_of


def named(journal: Journal, name: str) -> Habit:
    return next(each for each in habits(journal).habits if each.name == name)


@pytest.fixture
def marked(journal: Journal, clock: Clock) -> Journal:
    """Three weeks in which the phone was taken up three times, twelve times and five times."""
    for weeks, times in ((2, 3), (1, 12), (0, 5)):
        clock.now = NOW - timedelta(weeks=weeks)
        for _ in range(times):
            mark(journal, "手机")
    return journal


def test_s20_the_phone_week_over_week(marked: Journal) -> None:
    use("zh")
    phone = named(marked, "phone")
    assert phone.values == (0, 0, 0, 0, 0, 3, 12, 5)
    assert f"{phone.title} {change_text(phone)}" == "手机 12 → 5 (-7)"


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [(4.04, 3.55, "4 → 3.5 (-0.5)"), (0, 0, "0 → 0"), (5.04, 5.01, "5 → 5"), (0, 30, "0 → 30 (+30)")],
)
def test_a_change_is_the_difference_of_what_is_shown(before: float, now: float, told: str) -> None:
    assert change_text(Habit("x", "x", (before, now), measured=True)) == told


def test_every_week_of_the_figures_is_named_and_the_last_one_holds_today(marked: Journal) -> None:
    view = habits(marked)
    assert view.weeks[-1] == (date(2024, 7, 8), date(2024, 7, 14))
    assert len(view.weeks) == 8
    assert all(len(each.values) == 8 for each in view.habits)


def test_s20_the_phone_is_the_same_habit_in_both_languages(journal: Journal) -> None:
    for name in ("phone", "手机", " Phone ", "ＰＨＯＮＥ"):
        assert mark(journal, name).habit == "phone"
    assert named(journal, "phone").value == 4


def test_s20_own_habits_come_after_the_measured_ones_and_vanish_with_their_last_mark(journal: Journal) -> None:
    mark(journal, "读书", 30)
    mark(journal, "reading", 12.5)
    mark(journal, "读书")
    found = {each.name: each.value for each in habits(journal).habits if not each.measured}
    assert list(found.items()) == [("phone", 0), ("读书", 31), ("reading", 12.5)]
    assert take_back(journal, "读书").amount == 1
    assert named(journal, "读书").value == 30
    take_back(journal, "读书")
    assert [each.name for each in habits(journal).habits if not each.measured] == ["phone", "reading"]
    with pytest.raises(UserError) as caught:
        take_back(journal, "读书")
    assert caught.value.key == "habits.no_mark"


@pytest.mark.parametrize("name", ["", "  ", "x" * 25])
def test_a_habit_has_a_name_of_some_length(journal: Journal, name: str) -> None:
    with pytest.raises(UserError) as caught:
        mark(journal, name)
    assert caught.value.key == "habits.no_name"


@pytest.mark.parametrize("name", ["words", "字数", "Reviews", "focus"])
def test_what_the_app_counts_is_not_marked(journal: Journal, name: str) -> None:
    with pytest.raises(UserError) as caught:
        mark(journal, name)
    assert caught.value.key == "habits.is_measured"


@pytest.mark.parametrize("amount", [0, -1, float("nan"), float("inf")])
def test_an_amount_is_a_number_above_nothing(journal: Journal, amount: float) -> None:
    with pytest.raises(UserError) as caught:
        mark(journal, "reading", amount)
    assert caught.value.key == "habits.no_amount"
    assert [each.name for each in habits(journal).habits if not each.measured] == ["phone"]


def test_s22_a_mark_of_half_past_one_counts_for_the_day_and_week_before(journal: Journal, clock: Clock) -> None:
    clock.now = NOW.replace(day=15, hour=1)
    assert mark(journal, "phone").day == date(2024, 7, 14)
    clock.now = NOW.replace(day=15)
    assert (named(journal, "phone").before, named(journal, "phone").value) == (1, 0)


LOGS = """# 第一周周记 2024.06.30 ~ 2024.07.07

学了卷积。

# 第二周周记 2024.07.07 ~ 2024.07.14

学了池化和卷积。
"""


def test_measured_habits_are_the_figures_of_progress_and_a_shared_day_counts_once(
    journal: Journal, imported: Importing
) -> None:
    imported(LOGS)
    with journal.store.write() as session:
        cards.ensure(session, {"convolution": ["places"]}, now=NOW)
        card = cards.of_concept(session, "convolution")[0].id
        for day in (1, 7, 8, 10):
            session.add(review_of(card, date(2024, 7, day), seconds=90.0))
    shown = panel.read(journal, ALL).weeks
    assert [week.reviews for week in shown] == [1, 3]
    assert list(named(journal, "words").values[-2:]) == [week.words for week in shown]
    assert list(named(journal, "reviews").values[-2:]) == [week.reviews for week in shown]
    assert list(named(journal, "review_minutes").values[-2:]) == [week.minutes for week in shown]


def test_minutes_of_focus_and_days_with_an_entry_are_counted(journal: Journal, clock: Clock) -> None:
    for day in (8, 9, 9, 10):
        clock.now = NOW.replace(day=day)
        add_entry(journal, f"学了卷积 {day}")
    start(journal, "CNN")
    clock.now += timedelta(minutes=25)
    stop(journal)
    assert named(journal, "entries").value == 3
    assert named(journal, "focus").value == 25
