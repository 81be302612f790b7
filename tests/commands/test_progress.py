"""progress, doctor, and `journal` alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Journal


def test_progress_as_json_holds_the_figures_of_the_screen(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    view = journal("progress", "--json").json
    assert {"day", "goal", "weeks", "retention", "forecast", "streak", "topics", "held", "cured"} <= set(view)
    (first,) = view["weeks"]
    assert (first["number"], first["starts"], first["words"], first["reviews"]) == (1, "2024-07-07", 37, 0)
    assert view["retention"] is None
    assert len(view["topics"]) >= 8


def test_progress_reads_as_lines(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("progress")
    assert told.status == 0
    assert any("37/800" in line for line in told.lines)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_terminal_the_journal_prints_today(
    language: str, journal: Journal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    journal("import", str(week))
    told = journal()
    assert told.status == 0
    assert told.lines[0].startswith("Today  " if language == "en" else "今天  ")
    assert "0 / 800 字" in told.out
    assert "LSTM" in told.out
    assert ("weeks ago you wrote: " if language == "en" else "周前你写道：") in told.lines[-1]


def test_the_doctor_finds_a_broken_file(journal: Journal, home: Path) -> None:
    assert journal("doctor").status == 0
    (home / "concepts").mkdir(parents=True, exist_ok=True)
    (home / "concepts" / "mine.py").write_text("def demo(:\n", encoding="utf-8")
    told = journal("doctor", "--json")
    assert told.status == 1
    assert [check["name"] for check in told.json if check["state"] == "broken"] == ["mine"]
