"""habit, habits, heatmap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from wcwidth import wcswidth

from journal.learning.heat import PLAIN, SHADES
from journal.learning.scheduling import study_day
from tests.commands.conftest import Journal

NAMES = ["words", "entries", "focus", "reviews", "review_minutes", "phone"]


def today() -> date:
    return study_day(datetime.now(), 4)


def test_s20_a_habit_is_marked_and_its_last_mark_taken_back(journal: Journal) -> None:
    assert journal("habit", "reading", "30").lines == ["reading: 30 more, 30 this week"]
    assert journal("habit", "reading", "12.5", "--json").json["week"] == 42.5
    assert journal("habit", "reading", "--undo").lines == ["reading: 12.5 taken back, 30 this week"]
    assert journal("habit", "reading", "--undo", "--json").json["week"] == 0
    assert journal("habit", "reading", "--undo").status == 1


def test_s20_habits_are_listed_with_this_week_the_last_one_and_those_before(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for _ in range(3):
        journal("habit", "手机")
    journal("habit", "读书", "30")
    told = journal("habits", "--json").json
    assert [each["name"] for each in told["habits"]] == [*NAMES, "读书"]
    assert [(each["value"], each["before"], each["delta"]) for each in told["habits"][-2:]] == [(3, 0, 3), (30, 0, 30)]
    assert len(told["weeks"]) == 8
    *_, phone, reading = journal("habits").lines
    assert phone.split("  ")[0] == "手机"
    assert phone.endswith("·······▇")
    assert "0 → 3 (+3)" in phone
    assert "0 → 30 (+30)" in reading
    assert wcswidth(phone) == wcswidth(reading)


@pytest.mark.parametrize("arguments", [("words",), ("字数",), (" ",), ("reading", "0"), ("reading", "--undo")])
def test_what_cannot_be_marked_is_one_line_and_the_answer_no(journal: Journal, arguments: tuple[str, ...]) -> None:
    told = journal("habit", *arguments)
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)


def test_s23_the_map_fits_the_width_and_tells_days_apart_by_characters(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal("add", "学了CNN（卷积神经网络）和池化")
    for columns, weeks in ((80, 34), (106, 47), (200, 53), (30, 9)):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = journal("heatmap").lines
        assert f"in {weeks} weeks" in lines[0]
        assert max(map(wcswidth, lines[:9])) <= columns
    monkeypatch.setenv("COLUMNS", "80")
    row = journal("heatmap").lines[2 + today().weekday()]
    assert row.split("┊")[0].endswith("█<")
    assert row.startswith(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[today().weekday()])


def test_s23_the_map_in_ascii_holds_nothing_else(journal: Journal) -> None:
    journal("add", "learned about CNN")
    lines = journal("heatmap", "--ascii").lines
    assert all(line.isascii() for line in lines[:9])
    assert f"{PLAIN[-1]}<|" in lines[2 + today().weekday()].replace(" ", "")
    assert not set(SHADES) & set("".join(lines))


def test_s22_a_day_that_was_filled_later_is_marked_on_the_map(journal: Journal) -> None:
    journal("add", "昨天：学了池化层")
    lines = journal("heatmap").lines
    assert "█'" in lines[2 + (today() - timedelta(days=1)).weekday()]
    assert "' written later" in lines[-1]
    told = journal("heatmap", "--json").json
    assert told["days"] == [
        {"day": str(today() - timedelta(days=1)), "words": 5, "reviews": 0, "minutes": 0, "late": True}
    ]
    assert told["today"] == str(today())


def test_s23_new_cards_wait_without_a_day_and_come_onto_the_map_once_they_are_due(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    assert journal("heatmap", "--json").json["due"] == []
    journal("quiz", "--count", "1", text="1\n1\n")
    assert sum(each["due"] for each in journal("heatmap", "--json").json["due"]) == 1


@pytest.mark.parametrize("weeks", ["0", "54"])
def test_a_map_of_no_or_too_many_weeks_is_refused(journal: Journal, weeks: str) -> None:
    told = journal("heatmap", "--weeks", weeks)
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
