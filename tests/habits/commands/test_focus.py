"""focus."""

from __future__ import annotations

import pytest

from tests.support.commands import RunJournal


def test_s21_a_session_is_begun_looked_at_and_ended(run_journal: RunJournal) -> None:
    assert run_journal("focus", "--status").status == 1
    result = run_journal("focus", "CNN", "40", "--json").json["running"]
    assert (result["topic"], result["concept"], result["plan"], result["minutes"]) == ("CNN", "convolution", 40, 0)
    assert run_journal("focus", "--status").status == 0
    assert run_journal("focus", "--pause", "--json").json["running"]["paused"] is True
    assert "paused" in run_journal("focus", "--status").out
    assert run_journal("focus", "--resume", "--json").json["running"]["paused"] is False
    assert run_journal("focus", "--stop").lines[0].startswith("CNN: 0 min, ended at ")
    result = run_journal("focus", "--status")
    assert (result.status, result.lines) == (1, ["No focus session is running."])


def test_s12_what_was_parked_is_named_with_its_topic_and_told_at_the_end(run_journal: RunJournal) -> None:
    run_journal("focus", "cnn")
    run_journal("park", "GAN?")
    run_journal("habit", "phone")
    assert "1 parked · phone once" in run_journal("focus", "--status").out
    assert [each["parked_from"] for each in run_journal("items", "--json").json] == ["cnn"]
    assert run_journal("focus", "--stop").lines[1] == "1 parked thought waits: `journal items`"


def test_s21_a_second_session_is_refused_in_one_line(run_journal: RunJournal) -> None:
    run_journal("focus", "CNN")
    result = run_journal("focus", "RNN")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "“CNN” runs since" in result.err
    assert run_journal("focus", "--json").json["running"]["topic"] == "CNN"


def test_focus_alone_shows_minutes_by_week_and_topic(run_journal: RunJournal) -> None:
    assert "`journal focus CNN 25` begins one" in run_journal("focus").out
    run_journal("focus", "CNN")
    run_journal("focus", "--stop")
    lines = run_journal("focus").lines
    assert lines[0] == "No focus session is running."
    assert lines[2].endswith("0 min, 1 session")
    assert lines[3] == "  CNN  0 min"
    result = run_journal("focus", "--json").json
    assert result["running"] is None
    assert [week["sessions"] for week in result["weeks"]] == [0] * 7 + [1]
    assert result["weeks"][-1]["topics"] == [{"topic": "CNN", "concept": "convolution", "minutes": 0, "sessions": 1}]


@pytest.mark.parametrize(
    "arguments",
    [("--stop",), ("--pause",), ("--resume",), ("CNN", "0"), ("CNN", "--at", "8"), ("CNN", "--stop"), (" ",)],
)
def test_what_cannot_be_done_is_one_line_and_the_answer_no(run_journal: RunJournal, arguments: tuple[str, ...]) -> None:
    result = run_journal("focus", *arguments)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert run_journal("focus", "--status").status == 1


@pytest.mark.parametrize("arguments", [("CNN", "long"), ("--stop", "--pause")])
def test_wrong_usage(run_journal: RunJournal, arguments: tuple[str, ...]) -> None:
    assert run_journal("focus", *arguments).status == 2
