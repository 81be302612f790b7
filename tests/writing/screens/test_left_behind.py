"""What an earlier run left behind is said at the next start, and one key takes it in or goes back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import TextArea

from journal.core.messages import UserError
from journal.core.settings import Settings
from journal.opening.journal import Journal
from journal.weeks.weeks import open_week, save
from journal.writing.drafts import write_draft
from journal.writing.interrupted import begin
from tests.support.app import NearRunner, Opening, User
from tests.support.library import LOG

Broken = Callable[[str], None]


@pytest.fixture
def broken_off(settings: Settings, open_desk: Callable[[Settings, NearRunner], Journal]) -> Broken:
    """Someone wrote on in this week until the app was killed."""

    def write(words: str) -> None:
        journal = open_desk(settings, NearRunner())
        week = open_week(journal, None)
        if week.id is not None:
            begin(journal, week)
        saved = save(journal, week, week.body + words)
        if week.id is None:
            begin(journal, replace(saved, body=""))
        journal.close()

    return write


@pytest.fixture
def drafted(settings: Settings, open_desk: Callable[[Settings, NearRunner], Journal]) -> Broken:
    """The words were added to this week's text in an external editor, or could not be saved."""

    def write(words: str) -> None:
        journal = open_desk(settings, NearRunner())
        week = open_week(journal, None)
        write_draft(journal, "editing", week, week.body + words)
        journal.close()

    return write


def files(settings: Settings) -> list[str]:
    return [path.name for path in settings.home.glob("*.md")]


def text(user: User) -> str:
    return user.app.screen.query_one(TextArea).text


async def test_s8_a_sitting_that_was_broken_off_is_told_and_its_text_is_there(
    opened: Opening, with_log: None, broken_off: Broken
) -> None:
    broken_off("今晚学了注意力。")
    async with opened() as user:
        assert user.messages[0].startswith("第一周周记")
        assert "95 字 are here as of 07.10 20:30" in user.messages[0]
        await user.press("w")
        assert user.sees("The last editing session was interrupted; the text as of 07.10 20:30 is here.")
        assert text(user) == f"{LOG}今晚学了注意力。"


async def test_one_key_goes_back_to_the_text_before_it_and_the_later_one_is_a_version(
    opened: Opening, with_log: None, broken_off: Broken
) -> None:
    from journal.history.versions import history

    broken_off("今晚学了注意力。")
    async with opened() as user:
        await user.press("w", "ctrl+r")
        assert text(user) == LOG
        assert user.bodies == [LOG]
        assert f"{LOG}今晚学了注意力。" in [row.body for row in history(user.journal, 1)]
        assert not user.sees("interrupted; the text")
        await user.press("ctrl+r")
        assert user.bodies == [LOG]


async def test_who_types_on_is_asked_no_more(opened: Opening, with_log: None, broken_off: Broken) -> None:
    broken_off("今晚学了注意力。")
    async with opened() as user:
        await user.press("w")
        await user.types("又")
        assert not user.sees("interrupted")
    async with opened() as user:
        assert user.messages == []


async def test_a_week_that_was_begun_when_the_app_was_killed_is_told_and_there_is_nothing_to_go_back_to(
    opened: Opening, broken_off: Broken
) -> None:
    broken_off("今天学了卷积。")
    async with opened() as user:
        assert "7 字 are here" in user.messages[0]
        await user.press("w")
        assert text(user) == "今天学了卷积。"
        assert not user.sees("interrupted")


