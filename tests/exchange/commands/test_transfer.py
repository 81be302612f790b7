"""import and export: what they print, where they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import LOG, RunJournal

JRNL = "没有日期\n[2024-07-09 09:00] 学了CNN。\n"


@pytest.fixture
def jrnl(week: Path) -> Path:
    """A journal of jrnl with one entry and words above it."""
    path = week.with_name("jrnl.txt")
    path.write_text(JRNL, encoding="utf-8")
    return path


def test_an_import_names_what_it_left_and_why(run_journal: RunJournal, jrnl: Path) -> None:
    result = run_journal("import", str(jrnl), "--format", "jrnl")
    assert result.status == 0
    assert result.lines[0] == "1 week imported."
    assert "1 entry put into the log of its week." in result.lines
    assert result.lines[-2:] == [
        "1 skipped:",
        f"  {jrnl}:1: no date: neither its text nor its name says which day it is of",
    ]


def test_an_import_as_json_tells_the_same(run_journal: RunJournal, jrnl: Path) -> None:
    result = run_journal("import", str(jrnl), "--format", "jrnl", "--json").json
    assert {
        name: result[name] for name in ("created", "updated", "skipped", "entries", "rows", "flagged", "dry_run")
    } == {
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "entries": 1,
        "rows": {},
        "flagged": [],
        "dry_run": False,
    }
    assert [each["place"] for each in result["left"]] == [f"{jrnl}:1"]


def test_a_dry_run_says_that_nothing_is_stored(run_journal: RunJournal, week: Path) -> None:
    result = run_journal("import", str(week), "--dry-run")
    assert result.lines[:2] == ["Nothing is stored yet. Without --dry-run it would be:", "1 week imported."]
    assert run_journal("weeks", "--json").json == []


def test_an_empty_folder_is_one_line(run_journal: RunJournal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run_journal("import", "empty")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "--format" in result.err


def test_s27_a_journal_goes_out_and_into_another_one(run_journal: RunJournal, week: Path, tmp_path: Path) -> None:
    run_journal("import", str(week))
    run_journal("park", "GAN?")
    result = run_journal("export", "all.json", "--json")
    assert (result.status, result.json) == (0, {"format": "json", "files": ["all.json"], "weeks": [1]})
    other = str(tmp_path / "other")
    first = run_journal("--home", other, "import", "all.json", "--json").json
    assert (first["created"], first["rows"]["week"], first["rows"]["item"]) == (1, 1, 1)
    second = run_journal("--home", other, "import", "all.json", "--json").json
    assert (second["created"], second["skipped"], second["rows"]) == (0, 1, {})
    for command in (("show", "1"), ("items", "--json"), ("due", "--json"), ("weeks", "--json")):
        assert run_journal("--home", other, *command).out == run_journal(*command).out


def test_a_week_goes_to_the_standard_output(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("export", "--format", "text", "-", "1")
    assert result.out.startswith("这周学了CNN（卷积神经网络）和池化，")
    assert run_journal("export", "-").out.endswith(LOG)


def test_a_file_that_is_there_stays(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("export", str(week))
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "--force" in result.err
    assert week.read_bytes().decode() == LOG
    assert run_journal("export", str(week), "--force").lines == [f"1 week written to {week}."]


def test_a_place_that_cannot_be_written_is_one_line(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("export", str(week / "below" / "a.md"))
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "cannot be written" in result.err
