"""Folders of Markdown notes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import read_path
from journal.exchange.import_batch import ImportedLog

DAY = date(2024, 7, 9)


def write(folder: Path, name: str, text: str) -> Path:
    """A note of this name in the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("2024-07-09.md", "学了CNN。\r\n%%注%% ==池化=="),
        ("日记 2024-07-09 周二.md", "学了CNN。"),
        ("2024_07_09.md", "- 学了CNN\n- TODO BN\n  type:: 学习"),
        ("20240709.txt", "学了CNN。"),
        ("随便.md", "---\ndate: 2024-07-09\n---\n学了CNN。"),
        ("随便.md", "---\ndate: 2024-07-09T21:30:00\n---\n学了CNN。"),
        ("随便.md", '---\ncreated: "2024-7-9"\n---\n学了CNN。'),
        ("2024-01-01.md", "---\njournal: 日记\njournal-date: 2024-07-09\n---\n学了CNN。"),
    ],
)
def test_a_daily_note_takes_its_day_from_frontmatter_or_name(name: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, name, text)
    (entry,) = read_path(tmp_path).entries
    assert entry.day == DAY
    assert entry.text == (text.split("---\n")[-1] if text.startswith("---") else text)


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        ("[学习, deep-learning]", ("学习", "deep-learning")),
        ("学习, CNN", ("学习", "CNN")),
        ("'#学习'", ("学习",)),
        ("", ()),
    ],
)
def test_tags_of_frontmatter_are_a_list_or_one_text(tags: str, found: tuple[str, ...], tmp_path: Path) -> None:
    write(tmp_path, "2024-07-09.md", f"---\ntags: {tags}\n---\n学了CNN。")
    (entry,) = read_path(tmp_path).entries
    assert entry.tags == found


@pytest.mark.parametrize(
    ("name", "text", "log"),
    [
        (
            "2024-W28.md",
            "学了CNN。",
            ImportedLog(None, date(2024, 7, 8), date(2024, 7, 14), "2024-W28", "学了CNN。"),
        ),
        (
            "周.md",
            "---\njournal-start-date: 2024-07-07\njournal-end-date: 2024-07-14\njournal-index: 3\n---\n学了CNN。",
            ImportedLog(3, date(2024, 7, 7), date(2024, 7, 14), "周", "学了CNN。"),
        ),
        (
            "周.md",
            "---\ntags: [学习]\n---\n# 第一周周记 2024.07.07 ~ 2024.07.14\n学了CNN。",
            ImportedLog(
                1,
                date(2024, 7, 7),
                date(2024, 7, 14),
                "第一周周记 2024.07.07 ~ 2024.07.14",
                "# 第一周周记 2024.07.07 ~ 2024.07.14\n学了CNN。",
            ),
        ),
    ],
)
def test_a_weekly_note_covers_the_days_of_frontmatter_heading_or_name(
    name: str, text: str, log: ImportedLog, tmp_path: Path
) -> None:
    write(tmp_path, name, text)
    assert read_path(tmp_path).logs == (log,)


def test_a_note_without_a_day_or_without_text_is_named_and_left(tmp_path: Path) -> None:
    write(tmp_path, "CNN.md", "---\naliases: [卷积]\n---\n卷积神经网络")
    write(tmp_path, "2024-07-09.md", "---\ntags: [x]\n---\n")
    batch = read_path(tmp_path)
    assert (batch.logs, batch.entries) == ((), ())
    assert [Path(note.location).name for note in batch.skipped] == ["2024-07-09.md", "CNN.md"]


def test_folders_of_settings_and_templates_are_passed_over(tmp_path: Path) -> None:
    for name in (
        ".obsidian/2024-07-01.md",
        ".trash/2024-07-02.md",
        "Templates/2024-07-03.md",
        "logseq/bak/2024_07_04.md",
    ):
        write(tmp_path, name, "---\n{{broken: [\n---\n")
    write(tmp_path, "journals/2024_07_09.md", "- 学了CNN")
    batch = read_path(tmp_path)
    assert [entry.day for entry in batch.entries] == [DAY]
    assert batch.skipped == ()


