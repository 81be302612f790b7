"""progress, doctor, and `journal` alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.desk.panels import NAMES
from tests.commands.conftest import Journal


def test_progress_as_json_holds_every_panel_and_today(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    view = journal("progress", "--json").json
    assert tuple(view["panels"]) == NAMES
    assert {"due": 0, "streak": 0, "words": 0, "goal": 800}.items() <= view["today"].items()
    (first,) = view["panels"]["weeks"]["figures"]["weeks"]
    assert (first["starts"], first["words"], first["reviews"]) == ("2024-07-07", 37, 0)
    assert view["panels"]["retention"]["says"].startswith("No answers yet")


def test_progress_and_due_count_the_same(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    due, view = journal("due", "--json").json, journal("progress", "--json").json
    assert {name: view["today"][name] for name in ("due", "new", "minutes")} == {
        name: due[name] for name in ("due", "new", "minutes")
    }
    assert due["new"] > 0


def test_progress_reads_as_lines_the_sentence_of_each_panel(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("progress")
    assert told.status == 0
    assert "due · " in told.lines[0]
    assert [line.split()[0] for line in told.lines[2:]] == list(NAMES)
    assert any("0 of 1 week reached 800 字" in line for line in told.lines)


def test_one_panel_is_printed_with_its_figures(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("progress", "weeks")
    assert told.lines[0] == "Words and minutes"
    assert told.lines[-1].split()[:2] == ["2024-07-07", "37"]
    data = journal("progress", "weeks", "--json").json
    assert (data["panel"], data["figures"]["goal"]) == ("weeks", 800)
    assert data["says"] == told.lines[1]


def test_progress_may_be_narrowed_to_a_topic_or_a_search(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    by_topic = journal("progress", "concepts", "--topic", "images", "--json").json
    assert by_topic["about"] == "Convolutional networks"
    assert {topic["id"] for topic in by_topic["figures"]} == {"images"}
    assert journal("progress", "concepts", "--search", "topic:images", "--json").json == by_topic
    found = journal("progress", "concepts", "--search", "LSTM")
    assert found.status == 0
    assert "LSTM" in found.lines[0]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("retenton",), 1, "did you mean 'retention'"),
        (("--topic", "imagse"), 1, "There is no topic 'imagse'"),
        (("--search", "quaternion"), 1, "No concept is called 'quaternion'"),
        (("--topic", "images", "--search", "x"), 2, "does not go with"),
    ],
)
def test_what_there_is_not_is_told_in_one_line(
    journal: Journal, arguments: tuple[str, ...], status: int, says: str
) -> None:
    told = journal("progress", *arguments)
    assert (told.status, told.out) == (status, "")
    assert says in told.err
    assert len(told.err.splitlines()) == 1


def test_figures_are_written_into_the_folder_that_is_named(journal: Journal, week: Path, home: Path) -> None:
    journal("import", str(week))
    folder = home.parent / "out" / "figures"
    told = journal("progress", "concepts", "--figure", str(folder))
    assert told.status == 0
    assert sorted(path.name for path in folder.iterdir()) == ["concepts.png", "concepts.svg"]
    assert told.lines == [f"{folder / 'concepts.png'} written", f"{folder / 'concepts.svg'} written"]
    assert sorted(path.name for path in home.parent.iterdir()) == ["home", "out", "week.md"]
    every = journal("progress", "--figure", str(folder), "--json").json["files"]
    assert {Path(each).stem for each in every} == {"concepts", "due", "weeks"}  # nothing was reviewed yet


def test_a_figure_of_nothing_is_not_written(journal: Journal, home: Path) -> None:
    told = journal("progress", "hours", "--figure", "out")
    assert told.status == 1
    assert told.out.startswith("No answers yet")
    assert not (home.parent / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(journal: Journal, week: Path) -> None:
    journal("import", str(week))
    told = journal("progress", "concepts", "--figure", str(week))
    assert told.status == 1
    assert "cannot be written into" in told.err


def test_figures_are_in_english_where_no_font_has_chinese(
    journal: Journal, week: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from journal.exchange import pictures

    drawn: list[str] = []

    def noting(scene: object, title: str, says: str) -> dict[str, bytes]:
        drawn.append(title)
        return {"svg": b""}

    monkeypatch.setenv("LANG", "zh")
    monkeypatch.setattr(pictures, "chinese_font", lambda: None)
    monkeypatch.setattr(pictures, "pictures", noting)
    journal("import", str(week))
    told = journal("progress", "concepts", "--figure", "out")
    assert drawn == ["Map of concepts"]
    assert "已写入" in told.out


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
