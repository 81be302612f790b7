"""The diagnostic log: private, bounded, and without a text of the user."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from journal.core import diagnostics
from journal.core.diagnostics.file import KEPT, LARGEST
from journal.core.messages import UserError

SECRET = "今晚就学的秘密"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder that the log is kept in."""
    diagnostics.keep_in(tmp_path / "cache")
    yield tmp_path / "cache"
    diagnostics.keep_in(None)


def written() -> str:
    file = diagnostics.path()
    assert file is not None
    return file.read_text(encoding="utf-8")


def test_an_event_is_one_line_with_its_facts(folder: Path) -> None:
    assert not folder.exists()
    diagnostics.note("start", version="0.1.0", columns=80)
    (line,) = written().splitlines()
    assert line.endswith(f"{os.getpid()} INFO start version=0.1.0 columns=80")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are others there")
def test_it_is_private_whatever_the_umask(folder: Path) -> None:
    before = os.umask(0)
    try:
        for _ in range(3):
            diagnostics.note("start", more="x" * LARGEST)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}


def test_it_never_takes_more_than_its_share(folder: Path) -> None:
    for number in range(40):
        diagnostics.note("slow", more="x" * (LARGEST // 8), number=number)
    files = list(folder.iterdir())
    assert len(files) == 1 + KEPT
    assert sum(each.stat().st_size for each in files) <= (1 + KEPT) * (LARGEST + LARGEST // 7)
    assert "number=39" in written()


def raising() -> None:
    secret = SECRET
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"{secret} {secret!r}") from error


def test_an_error_is_told_by_types_and_places_not_by_messages_or_values() -> None:
    with pytest.raises(ValueError, match=SECRET) as raised:
        raising()
    assert diagnostics.note_error("unforeseen", raised.value) == diagnostics.path()
    text = written()
    assert "unforeseen" in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert SECRET not in text
    assert ascii(SECRET)[1:-1] not in text


def in_the_app() -> None:
    from journal.core.days import day_of

    day_of(2024, 13, 1)


def test_a_place_in_the_app_is_named_and_a_file_of_the_user_is_not() -> None:
    with pytest.raises(ValueError, match="month") as raised:
        in_the_app()
    diagnostics.note_error("unforeseen", raised.value)
    assert "journal/core/days.py:" in written()
    assert Path(__file__).name not in written()


def test_an_endless_recursion_is_told_in_short() -> None:
    def deeper(n: int) -> int:
        return deeper(n + 1) + 1

    with pytest.raises(RecursionError) as raised:
        deeper(0)
    diagnostics.note_error("unforeseen", raised.value)
    assert "more" in written()
    assert len(written().splitlines()) < 60


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, SECRET, SECRET), "OSError[ENOSPC]"),
        (UserError("store.busy", path=SECRET), "UserError[store.busy]"),
        (OperationalError(SECRET, {"body": SECRET}, sqlite3.OperationalError(SECRET)), "OperationalError"),
        (ExceptionGroup(SECRET, [ValueError(SECRET), TypeError(SECRET)]), "TypeError"),
        (UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET), "UnicodeDecodeError"),
    ],
)
def test_what_an_error_holds_of_the_user_stays_out(error: Exception, told: str) -> None:
    diagnostics.note_error("unforeseen", error)
    assert told in written()
    assert SECRET not in written()


def test_suppressed_errors_are_noted() -> None:
    with diagnostics.noted("prepare", UserError):
        raise UserError("review.no_card")
    assert "UserError[review.no_card]" in written()
    with pytest.raises(ValueError, match="x"), diagnostics.noted("prepare", UserError):
        raise ValueError("x")


@pytest.mark.parametrize("folder", [None, Path("/dev/null/cache"), Path("/nonexistent\0")])
def test_a_log_that_cannot_be_written_stops_nobody(folder: Path | None, capfd: pytest.CaptureFixture[str]) -> None:
    diagnostics.keep_in(folder)
    diagnostics.note("start")
    assert diagnostics.note_error("unforeseen", ValueError()) is None
    assert capfd.readouterr() == ("", "")
