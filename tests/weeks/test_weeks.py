"""The right week: which days a new log covers, by what names it is found, where an entry goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from journal.core import messages
from journal.core.languages import LANGUAGES
from journal.core.week_rules import Rule
from journal.exchange.importing import import_path
from journal.log.headings import read_heading
from journal.opening.journal import Journal
from journal.weeks.week_rows import all_weeks
from journal.weeks.weeks import OpenWeek, add_entry, find_week, open_week, save
from tests.log.test_headings import SIX_FORMS
from tests.support.journal import Clock, Importing

FIRST = "# 第一周周记 2024.07.07 ~ 2024.07.14\n\n学了CNN。\n"


def with_rule(journal: Journal, rule: Rule, first_weekday: int = 0) -> Journal:
    return replace(journal, settings=replace(journal.settings, weeks=rule, first_weekday=first_weekday))


def told(week: OpenWeek) -> tuple[int | None, date, date, str]:
    return week.number, week.starts, week.ends, week.title


def test_s6_after_the_first_log_comes_the_second_as_its_writer_would_have_it(
    journal: Journal, seed: Path, clock: Clock
) -> None:
    messages.use("zh")
    import_path(journal, seed)
    clock.now = datetime(2024, 7, 15, 9)
    week = open_week(journal, None)
    assert told(week) == (2, date(2024, 7, 14), date(2024, 7, 21), "第二周周记 2024.07.14 ~ 2024.07.21")
    assert week.id is None


@pytest.mark.parametrize(
    ("rule", "first_weekday", "period", "number"),
    [
        ("follow", 0, (date(2024, 12, 29), date(2025, 1, 5)), 2),
        ("calendar", 0, (date(2024, 12, 30), date(2025, 1, 5)), 2),
        ("calendar", 6, (date(2024, 12, 29), date(2025, 1, 4)), 2),
        ("iso", 6, (date(2024, 12, 30), date(2025, 1, 5)), 1),
    ],
)
def test_s6_the_week_that_is_shown_is_the_week_that_is_written(
    rule: Rule,
    first_weekday: int,
    period: tuple[date, date],
    number: int,
    journal: Journal,
    imported: Importing,
    clock: Clock,
) -> None:
    imported(FIRST)
    clock.now = datetime(2024, 12, 30, 12)
    ruled = with_rule(journal, rule, first_weekday)
    preview = open_week(ruled, None)
    assert ((preview.starts, preview.ends), preview.number) == (period, number)
    created = save(ruled, preview, "学了RNN。")
    assert told(created) == told(preview)
    assert told(open_week(ruled, None)) == told(preview)
    heading = read_heading(f"# {created.title}")
    assert heading is not None
    assert (heading.number, heading.starts, heading.ends) == told(created)[:3]


def test_a_log_without_a_number_has_a_title_that_tells_its_days(journal: Journal, imported: Importing) -> None:
    imported(FIRST)
    for language in LANGUAGES:
        messages.use(language)
        week = add_entry(journal, "2024-06-20：学了张量").week
        heading = read_heading(f"# {week.title}")
        assert heading is not None
        assert (heading.number, heading.starts, heading.ends) == (week.number, week.starts, week.ends)
        assert week.number is None


@pytest.mark.parametrize("name", ["2024-W28", "第一周", "第1周", "2024-07-10", "7月10日", "1"])
def test_s6_a_log_is_found_by_its_iso_week_its_number_and_its_days(
    name: str, journal: Journal, imported: Importing
) -> None:
    (week,) = imported(FIRST)
    assert find_week(journal, name).id == week.id


@pytest.mark.parametrize(("heading", "number", "starts", "ends"), SIX_FORMS)
def test_s4_the_six_headings_give_number_and_days(
    heading: str, number: int, starts: date, ends: date, journal: Journal, imported: Importing
) -> None:
    (week,) = imported(f"{heading}\n学了CNN。\n")
    assert (week.number, week.starts, week.ends) == (number, starts, ends)
    assert f"# {week.title}" == heading.replace("##", "#")


def test_s5_an_entry_of_a_shared_day_goes_to_the_later_log_and_is_counted_once(
    journal: Journal, imported: Importing
) -> None:
    imported(f"{FIRST}# 第二周周记 2024.07.14 ~ 07.21\n学了RNN。\n")
    total = sum(row.words for row in all_weeks(journal))
    added = add_entry(journal, "2024-07-14：学了BN")
    assert added.week.number == 2
    assert sum(row.words for row in all_weeks(journal)) == total + 3


@pytest.mark.parametrize("colon", [":", "："])
@pytest.mark.parametrize(
    ("words_of_day", "day"), [("今天", 14), ("yesterday", 13), ("三天前", 11), ("7月9日", 9), ("上周日", 7)]
)
def test_s7_an_entry_stands_in_the_log_of_the_day_that_its_words_name(
    journal: Journal, imported: Importing, clock: Clock, words_of_day: str, colon: str, day: int
) -> None:
    imported(FIRST)
    clock.now = datetime(2024, 7, 14, 21)
    added = add_entry(journal, f"{words_of_day}{colon}学了池化层 #CNN")
    assert (added.day, added.text, added.week.number) == (date(2024, 7, day), "学了池化层 #CNN", 1)
    assert open_week(journal, added.week.id).body == f"{FIRST}\n学了池化层 #CNN\n"


def test_s7_words_that_name_a_day_ahead_are_text_of_today(journal: Journal, imported: Importing, clock: Clock) -> None:
    imported(FIRST)
    clock.now = datetime(2024, 7, 14, 21)
    added = add_entry(journal, "下周一：学了池化层")
    assert (added.day, added.text) == (date(2024, 7, 14), "下周一：学了池化层")


def test_s5_while_there_is_one_log_its_last_day_belongs_to_it(
    journal: Journal, imported: Importing, clock: Clock
) -> None:
    imported(FIRST)
    clock.now = datetime(2024, 7, 14, 21)
    assert open_week(journal, None).number == 1
    assert add_entry(journal, "今晚：学了BN").week.number == 1
