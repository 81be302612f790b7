"""Formats that are not read: a file of one is called by its name, so that the error says what it is."""

from __future__ import annotations

import zipfile

from journal.exchange.source import Source

_BEGINNINGS = (
    (b"%PDF-", "PDF"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "RAR"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\xd0\xcf\x11\xe0", "Word 97"),
    (b"{\\rtf", "RTF"),
)
_PARTS = (
    ("word/document.xml", "Word (.docx)"),
    ("xl/workbook.xml", "Excel (.xlsx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("collection.anki2", "Anki (.apkg)"),
    ("collection.anki21", "Anki (.apkg)"),
    ("collection.anki21b", "Anki (.apkg)"),
    ("META-INF/container.xml", "EPUB"),
    ("content.xml", "OpenDocument"),
)


def name_of(source: Source) -> str | None:
    """What a file is that no format here reads; None for a folder, for text, and for what is not known."""
    if source.is_folder:
        return None
    if name := next((name for beginning, name in _BEGINNINGS if source.data.startswith(beginning)), None):
        return name
    if not zipfile.is_zipfile(source.path):
        return None
    with zipfile.ZipFile(source.path) as archive:
        parts = set(archive.namelist())
    return next((name for part, name in _PARTS if part in parts), "zip")
