"""focus."""

from __future__ import annotations

import pytest

from tests.commands.conftest import Journal


def test_s21_a_session_is_begun_looked_at_and_ended(journal: Journal) -> None:
    assert journal("focus", "--status").status == 1
    told = journal("focus", "CNN", "40", "--json").json["running"]
    assert (told["topic"], told["concept"], told["plan"], told["minutes"]) == ("CNN", "convolution", 40, 0)
    assert journal("focus", "--status").status == 0
    assert journal("focus", "--pause", "--json").json["running"]["paused"] is True
    assert "paused" in journal("focus", "--status").out
    assert journal("focus", "--resume", "--json").json["running"]["paused"] is False
    assert journal("focus", "--stop").lines[0].startswith("CNN: 0 min, ended at ")
    told = journal("focus", "--status")
    assert (told.status, told.lines) == (1, ["No session of focus runs."])


def test_s12_what_was_parked_is_named_with_its_topic_and_told_at_the_end(journal: Journal) -> None:
    journal("focus", "cnn")
    journal("park", "GAN?")
    journal("habit", "phone")
    assert "1 put aside · phone once" in journal("focus", "--status").out
    assert [each["parked_from"] for each in journal("items", "--json").json] == ["cnn"]
    assert journal("focus", "--stop").lines[1] == "1 thought put aside waits: `journal items`"


def test_s21_a_second_session_is_refused_in_one_line(journal: Journal) -> None:
    journal("focus", "CNN")
    told = journal("focus", "RNN")
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert "“CNN” runs since" in told.err
    assert journal("focus", "--json").json["running"]["topic"] == "CNN"


def test_focus_alone_shows_minutes_by_week_and_topic(journal: Journal) -> None:
    assert "`journal focus CNN 25` begins one" in journal("focus").out
    journal("focus", "CNN")
    journal("focus", "--stop")
    lines = journal("focus").lines
    assert lines[0] == "No session of focus runs."
    assert lines[2].endswith("0 min, 1 session")
    assert lines[3] == "  CNN  0 min"
    told = journal("focus", "--json").json
    assert told["running"] is None
    assert [week["sessions"] for week in told["weeks"]] == [0] * 7 + [1]
    assert told["weeks"][-1]["topics"] == [{"topic": "CNN", "concept": "convolution", "minutes": 0, "sessions": 1}]


@pytest.mark.parametrize(
    "arguments",
    [("--stop",), ("--pause",), ("--resume",), ("CNN", "0"), ("CNN", "--at", "8"), ("CNN", "--stop"), (" ",)],
)
def test_what_cannot_be_done_is_one_line_and_the_answer_no(journal: Journal, arguments: tuple[str, ...]) -> None:
    told = journal("focus", *arguments)
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert journal("focus", "--status").status == 1


@pytest.mark.parametrize("arguments", [("CNN", "long"), ("--stop", "--pause")])
def test_wrong_usage(journal: Journal, arguments: tuple[str, ...]) -> None:
    assert journal("focus", *arguments).status == 2