async def test_an_ordinary_end_leaves_nothing_to_tell(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("今天学了卷积")
        await user.pilot.press("ctrl+q")
    async with opened() as user:
        assert user.messages == []


async def test_a_text_that_was_left_in_an_editor_is_taken_in_with_one_key_and_its_file_goes(
    opened: Opening, with_log: None, drafted: Broken, settings: Settings
) -> None:
    drafted("编辑器里写的。")
    async with opened() as user:
        assert user.messages == ["A text that was not saved is here: 94 字, 07.10 20:30."]
        assert user.bodies == [LOG]
        await user.press("w")
        assert user.sees("^r restores it")
        await user.press("ctrl+r")
        assert text(user) == f"{LOG}编辑器里写的。"
        assert user.bodies == [f"{LOG}编辑器里写的。"]
        assert not user.sees("^r restores it")
    assert files(settings) == []


async def test_where_the_week_was_changed_meanwhile_both_texts_are_kept(
    opened: Opening, with_log: None, drafted: Broken, broken_off: Broken
) -> None:
    drafted("编辑器里写的。")
    broken_off("后来写的。")
    async with opened() as user:
        await user.press("w", "ctrl+r")
        assert user.bodies == [f"{LOG}后来写的。\n\n{LOG}编辑器里写的。"]


async def test_what_is_being_typed_is_saved_before_a_draft_is_taken_in(
    opened: Opening, with_log: None, drafted: Broken
) -> None:
    drafted("编辑器里写的。")
    async with opened() as user:
        await user.press("w")
        await user.types("正在写。")
        await user.press("ctrl+r")
        assert user.bodies == [f"{LOG}正在写。\n\n{LOG}编辑器里写的。"]
        assert text(user) == user.bodies[0]


async def test_a_file_that_says_nothing_new_is_taken_away(
    opened: Opening, with_log: None, drafted: Broken, settings: Settings
) -> None:
    drafted("")
    async with opened() as user:
        assert user.messages == []
    assert files(settings) == []


async def test_the_file_stays_until_the_journal_has_taken_its_text(
    opened: Opening, with_log: None, drafted: Broken, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted("编辑器里写的。")

    def refuse(*_: object) -> None:
        raise UserError("store.busy", path=settings.database)

    async with opened() as user:
        await user.press("w")
        monkeypatch.setattr("journal.writing.drafts.save", refuse)
        await user.press("ctrl+r")
        assert "is in use by another program" in user.messages[-1]
        assert user.sees("^r restores it")
    assert len(files(settings)) == 1


async def test_a_text_that_could_not_be_saved_at_the_end_is_offered_at_the_next_start(
    opened: Opening, with_log: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise UserError("store.busy", path=settings.database)

    with monkeypatch.context() as patch:
        patch.setattr("journal.weeks.weeks.save", refuse)
        async with opened() as user:
            await user.press("w")
            await user.types("没存下的一句。")
            await user.pilot.press("ctrl+q")
    async with opened() as user:
        await user.press("w", "ctrl+r")
        assert user.bodies == [f"{LOG}没存下的一句。"]
    assert files(settings) == []


KILLER = """
import os, signal, sys
from pathlib import Path
Path(sys.argv[1]).write_text("编辑器里写的。", encoding="utf-8")
os.kill(os.getppid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal here")
def test_s8_what_was_written_in_an_editor_outlives_the_command_that_opened_it(tmp_path: Path) -> None:
    """`journal edit` is killed while the editor is open; `journal recover` takes the text in."""
    killer = tmp_path / "killer.py"
    killer.write_text(KILLER, encoding="utf-8")
    environ = {**os.environ, "JOURNAL_HOME": str(tmp_path / "home"), "LANG": "C.UTF-8", "VISUAL": ""}
    environ["EDITOR"] = f"{sys.executable} {killer}"

    def journal(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "journal", *arguments]
        return subprocess.run(command, env=environ, capture_output=True, encoding="utf-8", check=False, timeout=120)

    journal("add", "今天学了卷积")
    assert journal("edit", "1").returncode < 0
    assert journal("show", "1").stdout == "今天学了卷积"
    recovered = journal("recover")
    assert recovered.returncode == 0, recovered.stderr
    assert journal("show", "1").stdout == "编辑器里写的。"
    assert journal("recover").returncode == 1
    assert list((tmp_path / "home").glob("*.md")) == []
