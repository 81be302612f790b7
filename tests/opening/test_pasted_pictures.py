"""Pictures that are pasted into a card: as terminals and browsers give them."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from journal.opening.journal import Journal
from journal.opening.media import may_be_picture, pasted_picture, pictures

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "我的 图 (1).png"
    path.write_bytes(PNG)
    return path


@pytest.mark.parametrize("how", ["{0}", "'{0}'", '"{0}"\n', "{1}", "{2}"])
def test_a_dropped_file_is_stored_however_the_terminal_writes_it(journal: Journal, picture: Path, how: str) -> None:
    escaped = str(picture).replace(" ", "\\ ").replace("(", "\\(").replace(")", "\\)")
    text = how.format(picture, escaped, picture.as_uri())
    assert may_be_picture(text)
    made = pasted_picture(journal, text)
    assert made is not None
    assert made.startswith("![我的 图 (1)](")
    assert [path.read_bytes() for path in pictures(journal, made)] == [PNG]


def test_the_data_of_a_picture_are_stored(journal: Journal) -> None:
    text = f"data:image/png;base64,{b64encode(PNG).decode()}"
    assert may_be_picture(text)
    made = pasted_picture(journal, text)
    assert made is not None
    assert [path.read_bytes() for path in pictures(journal, made)] == [PNG]


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("卷积核", False),
        ("![a](b.png)", False),
        ("one.png\ntwo.png", False),
        ("/nowhere/a.png", True),
        ("see a.png", True),
        ("data:image/png;base64,not base64", True),
        ("data:text/html;base64,PGI+", False),
        ("/etc/passwd", False),
    ],
)
def test_anything_else_stays_text(journal: Journal, text: str, looks: bool) -> None:
    assert may_be_picture(text) == looks
    assert pasted_picture(journal, text) is None