def test_frontmatter_that_cannot_be_read_names_the_note_and_the_line(tmp_path: Path) -> None:
    write(tmp_path, "2024-07-08.md", "学了CNN。")
    write(tmp_path, "2024-07-09.md", "---\ntags: [学习]\ntitle: 'x\n---\n学了BN。")
    with pytest.raises(UserError, match=r"2024-07-09\.md, line 4: "):
        read_path(tmp_path, strict=True)
    batch = read_path(tmp_path)
    assert [entry.day.day for entry in batch.entries] == [8]
    assert [(note.location, note.damaged) for note in batch.skipped] == [(f"{tmp_path}/2024-07-09.md", True)]


@pytest.mark.parametrize(
    "text", ["---\ndate: 2024-02-30\n---\n好。", "---\nstart: 2024-07-14\nend: 2024-07-07\n---\n好。"]
)
def test_days_that_cannot_be_stop_the_reading(text: str, tmp_path: Path) -> None:
    write(tmp_path, "a.md", text)
    with pytest.raises(UserError, match=r"a\.md"):
        read_path(tmp_path)


def test_a_line_of_dashes_further_down_is_no_frontmatter(tmp_path: Path) -> None:
    text = "学了CNN。\n---\ndate: 2020-01-01\n---\n"
    write(tmp_path, "2024-07-09.md", text)
    assert read_path(tmp_path).entries[0].text == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("87654321.md", "a phone number\n"),
        ("order 20249912.md", "x\n"),
        ("2021-W53.md", "a week that the year does not have\n"),
        ("title.md", "---\ntitle: XX: YY\n---\nx\n"),
        ("template.md", "---\ncreated: {{date}}, {{time}}\n---\nx\n"),
        ("date.md", "---\ndate: 2024-02-30\n---\nx\n"),
        ("alias.md", "---\na: &a [x]\nb: *a\ndate: 2024-07-09\n---\nx\n"),
        ("digits.md", f"---\nweek: {'9' * 5000}\n---\nx\n"),
        ("number.md", f"---\nweek: {'9' * 30}\nstart: 2024-07-07\nend: 2024-07-14\n---\nx\n"),
        ("year.md", "---\ndate: 9999-12-31\n---\nx\n"),
        ("heading.md", "# 第1周 2024.07.14 ~ 2024.02.30\nx\n"),
    ],
)
def test_a_note_that_is_damaged_or_dated_wrongly_keeps_no_other_from_coming_in(
    name: str, text: str, tmp_path: Path
) -> None:
    write(tmp_path, "2024-07-08.md", "good\n")
    write(tmp_path, name, text)
    batch = read_path(tmp_path)
    assert [entry.text for entry in batch.entries] == ["good\n"]
    assert batch.logs == ()
    assert [name in note.message for note in batch.skipped] == [True]


@pytest.mark.parametrize(
    "name",
    [
        "July 9th, 2024",
        "Jul 9, 2024",
        "2024年7月9日",
        "2024-7-9",
        "Tuesday, July 9, 2024",
        "2024.07.09 周二",
        "9 July 2024",
        "13-07-2024",
    ],
)
def test_the_names_of_daily_notes_are_read_in_every_usual_form(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"{name}.md", "学了CNN。")
    assert [entry.day.month for entry in read_path(tmp_path).entries] == [7]


@pytest.mark.parametrize("name", ["2024-W28", "2024W28", "2024年第28周", "2024-w28"])
def test_the_names_of_weekly_notes_are_read_in_every_usual_form(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"{name}.md", "学了CNN。")
    assert [log.starts for log in read_path(tmp_path).logs] == [date(2024, 7, 8)]


def test_a_name_that_can_be_read_in_two_ways_is_named_and_left(tmp_path: Path) -> None:
    write(tmp_path, "09-07-2024.md", "学了CNN。")
    batch = read_path(tmp_path)
    assert (batch.entries, ["two ways" in note.why for note in batch.skipped]) == ((), [True])
