"""Journals of Day One."""

from __future__ import annotations

import json
import plistlib
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import read_path
from journal.exchange.formats.dayone import plain, written
from journal.exchange.import_batch import ImportBatch, ImportedLog

ENTRY = {
    "uuid": "0F1E2D3C4B5A69788796A5B4C3D2E1F0",
    "creationDate": "2024-07-09T20:30:00Z",
    "timeZone": "Asia/Shanghai",
    "text": "学了CNN\\.\n\n![](dayone-moment://AB12)\n`a\\.b`",
    "tags": ["学习", "deep learning"],
    "photos": [{"identifier": "AB12", "md5": "9e107d", "type": "jpeg", "orderInEntry": 0}],
    "starred": True,
    "unknownKey": {"x": 1},
}


def read(folder: Path, *entries: dict[str, Any]) -> ImportBatch:
    """What a JSON file with these entries holds."""
    path = folder / "Journal.json"
    path.write_text(json.dumps({"metadata": {"version": "1.0"}, "entries": entries}), encoding="utf-8")
    return read_path(path)


def test_the_day_is_that_of_the_time_zone_it_was_written_in(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, ENTRY).entries
    assert (entry.day, entry.time) == (date(2024, 7, 10), time(4, 30))
    assert entry.key == ENTRY["uuid"]


def test_the_text_loses_its_backslashes_outside_of_code_and_finds_its_pictures(tmp_path: Path) -> None:
    batch = read(tmp_path, ENTRY)
    assert batch.entries[0].text == "学了CNN.\n\n![](photos/9e107d.jpeg)\n`a\\.b`"
    assert [note.why for note in batch.flagged] == [
        "1 picture or recording stays where it is: only the text is imported"
    ]


def test_its_tags_stand_in_the_line_of_its_date(tmp_path: Path) -> None:
    section = read(tmp_path, ENTRY).entries[0].section
    assert section.startswith("## 2024-07-10 04:30 #学习 #deep-learning\n\n学了CNN.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r"1\. 学了 \#CNN \[x\]\(y\)\!", "1. 学了 #CNN [x](y)!"),
        ("```\na\\.b\n```\nc\\.", "```\na\\.b\n```\nc."),
        (r"C:\new \\", r"C:\new \\"),
    ],
)
def test_backslashes_before_marks_go_and_others_stay(text: str, told: str) -> None:
    assert plain(text) == told


def test_rich_text_is_read_where_there_is_no_text(tmp_path: Path) -> None:
    rich = {
        "contents": [
            {"text": "学了CNN\n", "attributes": {"line": {"header": 1}}},
            {"embeddedObjects": [{"type": "photo", "identifier": "AB12"}]},
            {"text": "池化层很有用。"},
        ]
    }
    (entry,) = read(tmp_path, {**ENTRY, "text": "", "richText": json.dumps(rich)}).entries
    assert entry.text == "# 学了CNN\n池化层很有用。"


def test_what_has_no_text_or_no_date_is_named_and_left(tmp_path: Path) -> None:
    batch = read(tmp_path, {"uuid": "A", "creationDate": "2024-07-09T00:00:00Z"}, {"uuid": "B", "text": "学了CNN"})
    assert batch.entries == ()
    assert [(note.location[-2:], note.why[:7]) for note in batch.skipped] == [("#1", "no text"), ("#2", "no date")]


def test_an_unknown_time_zone_is_flagged_and_the_day_is_that_of_utc(tmp_path: Path) -> None:
    batch = read(tmp_path, {**ENTRY, "timeZone": "Moon/Sea", "photos": []})
    assert batch.entries[0].day == date(2024, 7, 9)
    assert "Moon/Sea" in batch.flagged[0].why


