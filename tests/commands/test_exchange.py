"""import and export: what they print, where they write."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import LOG, Journal

JRNL = "没有日期\n[2024-07-09 09:00] 学了CNN。\n"


@pytest.fixture
def jrnl(week: Path) -> Path:
    """A journal of jrnl with one entry and words above it."""
    path = week.with_name("jrnl.txt")
    path.write_text(JRNL, encoding="utf-8")
    return path


def test_an_import_names_what_it_left_and_why(journal: Journal, jrnl: Path) -> None:
    told = journal("import", str(jrnl), "--format", "jrnl")
    assert told.status == 0
    assert told.lines[0] == "1 week imported."
    assert "1 entry put into the log of its week." in told.lines
    assert told.lines[-2:] == [
        "1 left out:",
        f"  {jrnl}:1: no date: neither its text nor its name says which day it is of",
    ]


def test_an_import_as_json_tells_the_same(journal: Journal, jrnl: Path) -> None:
    told = journal("import", str(jrnl), "--format", "jrnl", "--json").json
    assert {
        name: told[name] for name in ("created", "updated", "skipped", "entries", "rows", "flagged", "dry_run")
    } == {
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "entries": 1,
        "rows": {},
        "flagged": [],
        "dry_run": False,
    }
    assert [each["place"] for each in told["left"]] == [f"{jrnl}:1"]


def test_a_dry_run_says_that_nothing_is_stored(journal: Journal, week: Path) -> None:
    told = journal("import", str(week), "--dry-run")
    assert told.lines[:2] == ["Nothing is stored yet. Without --dry-run it would be:", "1 week imported."]
    assert journal("weeks", "--json").json == []


def test_an_empty_folder_is_one_line(journal: Journal, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = journal("import", "empty")
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "--format" in told.err


def test_s27_a_journal_goes_out_and_into_another_one(journal: Journal, week: Path, tmp_path: Path) -> None:
    journal("import", str(week))
    journal("park", "GAN?")
    told = journal("export", "all.json", "--json")
    assert (told.status, told.json) == (0, {"format": "json", "files": ["all.json"], "weeks": [1]})
    other = str(tmp_path / "other")
    first = journal("--home", other, "import", "all.json", "--json").json
    assert (first["created"], first["rows"]["week"], first["rows"]["item"]) == (1, 1, 1)
    second = journal("--home", other, "import", "all.json", "--json").json
    assert (second["created"], second["skipped"], second["rows"]) == (0, 1, {})
    for command in (("show", "1"), ("items", "--json"), ("due", "--json"), ("weeks", "--json")):
        assert journal("--home", other, *command).out == journal(*command).out


def test_a_week_goes_to_the_standard_output(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("export", "--format", "text", "-", "1")
    assert told.out.startswith("这周学了CNN（卷积神经网络）和池化，")
    assert journal("export", "-").out.endswith(LOG)


def test_a_file_that_is_there_stays(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("export", str(week))
    assert (told.status, told.out, told.err.count("\n")) == (1, "", 1)
    assert "--force" in told.err
    assert week.read_bytes().decode() == LOG
    assert journal("export", str(week), "--force").lines == [f"1 week written to {week}."]


def test_a_place_that_cannot_be_written_is_one_line(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("export", str(week / "below" / "a.md"))
    assert (told.status, told.err.count("\n")) == (1, 1)
    assert "cannot be written" in told.err
