"""Journals of jrnl."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import read_path
from journal.exchange.formats.jrnl import written
from journal.exchange.import_batch import ImportBatch, ImportedLog

GOLDEN = """[2024-07-09 09:00] 学了CNN。
池化层很有用，见 [1]。

空行也留着。
[1] 池化层：一本书
[卷积] 不是日期，只是一个括号

[2024-07-10 09:00:00 PM] 今天学RNN。 *
梯度消失 @RNN #今晚就学
"""


def read(path: Path, text: str | bytes, format_name: str | None = None) -> ImportBatch:
    """What a file with this content holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_path(path, format_name)


def test_entries_begin_with_a_dated_bracket_and_nothing_else_begins_one(tmp_path: Path) -> None:
    batch = read(tmp_path / "journal.txt", GOLDEN)
    first, second = batch.entries
    assert (first.day, first.time) == (date(2024, 7, 9), time(9))
    assert first.text == (
        "学了CNN。\n池化层很有用，见 [1]。\n\n空行也留着。\n[1] 池化层：一本书\n[卷积] 不是日期，只是一个括号"
    )
    assert (second.day, second.time, second.text) == (
        date(2024, 7, 10),
        time(21),
        "今天学RNN。 *\n梯度消失 @RNN #今晚就学",
    )
    assert batch.skipped == ()


def test_what_has_no_day_or_no_text_is_named_by_its_line(tmp_path: Path) -> None:
    text = "没有日期的话\n[2024-07-09 09:00] \n[09/07/2024 09:00] 哪一天？\n[2024-07-10 09:00] 学了CNN。\n"
    batch = read(tmp_path / "journal.txt", text, "jrnl")
    assert [entry.text for entry in batch.entries] == ["学了CNN。"]
    assert [note.location.rpartition(":")[2] for note in batch.skipped] == ["1", "2", "3"]
    assert "09/07/2024 09:00 can be read in two ways" in batch.skipped[2].why


def test_a_day_that_does_not_exist_is_named_by_its_line_and_left(tmp_path: Path) -> None:
    text = "[2024-07-09 09:00] 好。\n[2024-02-30 09:00] 学了CNN。\n[2024-07-10 09:00] 好。\n"
    batch = read(tmp_path / "journal.txt", text)
    assert [entry.day.day for entry in batch.entries] == [9, 10]
    assert [note.message for note in batch.skipped] == [
        f"{tmp_path}/journal.txt:2: 2024-02-30 09:00 is a day or a time that does not exist."
    ]
    with pytest.raises(UserError, match=r"journal\.txt:2: 2024-02-30 09:00 is a day"):
        read_path(tmp_path / "journal.txt", strict=True)


@pytest.mark.parametrize("data", [b"JRNLv3\x00\x40eyJzYWx0", b"gAAAAABl1234"])
def test_an_encrypted_file_is_refused_with_the_way_to_open_it(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="jrnl --decrypt"):
        read(tmp_path / "journal.txt", data)
    with pytest.raises(UserError, match="jrnl --decrypt"):
        read(tmp_path / "folder/2024/07/09.txt", data)


def test_in_a_folder_the_path_gives_the_day(tmp_path: Path) -> None:
    folder = tmp_path / "jrnl"
    read(folder / "2024/07/09.txt", "早上\n[2024-07-08 09:00] 学了CNN。\n\n[2024-07-09 21:00] 学了RNN。\n", "jrnl")
    read(folder / "2024/07/10.txt", "学了BN。\n", "jrnl")
    read(folder / "notes.txt", "随便写的\n", "jrnl")
    batch = read_path(folder)
    assert [(entry.day.day, entry.text) for entry in batch.entries] == [
        (9, "早上"),
        (9, "学了CNN。"),
        (9, "学了RNN。"),
        (10, "学了BN。"),
    ]
    assert [Path(note.location).name for note in batch.skipped] == ["notes.txt"]


def test_json_gives_title_and_body_as_one_text_and_the_uuid_as_key(tmp_path: Path) -> None:
    document = {
        "tags": {"@cnn": 1},
        "entries": [
            {"title": "学了CNN。", "body": "池化层。\n", "date": "2024-07-09", "time": "09:00", "uuid": "A1"},
            {"title": "学了RNN。", "body": "", "date": "2024-07-10", "time": "21:30", "starred": True},
            {"title": "哪天？", "body": ""},
        ],
    }
    batch = read(tmp_path / "jrnl.json", json.dumps(document))
    first, second = batch.entries
    assert (first.text, first.key, first.time) == ("学了CNN。\n池化层。", "A1", time(9))
    assert (second.text, second.day) == ("学了RNN。", date(2024, 7, 10))
    assert [note.location.rpartition("#")[2] for note in batch.skipped] == ["3"]


@pytest.mark.parametrize("text", ['{"entries": [1]}', '{"entries": {}}', "[]"])
def test_json_of_another_shape_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not what its name says"):
        read(tmp_path / "jrnl.json", text, "jrnl-json")


def test_json_that_is_broken_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"jrnl\.json, line 2: "):
        read(tmp_path / "jrnl.json", '{"entries": [\n{"title" 1}]}')


def test_logs_are_written_as_entries_that_are_read_again(tmp_path: Path) -> None:
    logs = [
        ImportedLog(1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记", "学了CNN。\n\n还有BN。\n"),
        ImportedLog(2, date(2024, 7, 14), date(2024, 7, 21), "第二周周记", "学了RNN。"),
    ]
    batch = read(tmp_path / "journal.txt", written(logs))
    assert [replace(log, base="") for log in batch.logs] == logs
