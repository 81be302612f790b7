"""card, beliefs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import RunJournal


@pytest.fixture
def reviewed(run_journal: RunJournal, week: Path) -> str:
    """A journal in which one question was answered, wrong and sure; gives the name of its card."""
    run_journal("import", str(week))
    [given] = run_journal("quiz", "--concept", "convolution", "--count", "1", "--json", text="0x0\n99\n3\n").json
    assert given["verdict"] == "wrong"
    return f"{given['concept']}.{given['question']}"


def test_the_cards_are_listed_and_narrowed(run_journal: RunJournal, week: Path) -> None:
    assert run_journal("card").status == 1
    run_journal("import", str(week))
    every = run_journal("card", "--json").json
    assert {"name", "concept", "question", "states", "due", "stability", "difficulty", "lapses"} <= set(every[0])
    assert all("new" in each["states"] for each in every)
    assert len(run_journal("card", "is:new").lines) == len(every)
    assert (run_journal("card", "is:due").status, run_journal("card", "is:due").out) == (1, "No such card.\n")
    assert run_journal("card", "is:due", "--json").json == []
    assert {each["concept"] for each in run_journal("card", "topic:循环神经", "--json").json} == {"lstm-cell"}


def test_one_card_is_shown_in_full(run_journal: RunJournal, reviewed: str) -> None:
    result = run_journal("card", reviewed)
    assert result.status == 0
    assert result.lines[0].endswith(reviewed)
    assert any("sure of a wrong answer" in line for line in result.lines)
    assert any(line.startswith("Other answers: Hard") for line in result.lines)
    page = run_journal("card", reviewed, "--json").json
    assert page["name"] == reviewed
    assert page["why"]["reason"] == "tomorrow"
    [past] = page["history"]
    assert (past["right"], past["rating"], past["interval"]) == (False, "again", 1)
    assert past["offered"]["again"] == past["due"] == page["due"]
    assert set(past["offered"]) == {"again", "hard", "good", "easy"}
    assert page["curve"][0] == [past["day"], 1.0]


def test_cards_are_taken_out_and_brought_back(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    waiting = run_journal("due", "--json").json["new"]
    every = len(run_journal("card", "--json").json)
    own = len(run_journal("card", "池化", "--json").json)
    assert own > 1
    assert run_journal("card", "池化", "--suspend").out == f"{own} cards are suspended until you bring them back.\n"
    assert len(run_journal("card", "is:suspended").lines) == own
    assert run_journal("card", "-is:suspended is:new", "--bury", "--json").json["done"] == "bury"
    assert len(run_journal("card", "is:buried").lines) == every - own
    assert run_journal("due").status == 1
    run_journal("card", "is:buried", "--back")
    assert run_journal("card", "is:suspended", "--back").status == 0
    assert run_journal("due", "--json").json["new"] == waiting


def test_nothing_is_taken_out_without_being_named(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("card", "--suspend")
    assert (result.status, result.err) == (
        1,
        "journal: Name the cards, or ask for them with a filter such as is:leech.\n",
    )
    assert run_journal("card", "is:due", "--bury").status == 1
    assert run_journal("card", "池化", "--bury", "--suspend").status == 2


@pytest.mark.parametrize("filter_", ["is:lost", "prop:ease>2", "rated:x", "colour:ml", "rnn-cell.nothing"])
def test_a_wrong_filter_is_said_in_one_line(run_journal: RunJournal, filter_: str) -> None:
    result = run_journal("card", filter_)
    assert result.status == 1
    assert result.err.startswith("journal: ")
    assert result.err.count("\n") == 1


def test_beliefs_are_listed_with_their_numbers(run_journal: RunJournal) -> None:
    assert run_journal("beliefs").status == 1
    assert run_journal("beliefs", "--json").json == []
    shown = run_journal("quiz", "--concept", "conv-output-size")
    n, k, s, _ = map(int, shown.lines[3].removeprefix("n, k, s, p = ").split(", "))
    run_journal("quiz", "--concept", "conv-output-size", "--count", "1", text=f"({n}-{k})//{s}+1\n2\n")
    [belief] = run_journal("beliefs", "输出尺寸", "--json").json
    assert (belief["concept"], belief["idea"], belief["times"], belief["chances"]) == (
        "conv-output-size",
        "no_padding",
        1,
        1,
    )
    assert (belief["cured"], belief["refuted"], belief["returned"]) == (False, None, 0)
    result = run_journal("beliefs")
    assert result.status == 0
    assert result.lines[0] == "Convolution output size"
    assert any("The kernel starts p pixels outside" in line for line in result.lines)
    assert any(line.startswith("  showed 1 of 1 time it could, last on ") for line in result.lines)
    assert run_journal("beliefs", "池化").status == 1
