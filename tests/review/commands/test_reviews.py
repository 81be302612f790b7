"""ask, quiz, due."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.db.database import open_store
from tests.support.commands import RunJournal

QUESTION = ("ask", "conv-output-size", "height", "--seed", "4")


def changed(home: Path, *statements: str) -> None:
    """Changes the journal as time would."""
    store = open_store(home / "journal.db")
    with store.write() as session:
        for statement in statements:
            session.connection().exec_driver_sql(statement)
    store.close()


def answer_of(asked: dict[str, Any], padding: int = 2) -> int:
    """How tall the output is, if `padding` times p is added to the input."""
    n, k, s, p = (asked["params"][name] for name in "nksp")
    return int((n + padding * p - k) // s + 1)


def test_a_question_shows_code_numbers_and_prompt(run_journal: RunJournal) -> None:
    result = run_journal(*QUESTION)
    assert result.status == 0
    assert result.lines[0].startswith("n, k, s, p = ")
    assert result.lines[-1] == "How tall is the output?"


def test_a_question_as_json_has_everything_a_program_needs_to_ask_it(run_journal: RunJournal) -> None:
    asked = run_journal(*QUESTION, "--json").json
    assert {"params", "code", "prompt", "kind", "choices"} <= set(asked)
    assert (asked["concept"], asked["question"], asked["seed"], asked["kind"]) == (
        "conv-output-size",
        "height",
        4,
        "integer",
    )
    assert asked["choices"] == []
    assert "truth" not in asked
    assert run_journal(*QUESTION, "--json").json == asked


def test_the_first_question_is_asked_unless_another_is_named(run_journal: RunJournal) -> None:
    assert run_journal("ask", "输出尺寸", "--json").json["question"] == "height"
    assert run_journal("ask", "输出尺寸", "shape", "--json").json["kind"] == "shape"


def test_the_choices_are_numbered_in_the_language_of_the_learner(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    result = run_journal("ask", "sgd-update", "behaviour")
    asked = run_journal("ask", "sgd-update", "behaviour", "--json").json
    assert result.lines[-len(asked["choices"]) :] == [f"  {n} {text}" for n, text in enumerate(asked["choices"], 1)]


def test_a_right_answer_is_a_yes(run_journal: RunJournal) -> None:
    truth = answer_of(run_journal(*QUESTION, "--json").json)
    result = run_journal(*QUESTION, "--answer", str(truth))
    assert (result.status, result.out) == (0, f"Right: {truth}.\n")
    judged = run_journal(*QUESTION, "--answer", f"{truth}+0", "--json").json
    assert (judged["verdict"], judged["truth"], judged["wrong_idea"], judged["says"]) == ("right", truth, None, [])
    assert judged["rating"] == "good"


def test_a_wrong_answer_names_the_wrong_idea_that_leads_to_it(run_journal: RunJournal) -> None:
    asked = run_journal(*QUESTION, "--json").json
    believed = answer_of(asked, padding=0)
    result = run_journal(*QUESTION, "--answer", str(believed))
    assert result.status == 1
    assert result.lines[0] == f"{believed} is not it: {answer_of(asked)}."
    case = "The kernel starts p pixels outside the image."
    assert result.lines[1] == "believed: The kernel stays inside the image."
    assert result.lines[2].endswith(case)
    judged = run_journal(*QUESTION, "--answer", str(believed), "--json")
    assert judged.status == 1
    assert (judged.json["verdict"], judged.json["wrong_idea"], judged.json["rating"]) == (
        "wrong",
        "no_padding",
        "again",
    )
    assert judged.json["says"] == [case]


def test_a_wrong_answer_that_no_idea_explains_says_only_the_truth(run_journal: RunJournal) -> None:
    result = run_journal(*QUESTION, "--answer", "1000", "--json")
    assert (result.status, result.json["wrong_idea"], result.json["says"]) == (1, None, [])
    assert len(run_journal(*QUESTION, "--answer", "1000").lines) == 1


def test_an_answer_of_the_wrong_form_is_no_attempt(run_journal: RunJournal) -> None:
    result = run_journal(*QUESTION, "--answer", "two")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert result.err.startswith("journal: Not a whole number")


def test_a_question_that_is_not_there_is_one_line_with_those_that_are(run_journal: RunJournal) -> None:
    result = run_journal("ask", "conv-output-size", "width")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert result.err.startswith("journal: conv-output-size has no question 'width': it has height, shape, ")


def test_practice_leaves_nothing_behind(run_journal: RunJournal) -> None:
    run_journal(*QUESTION, "--answer", "3")
    nothing = {
        "due": 0,
        "all_due": 0,
        "new": 0,
        "again": 0,
        "cards": 0,
        "answers": 0,
        "minutes": 0,
        "overdue": 0,
        "backlog": 0,
    }
    due = run_journal("due", "--json").json
    assert not any(day["due"] for day in due.pop("coming"))
    assert due == nothing


# --- due ---------------------------------------------------------------------------------------------------------


def test_what_waits_is_a_yes_and_nothing_is_a_no(run_journal: RunJournal, week: Path) -> None:
    result = run_journal("due")
    assert (result.status, result.out) == (1, "Nothing to review yet.\n")
    run_journal("import", str(week))
    result = run_journal("due", "--json")
    assert (result.status, result.json["due"]) == (0, 0)
    assert result.json["cards"] >= result.json["new"] > 0
    assert run_journal("due").lines[0].startswith(f"0 due · {result.json['new']} new · about ")


# --- quiz --------------------------------------------------------------------------------------------------------


def test_a_review_in_plain_lines_is_judged_rated_and_scheduled(run_journal: RunJournal) -> None:
    result = run_journal("quiz", "--concept", "conv-output-size", "--count", "1", text="nonsense\n1000\n3\n")
    assert result.status == 0
    assert result.lines[1] == "1. Convolution output size"
    assert "How tall is the output?" in result.lines
    assert any(line.startswith("Not a whole number") for line in result.lines)
    assert any(line.startswith("1000 is not it: ") for line in result.lines)
    assert any(line.startswith("Again · comes back ") for line in result.lines)
    assert result.lines[-1] == "0 right at the first try, of 1."


def test_a_review_is_stored_with_all_that_came_of_it(run_journal: RunJournal) -> None:
    result = run_journal("quiz", "--concept", "conv-output-size", "--count", "1", "--json", text="1000\n3\n")
    (review,) = result.json
    assert (review["concept"], review["question"], review["typed"]) == ("conv-output-size", "height", "1000")
    assert (review["verdict"], review["confidence"], review["rating"]) == ("wrong", "sure", "again")
    due = run_journal("due", "--json").json
    assert (due["again"], due["due"], due["new"], due["cards"]) == (1, 0, 1, 6), "of its concept one more begins"


def test_a_right_answer_does_not_come_back_today(run_journal: RunJournal) -> None:
    shown = run_journal("quiz", "--concept", "conv-output-size")
    n, k, s, p = map(int, shown.lines[3].removeprefix("n, k, s, p = ").split(", "))
    waiting = run_journal("due", "--json").json["new"]
    result = run_journal("quiz", "--count", "1", "--json", text=f"({n}+2*{p}-{k})//{s}+1\n3\n")
    assert (result.json[0]["question"], result.json[0]["verdict"], result.json[0]["rating"]) == (
        "height",
        "right",
        "good",
    )
    due = run_journal("due", "--json").json
    assert (due["due"], due["new"]) == (0, waiting - 1)


@pytest.mark.parametrize("text", ["", "18\n", "18\n3\n", "18\n3\nx\n"])
def test_the_end_of_the_input_ends_the_quiz_quietly(text: str, run_journal: RunJournal) -> None:
    result = run_journal("quiz", "--concept", "conv-output-size", text=text)
    assert (result.status, result.err) == (0, "")
    result = run_journal("quiz", "--concept", "conv-output-size", "--json", text=text)
    assert (result.status, result.err) == (0, "")
    assert isinstance(result.json, list)


def test_full_width_digits_say_how_sure_one_is(run_journal: RunJournal) -> None:
    result = run_journal("quiz", "--concept", "conv-output-size", "--count", "1", "--json", text="１０００\n２\n")
    assert (result.json[0]["typed"], result.json[0]["confidence"]) == ("１０００", "unsure")


def test_a_quiz_without_anything_to_ask_says_so(run_journal: RunJournal) -> None:
    result = run_journal("quiz")
    assert (result.status, result.lines) == (0, ["No log yet. Open `journal` and press w, or `journal import FILE`."])
    result = run_journal("quiz", "--json")
    assert (result.status, result.json) == (0, [])


def test_the_count_ends_a_quiz(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("quiz", "--count", "0", "--json", text="y\n1\n" * 9)
    assert result.json == []


def test_a_quiz_ahead_of_time_asks_what_comes_due_and_counts(run_journal: RunJournal, answered: None) -> None:
    result = run_journal("quiz", "--ahead", "0", "--json", text="y\n1\n")
    assert result.json == []
    (review,) = run_journal("quiz", "--ahead", "1", "--json", text="1000\n3\n").json
    assert (review["question"], review["counted"]) == ("height", True)


@pytest.fixture
def answered(run_journal: RunJournal, home: Path) -> None:
    """One question was missed yesterday, and comes due tomorrow."""
    run_journal("quiz", "--concept", "conv-output-size", "--count", "1", text="1000\n3\n")
    changed(
        home,
        "UPDATE card SET step = NULL, last = date(last, '-1 day') WHERE last IS NOT NULL",
        "UPDATE review SET day = date(day, '-1 day')",
    )


def test_a_quiz_before_an_exam_changes_no_date(run_journal: RunJournal, answered: None, home: Path) -> None:
    def schedule() -> list[tuple[object, ...]]:
        with sqlite3.connect(home / "journal.db") as database:
            found = database.execute("SELECT id, due, last, stability, step, repetitions FROM card").fetchall()
        database.close()
        return found

    before = schedule()
    result = run_journal("quiz", "--cram", "输出尺寸", "--count", "1", "--json", text="1000\n3\n" * 9)
    assert [review["counted"] for review in result.json] == [False]
    assert schedule() == before
    result = run_journal("quiz", "--cram", "images")
    assert (result.status, result.err) == (0, "")


def test_a_name_that_nothing_goes_by_cannot_be_crammed_for(run_journal: RunJournal, answered: None) -> None:
    result = run_journal("quiz", "--cram", "astrology")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "Nothing on the review list matches 'astrology'" in result.err


def test_one_quiz_has_one_plan(run_journal: RunJournal) -> None:
    result = run_journal("quiz", "--ahead", "2", "--catch-up")
    assert (result.status, result.err.count("\n")) == (2, 1)


def test_what_of_a_backlog_today_takes_is_said(run_journal: RunJournal, week: Path, home: Path) -> None:
    run_journal("import", str(week))
    changed(
        home,
        "UPDATE card SET due = date('now', '-9 days'), last = date('now', '-19 days'), stability = id,"
        " difficulty = 5, repetitions = 1",
        *(f"INSERT INTO studyday VALUES (date('now', '-{n} days'), 8, 8, 8, 8, 0, 99)" for n in range(20, 30)),
    )
    result = run_journal("due", "--json").json
    assert (result["overdue"], result["backlog"], result["new"]) == (10, result["cards"], 0)
    assert f"10 of {result['cards']} due · about" in run_journal("due").out
    assert f"{result['cards'] - 10} left to later days" in run_journal("due").out
    assert len(run_journal("quiz", "--catch-up", "--count", "1", "--json", text="y\n1\n" * 3).json) <= 1


@pytest.mark.parametrize("back", [timedelta(hours=16), timedelta(days=400)])
def test_a_clock_that_was_set_back_stops_no_review(
    run_journal: RunJournal, monkeypatch: pytest.MonkeyPatch, back: timedelta
) -> None:
    now = [datetime(2026, 12, 2, 8)]
    monkeypatch.setattr("journal.opening.journal.open_journal.__defaults__", (lambda: now[0],))
    run_journal("add", "学了卷积")
    answers = "1\n2\n1,1\n2\n" * 9
    assert run_journal("quiz", "--count", "1", text=answers).status == 0
    now[0] -= back
    for arguments in (("quiz", "--cram", "convolution", "--count", "3"), ("quiz", "--count", "3"), ("due",)):
        result = run_journal(*arguments, text=answers)
        assert result.err == ""
    for name in ("progress", "weeks", "report", "heatmap", "items", "habits", "concepts"):
        result = run_journal(name)
        assert (result.status, result.err) == (0, ""), name
