"""Files of formats that are not read: each is called by its name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from journal.core.messages import UserError
from journal.exchange.formats import read_path


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("word/document.xml", "Word"),
        ("collection.anki2", "Anki"),
        ("content.xml", "OpenDocument"),
        ("META-INF/container.xml", "EPUB"),
        ("photos/a.jpg", "zip"),
    ],
)
def test_a_zip_that_is_no_journal_is_called_by_its_name(part: str, found: str, tmp_path: Path) -> None:
    path = tmp_path / "file.bin"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(part, "x")

    with pytest.raises(UserError, match=f"is {found}.*, which is not read here"):
        read_path(path)


@pytest.mark.parametrize(
    ("data", "found"), [(b"%PDF-1.7", "PDF"), (b"SQLite format 3\x00", "SQLite"), (b"\x1f\x8b", "gzip")]
)
def test_a_file_of_bytes_is_called_by_its_name(data: bytes, found: str, tmp_path: Path) -> None:
    path = tmp_path / "2024-07-09.md"
    path.write_bytes(data)

    with pytest.raises(UserError, match=f"is {found}, which is not read here"):
        read_path(path)
