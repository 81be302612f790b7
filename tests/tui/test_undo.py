"""Undo on the screens: one key takes back what was done last, in any run; in a text it is the text's own."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.tui.conftest import Opening
from tests.tui.library import LOG


async def test_one_key_takes_back_what_was_done_and_says_what(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("f9")
        await user.types("一个想法")
        await user.press("enter", "u")
        assert user.messages[-1] == "Took back: parked “一个想法”."
        await user.press("ctrl+y")
        assert user.messages[-1] == "Done again: parked “一个想法”."
        await user.press("ctrl+z", "u")
        assert user.messages[-1] == "Took back: imported week.md."
        assert user.bodies == []
        await user.press("u")
        assert user.messages[-1] == "There is nothing to take back."


async def test_s9_a_week_that_was_deleted_in_an_earlier_run_is_back_byte_for_byte(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("w", "f2", "x")
        assert user.bodies == []
    async with opened() as user:
        await user.press("u")
        assert user.bodies == [LOG]
        await user.press("w")
        assert user.app.screen.query_one(TextArea).text == LOG


async def test_in_the_editor_the_key_is_the_editors_own(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("u")
        await user.press("ctrl+z", "ctrl+s")
        assert user.bodies == [LOG]
        assert not any("Took back" in message for message in user.messages)


async def test_what_was_written_is_taken_back_from_another_screen_and_the_editor_shows_it(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("又写了一句。")
        await user.press("escape", "u")
        assert user.messages[-1].startswith("Took back: wrote in 第一周周记")
        assert user.bodies == [LOG]
        await user.press("w")
        assert user.app.screen.query_one(TextArea).text == LOG
