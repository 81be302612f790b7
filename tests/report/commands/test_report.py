"""report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import LOG, RunJournal

FORMATS = {"md": "# 第一周周记", "html": "<!DOCTYPE html>", "json": "{"}


@pytest.fixture
def logged(run_journal: RunJournal, week: Path) -> RunJournal:
    """The journal with one log."""
    run_journal("import", str(week))
    return run_journal


@pytest.mark.parametrize(("name", "start"), FORMATS.items())
def test_s24_a_report_is_printed_or_written_in_each_format(
    name: str, start: str, logged: RunJournal, tmp_path: Path
) -> None:
    result = logged("report", "--format", name)
    assert (result.status, result.err) == (0, "")
    assert result.out.startswith(start)
    path = tmp_path / "out" / f"report.{name}"
    written = logged("report", "1", "--format", name, "--output", str(path))
    assert (written.status, written.out) == (0, f"Written to {path}.\n")
    assert path.read_bytes().decode() == result.out


def test_s24_a_report_imported_again_changes_nothing_and_into_an_empty_journal_gives_the_week(
    logged: RunJournal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    logged("report", "--output", str(path))
    assert logged("import", str(path), "--json").json["skipped"] == 1
    other = str(tmp_path / "other")
    assert logged("--home", other, "import", str(path), "--json").json["created"] == 1
    assert logged("--home", other, "show", "1").out == LOG


def test_s24_a_log_that_was_typed_without_a_heading_comes_back_without_one(
    run_journal: RunJournal, tmp_path: Path
) -> None:
    run_journal("add", "学了池化。")
    body = run_journal("show", "1", "--json").json["body"]
    path = tmp_path / "report.md"
    run_journal("report", "--output", str(path))
    assert path.read_text(encoding="utf-8").startswith("# Week 1")
    assert run_journal("import", str(path), "--json").json["skipped"] == 1
    assert run_journal("show", "1", "--json").json["body"] == body


def test_json_is_the_same_by_either_option(logged: RunJournal) -> None:
    plain = logged("report", "--json").json
    assert plain == json.loads(logged("report", "--format", "json").out)
    assert (plain["title"], plain["text"]) == ("第一周周记 2024.07.07 ~ 2024.07.14", LOG)


def test_s24_the_figures_are_those_of_progress(logged: RunJournal) -> None:
    report, (week,) = logged("report", "--json").json, logged("progress", "weeks", "--json").json["figures"]["weeks"]
    names = ("starts", "ends", "words", "reviews", "minutes")
    assert {name: report[name] for name in names} == {name: week[name] for name in names}


def test_without_a_log_there_is_one_line_that_says_what_to_do(run_journal: RunJournal) -> None:
    result = run_journal("report")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "journal import" in result.err


def test_a_week_that_is_not_there_and_a_file_that_cannot_be_written_are_one_line(
    logged: RunJournal, tmp_path: Path
) -> None:
    for arguments in (("report", "9"), ("report", "--output", str(tmp_path))):
        result = logged(*arguments)
        assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)


def test_a_format_that_there_is_not_is_wrong_usage(logged: RunJournal) -> None:
    assert logged("report", "--format", "pdf").status == 2
