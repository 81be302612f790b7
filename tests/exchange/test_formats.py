"""Which format a file or folder has."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import FORMATS, read_path
from journal.exchange.source import Source

DAY_ONE = '{"metadata": {"version": "1.0"}, "entries": []}'


@pytest.mark.parametrize(
    ("name", "text", "format_name"),
    [
        ("a.md", "# 第一周周记 2024.07.07 ~ 2024.07.14\n好。", "weekly"),
        ("2024-07-07.md", "# 第一周周记 2024.07.07 ~ 2024.07.14\n好。", "weekly"),
        ("a.txt", "好。", "weekly"),
        ("2024-07-09.md", "好。", "notes"),
        ("2024-W28.md", "好。", "notes"),
        ("a.md", "---\ndate: 2024-07-09\n---\n好。", "notes"),
        ("a.txt", "[2024-07-09 09:00] 好。", "jrnl"),
        ("a.txt", "\n[2024-07-09] 好。", "jrnl"),
        ("a.txt", "[卷积神经网络的笔记] 好。", "weekly"),
        ("a.json", DAY_ONE, "dayone"),
        ("a.json", '{"tags": {}, "entries": [{"title": "好", "body": "", "date": "2024-07-09"}]}', "jrnl-json"),
        ("a.json", '{"format": "journal", "version": 1, "tables": {}}', "journal"),
        ("a.doentry", "<plist/>", "dayone-classic"),
        ("vault/2024-07-09.md", "好。", "notes"),
        ("vault/journals/2024_07_09.md", "- 好。", "notes"),
        ("vault/2024/07/09.txt", "好。", "jrnl-folder"),
        ("vault/entries/A.doentry", "<plist/>", "dayone-classic"),
    ],
)
def test_a_format_is_told_by_name_and_content(name: str, text: str, format_name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    source = Source(tmp_path / Path(name).parts[0])
    assert next(each.name for each in FORMATS if each.fits(source)) == format_name


@pytest.mark.parametrize("text", ['{"notes": []}', "[1, 2]", '"text"'])
def test_json_of_no_known_format_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="is not recognised"):
        read_path(path)


def test_what_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_path(tmp_path / "nothing.md")