def test_a_zip_holds_several_journals(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("学习.json", "Life.json"):
            archive.writestr(name, json.dumps({"metadata": {}, "entries": [{**ENTRY, "uuid": name}]}))
        archive.writestr("photos/9e107d.jpeg", b"\xff\xd8")
    assert {entry.key for entry in read_path(path).entries} == {"学习.json", "Life.json"}


def test_a_zip_whose_second_journal_is_broken_names_it(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("A.json", json.dumps({"metadata": {}, "entries": [ENTRY]}))
        archive.writestr("B.json", '{"entries": [')
    with pytest.raises(UserError, match=r"export\.zip: B\.json, line 1"):
        read_path(path, strict=True)
    batch = read_path(path)
    assert [entry.key for entry in batch.entries] == [ENTRY["uuid"]]
    assert [(note.location, note.damaged) for note in batch.skipped] == [(f"{path}: B.json", True)]


@pytest.mark.parametrize(
    "moment",
    ["2024-02-30T00:00:00Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9999-06-01", "9" * 5000],
)
def test_an_entry_whose_date_does_not_exist_is_named_and_left(moment: str, tmp_path: Path) -> None:
    batch = read(tmp_path, ENTRY, {**ENTRY, "creationDate": moment})
    assert len(batch.entries) == 1
    (note,) = batch.skipped
    assert note.damaged
    assert note.why.startswith(f"{tmp_path}/Journal.json #2: {moment[:4]}")
    with pytest.raises(UserError, match=r"Journal\.json #1: .* Nothing was imported"):
        read(tmp_path, {**ENTRY, "creationDate": moment})


def test_half_a_character_of_two_halves_is_the_replacement_character(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, {**ENTRY, "text": "half \ud83d, whole \ud83d\ude00", "uuid": "\udc00"}).entries
    assert (entry.text, entry.key) == ("half \ufffd, whole \U0001f600", "\ufffd")


def classic(path: Path, **changed: Any) -> None:
    """Writes an entry of Day One Classic."""
    path.parent.mkdir(exist_ok=True)
    values = {
        "Creation Date": datetime(2024, 7, 9, 20, 30),
        "Entry Text": "学了CNN。",
        "Time Zone": "Asia/Shanghai",
        "UUID": path.stem,
        "Tags": ["学习"],
    }
    path.write_bytes(plistlib.dumps({**values, **changed}))


def test_entries_of_day_one_classic_are_read_from_their_folder(tmp_path: Path) -> None:
    classic(tmp_path / "entries" / "A.doentry")
    classic(tmp_path / "entries" / "B.doentry", **{"Entry Text": ""})
    batch = read_path(tmp_path)
    (entry,) = batch.entries
    assert (entry.day, entry.time, entry.key, entry.tags) == (date(2024, 7, 10), time(4, 30), "A", ("学习",))
    assert [Path(note.location).name for note in batch.skipped] == ["B.doentry"]
    assert read_path(tmp_path / "entries" / "A.doentry").entries == (entry,)


@pytest.mark.parametrize(
    "damaged",
    [
        "<plist><dict>",
        '<?xml version="1.0"?><plist version="1.0"><key>a</key></plist>',
        '<?xml version="1.0" encoding="UTF-0"?><plist version="1.0"><dict></dict></plist>',
        "<plist><dict><key>Creation Date</key><date>9999-99-99T00:00:00Z</date></dict></plist>",
        "<plist>" + "<array>" * 10_000,
    ],
)
def test_an_entry_of_day_one_classic_that_is_broken_is_named(damaged: str, tmp_path: Path) -> None:
    classic(tmp_path / "entries" / "A.doentry")
    (tmp_path / "entries" / "B.doentry").write_text(damaged, encoding="utf-8")
    with pytest.raises(UserError, match=r"B\.doentry is damaged, or not what its name says: "):
        read_path(tmp_path, strict=True)
    assert [entry.key for entry in read_path(tmp_path).entries] == ["A"]


def test_logs_are_written_as_a_journal_that_is_read_again(tmp_path: Path) -> None:
    log = ImportedLog(1, date(2024, 7, 7), date(2024, 7, 14), "第一周周记", "学了CNN。")
    path = tmp_path / "Journal.json"
    path.write_text(written([log]), encoding="utf-8")
    (found,) = read_path(path).logs
    assert replace(found, base="") == log
    assert datetime.fromisoformat(json.loads(written([log]))["entries"][0]["creationDate"]).tzinfo == UTC
    assert written([log]) == written([log])
