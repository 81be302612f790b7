"""ask, quiz, due."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from journal.store.database import open_store, silent
from tests.commands.conftest import Journal

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


def test_a_question_shows_code_numbers_and_prompt(journal: Journal) -> None:
    told = journal(*QUESTION)
    assert told.status == 0
    assert told.lines[0].startswith("n, k, s, p = ")
    assert told.lines[-1] == "How tall is the output?"


def test_a_question_as_json_has_everything_a_program_needs_to_ask_it(journal: Journal) -> None:
    asked = journal(*QUESTION, "--json").json
    assert {"params", "code", "prompt", "kind", "choices"} <= set(asked)
    assert (asked["concept"], asked["question"], asked["seed"], asked["kind"]) == (
        "conv-output-size",
        "height",
        4,
        "integer",
    )
    assert asked["choices"] == []
    assert "truth" not in asked
    assert journal(*QUESTION, "--json").json == asked


def test_the_first_question_is_asked_unless_another_is_named(journal: Journal) -> None:
    assert journal("ask", "输出尺寸", "--json").json["question"] == "height"
    assert journal("ask", "输出尺寸", "shape", "--json").json["kind"] == "shape"


def test_the_choices_are_numbered_in_the_language_of_the_learner(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    told = journal("ask", "sgd-update", "behaviour")
    asked = journal("ask", "sgd-update", "behaviour", "--json").json
    assert told.lines[-len(asked["choices"]) :] == [f"  {n} {text}" for n, text in enumerate(asked["choices"], 1)]


def test_a_right_answer_is_a_yes(journal: Journal) -> None:
    truth = answer_of(journal(*QUESTION, "--json").json)
    told = journal(*QUESTION, "--answer", str(truth))
    assert (told.status, told.out) == (0, f"Right: {truth}.\n")
    judged = journal(*QUESTION, "--answer", f"{truth}+0", "--json").json
    assert (judged["verdict"], judged["truth"], judged["wrong_idea"], judged["says"]) == ("right", truth, None, [])
    assert judged["rating"] == "good"


def test_a_wrong_answer_names_the_wrong_idea_that_leads_to_it(journal: Journal) -> None:
    asked = journal(*QUESTION, "--json").json
    believed = answer_of(asked, padding=0)
    told = journal(*QUESTION, "--answer", str(believed))
    assert told.status == 1
    assert told.lines[0] == f"{believed} is not it: {answer_of(asked)}."
    assert told.lines[1] == "The kernel starts p pixels outside the image."
    judged = journal(*QUESTION, "--answer", str(believed), "--json")
    assert judged.status == 1
    assert (judged.json["verdict"], judged.json["wrong_idea"], judged.json["rating"]) == (
        "wrong",
        "no_padding",
        "again",
    )
    assert judged.json["says"] == [told.lines[1]]


def test_a_wrong_answer_that_no_idea_explains_says_only_the_truth(journal: Journal) -> None:
    told = journal(*QUESTION, "--answer", "1000", "--json")
    assert (told.status, told.json["wrong_idea"], told.json["says"]) == (1, None, [])
    assert len(journal(*QUESTION, "--answer", "1000").lines) == 1


def test_an_answer_of_the_wrong_form_is_no_attempt(journal: Journal) -> None:
    told = journal(*QUESTION, "--answer", "two")
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert told.err.startswith("journal: Not a whole number")


def test_a_question_that_is_not_there_is_one_line_with_those_that_are(journal: Journal) -> None:
    told = journal("ask", "conv-output-size", "width")
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert told.err.startswith("journal: conv-output-size has no question 'width': it has height, shape, ")


def test_practice_leaves_nothing_behind(journal: Journal) -> None:
    journal(*QUESTION, "--answer", "3")
    due = {"due": 0, "all_due": 0, "new": 0, "again": 0, "cards": 0, "minutes": 0, "overdue": 0, "backlog": 0}
    assert journal("due", "--json").json == due


# --- due ---------------------------------------------------------------------------------------------------------


def test_what_waits_is_a_yes_and_nothing_is_a_no(journal: Journal, week: Path) -> None:
    told = journal("due")
    assert (told.status, told.out) == (1, "All done for today.\n")
    journal("import", str(week))
    told = journal("due", "--json")
    assert (told.status, told.json["due"]) == (0, 0)
    assert told.json["cards"] >= told.json["new"] > 0
    assert journal("due").lines[0].startswith(f"0 due · {told.json['new']} new · about ")


# --- quiz --------------------------------------------------------------------------------------------------------


def test_a_review_in_plain_lines_is_judged_rated_and_scheduled(journal: Journal) -> None:
    told = journal("quiz", "--concept", "conv-output-size", "--count", "1", text="nonsense\n1000\n3\n")
    assert told.status == 0
    assert told.lines[1] == "1. Convolution output size"
    assert "How tall is the output?" in told.lines
    assert any(line.startswith("Not a whole number") for line in told.lines)
    assert any(line.startswith("1000 is not it: ") for line in told.lines)
    assert any(line.startswith("Again · comes back ") for line in told.lines)
    assert told.lines[-1] == "0 right at the first try, of 1."


def test_a_review_is_stored_with_all_that_came_of_it(journal: Journal) -> None:
    told = journal("quiz", "--concept", "conv-output-size", "--count", "1", "--json", text="1000\n3\n")
    (review,) = told.json
    assert (review["concept"], review["question"], review["typed"]) == ("conv-output-size", "height", "1000")
    assert (review["verdict"], review["confidence"], review["rating"]) == ("wrong", "sure", "again")
    due = journal("due", "--json").json
    assert (due["again"], due["due"], due["new"], due["cards"]) == (1, 0, 1, 5), "of its concept one more begins"


def test_a_right_answer_does_not_come_back_today(journal: Journal) -> None:
    shown = journal("quiz", "--concept", "conv-output-size")
    n, k, s, p = map(int, shown.lines[3].removeprefix("n, k, s, p = ").split(", "))
    waiting = journal("due", "--json").json["new"]
    told = journal("quiz", "--count", "1", "--json", text=f"({n}+2*{p}-{k})//{s}+1\n3\n")
    assert (told.json[0]["question"], told.json[0]["verdict"], told.json[0]["rating"]) == ("height", "right", "good")
    due = journal("due", "--json").json
    assert (due["due"], due["new"]) == (0, waiting - 1)


@pytest.mark.parametrize("text", ["", "18\n", "18\n3\n", "18\n3\nx\n"])
def test_the_end_of_the_input_ends_the_quiz_quietly(text: str, journal: Journal) -> None:
    told = journal("quiz", "--concept", "conv-output-size", text=text)
    assert (told.status, told.err) == (0, "")
    told = journal("quiz", "--concept", "conv-output-size", "--json", text=text)
    assert (told.status, told.err) == (0, "")
    assert isinstance(told.json, list)


def test_full_width_digits_say_how_sure_one_is(journal: Journal) -> None:
    told = journal("quiz", "--concept", "conv-output-size", "--count", "1", "--json", text="１０００\n２\n")
    assert (told.json[0]["typed"], told.json[0]["confidence"]) == ("１０００", "unsure")


def test_a_quiz_without_anything_to_ask_says_so(journal: Journal) -> None:
    told = journal("quiz")
    assert (told.status, told.lines) == (0, ["No log yet. Open `journal` and press w, or `journal import FILE`."])
    told = journal("quiz", "--json")
    assert (told.status, told.json) == (0, [])


def test_the_count_ends_a_quiz(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("quiz", "--count", "0", "--json", text="y\n1\n" * 9)
    assert told.json == []


def test_a_quiz_ahead_of_time_asks_what_comes_due_and_counts(journal: Journal, answered: None) -> None:
    told = journal("quiz", "--ahead", "0", "--json", text="y\n1\n")
    assert told.json == []
    (review,) = journal("quiz", "--ahead", "1", "--json", text="1000\n3\n").json
    assert (review["question"], review["counted"]) == ("height", True)


@pytest.fixture
def answered(journal: Journal, home: Path) -> None:
    """One question was missed yesterday, and comes due tomorrow."""
    journal("quiz", "--concept", "conv-output-size", "--count", "1", text="1000\n3\n")
    changed(
        home,
        "UPDATE card SET step = NULL, last = date(last, '-1 day') WHERE last IS NOT NULL",
        "UPDATE review SET day = date(day, '-1 day')",
    )


def test_a_quiz_before_an_exam_changes_no_date(journal: Journal, answered: None, home: Path) -> None:
    def schedule() -> list[tuple[object, ...]]:
        with sqlite3.connect(home / "journal.db") as database:
            found = database.execute("SELECT id, due, last, stability, step, repetitions FROM card").fetchall()
        database.close()
        return found

    before = schedule()
    told = journal("quiz", "--cram", "输出尺寸", "--count", "1", "--json", text="1000\n3\n" * 9)
    assert [review["counted"] for review in told.json] == [False]
    assert schedule() == before
    told = journal("quiz", "--cram", "images")
    assert (told.status, told.err) == (0, "")


def test_a_name_that_nothing_goes_by_cannot_be_crammed_for(journal: Journal, answered: None) -> None:
    told = journal("quiz", "--cram", "astrology")
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "Nothing on the review list goes by 'astrology'" in told.err


def test_one_quiz_has_one_plan(journal: Journal) -> None:
    told = journal("quiz", "--ahead", "2", "--catch-up")
    assert (told.status, told.err.count("\n")) == (2, 1)


def test_what_of_a_backlog_today_takes_is_said(journal: Journal, week: Path, home: Path) -> None:
    journal("import", str(week))
    changed(
        home,
        "UPDATE card SET due = date('now', '-9 days'), last = date('now', '-19 days'), stability = id,"
        " difficulty = 5, repetitions = 1",
        *(f"INSERT INTO studyday VALUES (date('now', '-{n} days'), 8, 8, 8, 8, 0, 99)" for n in range(20, 30)),
    )
    told = journal("due", "--json").json
    assert (told["overdue"], told["backlog"], told["new"]) == (10, told["cards"], 0)
    assert f"10 of {told['cards']} due · about" in journal("due").out
    assert f"{told['cards'] - 10} left to later days" in journal("due").out
    assert len(journal("quiz", "--catch-up", "--count", "1", "--json", text="y\n1\n" * 3).json) <= 1


@pytest.mark.parametrize("back", [timedelta(hours=16), timedelta(days=400)])
def test_a_clock_that_was_set_back_stops_no_review(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, back: timedelta
) -> None:
    now = [datetime(2026, 12, 2, 8)]
    monkeypatch.setattr("journal.desk.open_desk.__defaults__", (lambda: now[0], silent))
    journal("add", "学了卷积")
    answers = "1\n2\n1,1\n2\n" * 9
    assert journal("quiz", "--count", "1", text=answers).status == 0
    now[0] -= back
    for arguments in (("quiz", "--cram", "convolution", "--count", "3"), ("quiz", "--count", "3"), ("due",)):
        told = journal(*arguments, text=answers)
        assert told.err == ""
    for name in ("progress", "weeks", "report", "heatmap", "items", "habits", "concepts"):
        told = journal(name)
        assert (told.status, told.err) == (0, ""), name
