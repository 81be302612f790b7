"""concepts --path."""

from __future__ import annotations

from tests.support.commands import RunJournal


def test_the_paths_are_listed_and_none_is_chosen_at_first(run_journal: RunJournal) -> None:
    found = run_journal("concepts", "--path", "--json").json
    assert {"transformer", "vision"} <= {each["id"] for each in found}
    assert not any(each["is_chosen"] or each["begun"] for each in found)


def test_a_chosen_path_brings_its_questions_in_its_order(run_journal: RunJournal) -> None:
    lines = run_journal("concepts", "--path", "Reinforcement learning").lines
    assert lines[0] == "Reinforcement learning"
    assert lines[2].startswith("next: Expectation and variance · ")
    assert lines[3].endswith(" questions added to the reviews.")
    chosen = next(each for each in run_journal("concepts", "--path", "--json").json if each["is_chosen"])
    assert (chosen["id"], chosen["next"][0]) == ("reinforcement", "expectation-variance")
    again = run_journal("concepts", "--path", "reinforcement").lines
    assert again[3] == "Its questions are on the review list already; new ones follow this path."


def test_a_path_is_left_and_its_questions_stay(run_journal: RunJournal) -> None:
    run_journal("concepts", "--path", "graphs")
    waiting = run_journal("due", "--json").json
    assert run_journal("concepts", "--path", "none").lines[0].startswith("No path any longer")
    assert not any(each["is_chosen"] for each in run_journal("concepts", "--path", "--json").json)
    assert run_journal("due", "--json").json == waiting


def test_the_questions_of_a_path_are_taken_back_in_one_step(run_journal: RunJournal) -> None:
    run_journal("concepts", "--path", "graphs")
    assert run_journal("undo").status == 0
    assert run_journal("concepts", "--path", "graphs").lines[3].endswith("added to the reviews.")


def test_a_path_that_there_is_not_is_answered_by_those_that_there_are(run_journal: RunJournal) -> None:
    result = run_journal("concepts", "--path", "nosuch")
    assert result.status == 1
    assert "nosuch" in result.err
    assert "transformer, classical" in result.err
