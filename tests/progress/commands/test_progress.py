"""progress, doctor, and `journal` alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.progress.panels import NAMES
from tests.support.commands import RunJournal


def test_progress_as_json_holds_every_panel_and_today(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    view = run_journal("progress", "--json").json
    assert tuple(view["panels"]) == NAMES
    assert {"due": 0, "streak": 0, "words": 0, "goal": 800}.items() <= view["today"].items()
    (first,) = view["panels"]["weeks"]["figures"]["weeks"]
    assert (first["starts"], first["words"], first["reviews"]) == ("2024-07-07", 37, 0)
    assert view["panels"]["retention"]["says"].startswith("No answers yet")


def test_progress_and_due_count_the_same(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    due, view = run_journal("due", "--json").json, run_journal("progress", "--json").json
    assert {name: view["today"][name] for name in ("due", "new", "minutes")} == {
        name: due[name] for name in ("due", "new", "minutes")
    }
    assert due["new"] > 0


def test_progress_reads_as_lines_the_sentence_of_each_panel(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("progress")
    assert result.status == 0
    assert "due · " in result.lines[0]
    assert [line.split()[0] for line in result.lines[2:]] == list(NAMES)
    assert any("0 of 1 week reached 800 字" in line for line in result.lines)


def test_one_panel_is_printed_with_its_figures(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("progress", "weeks")
    assert result.lines[0] == "Words and minutes"
    assert result.lines[-1].split()[:2] == ["2024-07-07", "37"]
    data = run_journal("progress", "weeks", "--json").json
    assert (data["panel"], data["figures"]["goal"]) == ("weeks", 800)
    assert data["says"] == result.lines[1]


def test_progress_may_be_narrowed_to_a_topic_or_a_search(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    by_topic = run_journal("progress", "concepts", "--topic", "images", "--json").json
    assert by_topic["about"] == "Convolutional networks"
    assert {topic["id"] for topic in by_topic["figures"]} == {"images"}
    assert run_journal("progress", "concepts", "--search", "topic:images", "--json").json == by_topic
    found = run_journal("progress", "concepts", "--search", "LSTM")
    assert found.status == 0
    assert "LSTM" in found.lines[0]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("retenton",), 1, "did you mean 'retention'"),
        (("--topic", "imagse"), 1, "There is no topic 'imagse'"),
        (("--search", "quaternion"), 1, "No concept matches 'quaternion'"),
        (("--topic", "images", "--search", "x"), 2, "cannot be combined with"),
    ],
)
def test_what_there_is_not_is_told_in_one_line(
    run_journal: RunJournal, arguments: tuple[str, ...], status: int, says: str
) -> None:
    result = run_journal("progress", *arguments)
    assert (result.status, result.out) == (status, "")
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_figures_are_written_into_the_folder_that_is_named(run_journal: RunJournal, week: Path, home: Path) -> None:
    run_journal("import", str(week))
    folder = home.parent / "out" / "figures"
    result = run_journal("progress", "concepts", "--figure", str(folder))
    assert result.status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["concepts.png", "concepts.svg"]
    assert result.lines == [f"{folder / 'concepts.png'} written", f"{folder / 'concepts.svg'} written"]
    assert sorted(path.name for path in home.parent.iterdir()) == ["home", "out", "week.md"]
    every = run_journal("progress", "--figure", str(folder), "--json").json["files"]
    assert {Path(each).stem for each in every} == {
        "added",
        "concepts",
        "counts",
        "due",
        "weeks",
        "workload",
    }  # nothing was reviewed yet


def test_a_figure_of_nothing_is_not_written(run_journal: RunJournal, home: Path) -> None:
    result = run_journal("progress", "hours", "--figure", "out")
    assert result.status == 1
    assert result.out.startswith("No answers yet")
    assert not (home.parent / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(run_journal: RunJournal, week: Path) -> None:
    run_journal("import", str(week))
    result = run_journal("progress", "concepts", "--figure", str(week))
    assert result.status == 1
    assert "cannot be written into" in result.err


def test_figures_are_in_english_where_no_font_has_chinese(
    run_journal: RunJournal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal.progress import pictures

    drawn: list[str] = []

    def noting(scene: object, title: str, says: str) -> dict[str, bytes]:
        drawn.append(title)
        return {"svg": b""}

    monkeypatch.setenv("LANG", "zh")
    monkeypatch.setattr(pictures, "chinese_font", lambda: None)
    monkeypatch.setattr(pictures, "pictures", noting)
    run_journal("import", str(week))
    result = run_journal("progress", "concepts", "--figure", "out")
    assert drawn == ["Map of concepts"]
    assert "已写入" in result.out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_a_terminal_the_journal_prints_today(
    language: str, run_journal: RunJournal, week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", language)
    run_journal("import", str(week))
    result = run_journal()
    assert result.status == 0
    assert result.lines[0].startswith("Today  " if language == "en" else "今天  ")
    assert "0 / 800 字" in result.out
    assert "LSTM" in result.out
    assert ("weeks ago you wrote: " if language == "en" else "周前你写道：") in result.lines[-1]


def test_the_doctor_finds_a_broken_file(run_journal: RunJournal, home: Path) -> None:
    assert run_journal("doctor").status == 0
    (home / "concepts").mkdir(parents=True, exist_ok=True)
    (home / "concepts" / "mine.py").write_text("def demo(:\n", encoding="utf-8")
    result = run_journal("doctor", "--json")
    assert result.status == 1
    assert [check["name"] for check in result.json if check["state"] == "broken"] == ["mine"]
