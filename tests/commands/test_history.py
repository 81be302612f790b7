"""history, diff, revert."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import LOG, Journal


@pytest.fixture
def changed(journal: Journal, week: Path) -> Journal:
    """The journal with one log, to which another import added a sentence."""
    journal("import", str(week))
    week.write_text(f"{LOG}又学了GRU。\n", encoding="utf-8", newline="")
    journal("import", str(week))
    return journal


def test_s9_the_texts_that_a_week_had_are_listed(changed: Journal) -> None:
    told = changed("history", "第一周", "--json").json
    assert [(each["number"], each["words"], each["is_current"]) for each in told] == [(1, 37, False), (2, 42, True)]
    assert told[0]["body"] == LOG
    lines = changed("history", "1").lines
    assert [line.split()[0] for line in lines] == ["1", "2"]
    assert lines[1].endswith("42 字  now")


def test_s9_the_sentences_that_came_and_went_are_printed(changed: Journal) -> None:
    assert changed("diff", "1@1").lines == ["+ 又学了GRU。"]
    assert [each["kind"] for each in changed("diff", "1@1", "--json").json] == ["in"]
    assert changed("diff", "1@2").lines == ["No difference from what it says now."]


def test_s9_a_text_comes_back_byte_for_byte_and_can_be_taken_back(changed: Journal) -> None:
    told = changed("revert", "1@1")
    assert (told.status, "37 字" in told.out) == (0, True)
    assert changed("show", "1").out == LOG
    changed("revert", "1@2")
    assert changed("show", "1").out == f"{LOG}又学了GRU。\n"


@pytest.mark.parametrize("command", ["diff", "revert"])
def test_a_version_that_is_not_there_is_one_line(changed: Journal, command: str) -> None:
    told = changed(command, "1@7")
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert "up to 2" in told.err


def test_s9_a_deleted_week_lies_in_the_bin_and_comes_back_byte_for_byte(changed: Journal) -> None:
    before = changed("show", "1").out
    assert changed("bin").lines == ["The bin is empty."]
    assert "journal undelete" in changed("delete", "1").out
    assert changed("weeks", "--json").json == []
    assert changed("bin", "--json").json[0]["body"] == before
    assert "42 字" in changed("bin").lines[0]
    assert changed("undelete").lines == ["第一周周记 2024.07.07 ~ 2024.07.14 is back."]
    assert changed("show", "1").out == before
    assert len(changed("history", "1", "--json").json) == 2


def test_nothing_in_the_bin_and_nothing_to_delete_are_one_line(journal: Journal) -> None:
    for arguments in (("undelete",), ("delete", "1")):
        told = journal(*arguments)
        assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
