"""card, beliefs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Journal


@pytest.fixture
def reviewed(journal: Journal, week: Path) -> str:
    """A journal in which one question was answered, wrong and sure; gives the name of its card."""
    journal("import", str(week))
    [given] = journal("quiz", "--concept", "convolution", "--count", "1", "--json", text="0x0\n99\n3\n").json
    assert given["verdict"] == "wrong"
    return f"{given['concept']}.{given['question']}"


def test_the_cards_are_listed_and_narrowed(journal: Journal, week: Path) -> None:
    assert journal("card").status == 1
    journal("import", str(week))
    every = journal("card", "--json").json
    assert {"name", "concept", "question", "states", "due", "stability", "difficulty", "lapses"} <= set(every[0])
    assert all("new" in each["states"] for each in every)
    assert len(journal("card", "is:new").lines) == len(every)
    assert (journal("card", "is:due").status, journal("card", "is:due").out) == (1, "No such card.\n")
    assert journal("card", "is:due", "--json").json == []
    assert {each["concept"] for each in journal("card", "topic:循环神经", "--json").json} == {"lstm-cell"}


def test_one_card_is_shown_in_full(journal: Journal, reviewed: str) -> None:
    told = journal("card", reviewed)
    assert told.status == 0
    assert told.lines[0].endswith(reviewed)
    assert any("sure of a wrong answer" in line for line in told.lines)
    assert any(line.startswith("Other answers: Hard") for line in told.lines)
    page = journal("card", reviewed, "--json").json
    assert page["name"] == reviewed
    assert page["why"]["reason"] == "tomorrow"
    [past] = page["history"]
    assert (past["right"], past["rating"], past["interval"]) == (False, "again", 1)
    assert past["offered"]["again"] == past["due"] == page["due"]
    assert set(past["offered"]) == {"again", "hard", "good", "easy"}
    assert page["curve"][0] == [past["day"], 1.0]


def test_cards_are_taken_out_and_brought_back(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    waiting = journal("due", "--json").json["new"]
    every = len(journal("card", "--json").json)
    own = len(journal("card", "池化", "--json").json)
    assert own > 1
    assert journal("card", "池化", "--suspend").out == f"{own} cards are suspended until you bring them back.\n"
    assert len(journal("card", "is:suspended").lines) == own
    assert journal("card", "-is:suspended is:new", "--bury", "--json").json["done"] == "bury"
    assert len(journal("card", "is:buried").lines) == every - own
    assert journal("due").status == 1
    journal("card", "is:buried", "--back")
    assert journal("card", "is:suspended", "--back").status == 0
    assert journal("due", "--json").json["new"] == waiting


def test_nothing_is_taken_out_without_being_named(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("card", "--suspend")
    assert (told.status, told.err) == (1, "journal: Name the cards, or ask for them with a filter such as is:leech.\n")
    assert journal("card", "is:due", "--bury").status == 1
    assert journal("card", "池化", "--bury", "--suspend").status == 2


@pytest.mark.parametrize("filter_", ["is:lost", "prop:ease>2", "rated:x", "deck:ml", "rnn-cell.nothing"])
def test_a_wrong_filter_is_said_in_one_line(journal: Journal, filter_: str) -> None:
    told = journal("card", filter_)
    assert told.status == 1
    assert told.err.startswith("journal: ")
    assert told.err.count("\n") == 1


def test_beliefs_are_listed_with_their_numbers(journal: Journal) -> None:
    assert journal("beliefs").status == 1
    assert journal("beliefs", "--json").json == []
    shown = journal("quiz", "--concept", "conv-output-size")
    n, k, s, _ = map(int, shown.lines[3].removeprefix("n, k, s, p = ").split(", "))
    journal("quiz", "--concept", "conv-output-size", "--count", "1", text=f"({n}-{k})//{s}+1\n2\n")
    [belief] = journal("beliefs", "输出尺寸", "--json").json
    assert (belief["concept"], belief["idea"], belief["times"], belief["chances"]) == (
        "conv-output-size",
        "no_padding",
        1,
        1,
    )
    assert (belief["cured"], belief["refuted"], belief["returned"]) == (False, None, 0)
    told = journal("beliefs")
    assert told.status == 0
    assert told.lines[0].startswith("Convolution output size: The kernel starts p pixels outside")
    assert told.lines[1].startswith("  showed 1 of 1 time it could, last on ")
    assert journal("beliefs", "池化").status == 1
