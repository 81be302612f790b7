"""The mirrored folder of the settings, brought into step when the app starts and when it ends."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.app import Opening
from tests.support.terminal import terminal

NOTE = "# 第1周 2024.07.08 ~ 2024.07.14\n\n在别的编辑器里写的CNN。\n"


@pytest.fixture
def home(indexed_home: Path) -> Path:
    return indexed_home


def bodies(home: Path) -> list[str]:
    """The logs in the database, the earliest first."""
    with closing(sqlite3.connect(home / "journal.db", timeout=30)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM week ORDER BY starts")]


async def test_a_text_that_was_typed_is_in_the_folder_when_the_app_has_ended(opened: Opening, tmp_path: Path) -> None:
    async with opened(mirror=str(tmp_path / "vault")) as user:
        await user.press("w")
        await user.types("学了池化")
        await user.press("escape")
    (note,) = (tmp_path / "vault").glob("*.md")
    assert note.read_text(encoding="utf-8").endswith("学了池化")
    assert user.app.farewell == ""


async def test_without_the_setting_no_folder_is_made(opened: Opening, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*.md"))
    async with opened() as user:
        await user.press("w")
        await user.types("学了池化")
    assert sorted(tmp_path.rglob("*.md")) == before


async def test_a_folder_that_cannot_be_used_is_told_in_the_last_line(opened: Opening, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    async with opened(mirror=str(tmp_path / "file")) as user:
        await user.press("w")
        await user.types("学了池化")
        await user.press("escape")
        assert user.bodies == ["学了池化"]
    assert str(tmp_path / "file") in user.app.farewell


async def test_while_the_app_runs_notes_come_in_and_what_is_typed_goes_out(
    opened: Opening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journal.app.mirroring.EVERY", 0.02)
    vault = tmp_path / "vault"
    async with opened(mirror=str(vault)) as user:
        await user.press("w")
        await user.types("学了池化")
        await user.until(lambda: any("学了池化" in path.read_text("utf-8") for path in vault.glob("*.md")))
        (note,) = vault.glob("*.md")
        note.write_text(note.read_text("utf-8") + "，别处又学了卷积。\n", "utf-8")
        await user.until(lambda: user.sees("别处又学了卷积"))
        assert user.bodies == ["学了池化，别处又学了卷积。\n"]
        assert not user.messages


def test_in_a_terminal_a_note_of_another_editor_comes_in_and_what_is_typed_goes_out(home: Path) -> None:
    (home / "settings.toml").write_text('mirror = "vault"\nmirror_names = "days"\n', encoding="utf-8")
    (home / "vault").mkdir()
    (home / "vault" / "week.md").write_text(NOTE, encoding="utf-8")
    with terminal(home) as app:
        app.until("Today")
        app.until("w write")
        app.send("w")
        app.until("What did you learn this week?")
        app.send("typed here")
        app.until("saved")
        app.send("\x11")
        assert app.ended() == 0
    assert [body.strip() for body in bodies(home)] == [NOTE.strip(), "typed here"]
    texts = [path.read_text(encoding="utf-8") for path in (home / "vault").glob("*.md")]
    assert sorted("typed here" in text for text in texts) == [False, True]
