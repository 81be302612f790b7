"""habit, habits, heatmap."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from wcwidth import wcswidth

from journal.habits.heat_map import PLAIN, SHADES
from journal.memory.scheduling import study_day
from tests.support.commands import RunJournal

NAMES = ["words", "entries", "focus", "reviews", "review_minutes", "phone"]


def today() -> date:
    return study_day(datetime.now(), 4)


def test_s20_a_habit_is_marked_and_its_last_mark_taken_back(run_journal: RunJournal) -> None:
    assert run_journal("habit", "reading", "30").lines == ["reading: 30 more, 30 this week"]
    assert run_journal("habit", "reading", "12.5", "--json").json["week"] == 42.5
    assert run_journal("habit", "reading", "--undo").lines == ["reading: 12.5 undone, 30 this week"]
    assert run_journal("habit", "reading", "--undo", "--json").json["week"] == 0
    assert run_journal("habit", "reading", "--undo").status == 1


def test_s20_habits_are_listed_with_this_week_the_last_one_and_those_before(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for _ in range(3):
        run_journal("habit", "手机")
    run_journal("habit", "读书", "30")
    result = run_journal("habits", "--json").json
    assert [each["name"] for each in result["habits"]] == [*NAMES, "读书"]
    assert [(each["value"], each["before"], each["delta"]) for each in result["habits"][-2:]] == [
        (3, 0, 3),
        (30, 0, 30),
    ]
    assert len(result["weeks"]) == 8
    *_, phone, reading = run_journal("habits").lines
    assert phone.split("  ")[0] == "手机"
    assert phone.endswith("·······▇")
    assert "0 → 3 (+3)" in phone
    assert "0 → 30 (+30)" in reading
    assert wcswidth(phone) == wcswidth(reading)


@pytest.mark.parametrize("arguments", [("words",), ("字数",), (" ",), ("reading", "0"), ("reading", "--undo")])
def test_what_cannot_be_marked_is_one_line_and_the_answer_no(
    run_journal: RunJournal, arguments: tuple[str, ...]
) -> None:
    result = run_journal("habit", *arguments)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)


def test_s23_the_map_fits_the_width_and_tells_days_apart_by_characters(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_journal("add", "学了CNN（卷积神经网络）和池化")
    for columns, weeks in ((80, 34), (106, 47), (200, 53), (30, 9)):
        monkeypatch.setenv("COLUMNS", str(columns))
        lines = run_journal("heatmap").lines
        assert f"in {weeks} weeks" in lines[0]
        assert max(map(wcswidth, lines[:9])) <= columns
    monkeypatch.setenv("COLUMNS", "80")
    row = run_journal("heatmap").lines[2 + today().weekday()]
    assert row.split("┊")[0].endswith("█<")
    assert row.startswith(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[today().weekday()])


def test_s23_the_map_in_ascii_holds_nothing_else(run_journal: RunJournal) -> None:
    run_journal("add", "learned about CNN")
    lines = run_journal("heatmap", "--ascii").lines
    assert all(line.isascii() for line in lines[:9])
    assert f"{PLAIN[-1]}<|" in lines[2 + today().weekday()].replace(" ", "")
    assert not set(SHADES) & set("".join(lines))


def test_s22_a_day_that_was_filled_later_is_marked_on_the_map(run_journal: RunJournal) -> None:
    run_journal("add", "昨天：学了池化层")
    lines = run_journal("heatmap").lines
    assert "█'" in lines[2 + (today() - timedelta(days=1)).weekday()]
    assert "' written later" in lines[-1]
    result = run_journal("heatmap", "--json").json
    assert result["days"] == [
        {"day": str(today() - timedelta(days=1)), "words": 5, "reviews": 0, "minutes": 0, "late": True}
    ]
    assert result["today"] == str(today())


def test_s23_new_cards_wait_without_a_day_and_come_onto_the_map_once_they_are_due(
    run_journal: RunJournal, week: Path
) -> None:
    run_journal("import", str(week))
    assert run_journal("heatmap", "--json").json["due"] == []
    run_journal("quiz", "--count", "1", text="1\n1\n")
    assert sum(each["due"] for each in run_journal("heatmap", "--json").json["due"]) == 1


@pytest.mark.parametrize("weeks", ["0", "54"])
def test_a_map_of_no_or_too_many_weeks_is_refused(run_journal: RunJournal, weeks: str) -> None:
    result = run_journal("heatmap", "--weeks", weeks)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
