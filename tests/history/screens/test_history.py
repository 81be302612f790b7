"""Earlier versions of a week, on the screen: seen, compared, brought back into the editor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.core.languages import Language
from journal.history.versions import history
from tests.support.app import Clock, Importing, Opening, User
from tests.support.library import HEADING, LOG

LATER = f"{HEADING}\n\n这周先看了RNN。\n"


@pytest.fixture
def with_history(imported: Importing, clock: Clock) -> None:
    """A week that said LOG, and an hour later something shorter."""
    imported(LOG)
    clock.now += timedelta(hours=1)
    imported(LATER)


def texts(user: User) -> list[str]:
    return [row.body for row in history(user.journal, 1)]


@pytest.mark.parametrize(("language", "now"), [("en", "now"), ("zh", "当前")])
async def test_the_versions_are_listed_and_compared_with_the_present_text(
    opened: Opening, with_history: None, language: Language, now: str
) -> None:
    async with opened(language=language) as user:
        await user.press("w", "f2", "h")
        assert any("2024-07-10 21:30" in line and now in line for line in user.lines)
        assert user.sees("2024-07-10 20:30")
        assert user.sees("这周先看了RNN。")
        assert user.sees("卷积核一格一格地滑过去")


async def test_enter_brings_a_version_back_into_the_editor_and_keeps_what_stood_there(
    opened: Opening, with_history: None
) -> None:
    async with opened() as user:
        await user.press("w", "f2", "h", "enter")
        await user.until(lambda: user.screen_name == "write" and user.sees("池化把图缩小"))
        assert user.bodies == [LOG]
        assert texts(user) == [LOG, LATER, LOG]
        await user.types("又")
        await user.press("ctrl+s")
        assert user.bodies == [LOG + "又"]


async def test_enter_on_the_present_text_and_escape_change_nothing(opened: Opening, with_history: None) -> None:
    async with opened() as user:
        for keys in (("up", "enter"), ("escape",)):
            await user.press("w", "f2", "h", *keys)
            assert user.sees("Which week?")
            await user.press("escape")
            assert user.screen_name == "write"
            await user.press("escape")
        assert texts(user) == [LOG, LATER]


async def test_closing_the_app_keeps_what_was_written(opened: Opening, with_history: None) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("又写了一句。")
        journal = user.journal
    from journal.db.database import open_store
    from journal.db.versions import of_week

    store = open_store(journal.settings.database)
    with store.read() as session:
        kept = [version.body for version in of_week(session, 1)]
    store.close()
    assert kept == [LOG, LATER, LATER + "又写了一句。"]


async def test_a_week_is_deleted_by_one_key_and_brought_back_by_another(opened: Opening, with_history: None) -> None:
    async with opened() as user:
        await user.press("w", "f2", "x")
        assert user.bodies == []
        assert "bin" in user.messages[-1]
        await user.press("u")
        assert user.bodies == [LATER]
        await user.press("u")
        assert user.messages[-1] == "The bin is empty."
        await user.press("enter")
        assert user.sees("这周先看了RNN。")


async def test_after_the_open_week_was_deleted_the_editor_is_that_of_a_new_one(
    opened: Opening, with_history: None
) -> None:
    async with opened() as user:
        await user.press("w", "f2", "x", "escape")
        assert not user.sees("这周先看了RNN。")
        await user.types("新的一周")
        await user.press("ctrl+s")
        assert user.bodies == ["新的一周"]
