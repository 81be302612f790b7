"""history, diff, revert."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import LOG, RunJournal


@pytest.fixture
def changed(run_journal: RunJournal, week: Path) -> RunJournal:
    """The journal with one log, to which another import added a sentence."""
    run_journal("import", str(week))
    week.write_text(f"{LOG}又学了GRU。\n", encoding="utf-8", newline="")
    run_journal("import", str(week))
    return run_journal


def test_s9_the_texts_that_a_week_had_are_listed(changed: RunJournal) -> None:
    result = changed("history", "第一周", "--json").json
    assert [(each["number"], each["words"], each["is_current"]) for each in result] == [(1, 37, False), (2, 42, True)]
    assert result[0]["body"] == LOG
    lines = changed("history", "1").lines
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert lines[1].endswith("42 字  now")


def test_s9_the_sentences_that_came_and_went_are_printed(changed: RunJournal) -> None:
    assert changed("diff", "1@1").lines == ["+ 又学了GRU。"]
    assert [each["kind"] for each in changed("diff", "1@1", "--json").json] == ["in"]
    assert changed("diff", "1@2").lines == ["No difference from the current text."]


def test_s9_a_text_comes_back_byte_for_byte_and_can_be_taken_back(changed: RunJournal) -> None:
    result = changed("revert", "1@1")
    assert (result.status, "37 字" in result.out) == (0, True)
    assert changed("show", "1").out == LOG
    changed("revert", "1@2")
    assert changed("show", "1").out == f"{LOG}又学了GRU。\n"


@pytest.mark.parametrize("command", ["diff", "revert"])
def test_a_version_that_is_not_there_is_one_line(changed: RunJournal, command: str) -> None:
    result = changed(command, "1@7")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "up to 2" in result.err


def test_s9_a_deleted_week_lies_in_the_bin_and_comes_back_byte_for_byte(changed: RunJournal) -> None:
    before = changed("show", "1").out
    assert changed("bin").lines == ["The bin is empty."]
    assert "journal undelete" in changed("delete", "1").out
    assert changed("weeks", "--json").json == []
    assert changed("bin", "--json").json[0]["body"] == before
    assert "42 字" in changed("bin").lines[0]
    assert changed("undelete").lines == ["第一周周记 2024.07.07 ~ 2024.07.14 is restored."]
    assert changed("show", "1").out == before
    assert len(changed("history", "1", "--json").json) == 2


def test_nothing_in_the_bin_and_nothing_to_delete_are_one_line(run_journal: RunJournal) -> None:
    for arguments in (("undelete",), ("delete", "1")):
        result = run_journal(*arguments)
        assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
