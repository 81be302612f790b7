"""Undo on the screens: one key undoes what was done last, in any run; in a text it is the text's own."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import TextArea

from journal.followups.followups import park
from journal.followups.listing import open_followups
from tests.support.app import Opening
from tests.support.library import LOG


async def test_one_key_takes_back_what_was_done_and_says_what(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("f9")
        await user.types("一个想法")
        await user.press("enter", "u")
        assert user.messages[-1] == "Undone: parked “一个想法”."
        await user.press("ctrl+y")
        assert user.messages[-1] == "Redone: parked “一个想法”."
        await user.press("u", "u", "y")
        assert user.messages[-1] == "Undone: imported week.md."
        assert user.bodies == []
        await user.press("u")
        assert user.messages[-1] == "Nothing to undo."


async def test_s9_a_week_that_was_deleted_in_an_earlier_run_is_back_byte_for_byte(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("w", "f2", "x")
        assert user.bodies == []
    async with opened() as user:
        await user.press("u")
        assert user.sees("Take back “deleted 第一周周记")
        assert user.bodies == []
        await user.press("y")
        assert user.bodies == [LOG]
        await user.press("w")
        assert user.app.screen.query_one(TextArea).text == LOG


async def test_a_step_of_an_earlier_run_stays_without_a_yes(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        for no in ("escape", "n", "enter"):
            await user.press("u", no)
            assert user.bodies == [LOG]
            assert not user.messages


async def test_a_step_is_not_taken_back_in_place_of_the_one_that_was_named(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("u")
        park(user.journal, "在另一个终端里记的")
        await user.press("y")
        assert user.messages[-1].startswith("Something was done meanwhile")
        assert [each.text for each in open_followups(user.journal)] == ["在另一个终端里记的"]


async def test_ctrl_z_takes_nothing_back_where_nothing_is_typed_but_suspends_the_app(
    opened: Opening, with_log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspended = []
    monkeypatch.setattr(App, "action_suspend_process", lambda app: suspended.append(app.screen.id))
    async with opened() as user:
        await user.press("f9")
        await user.types("一个想法")
        await user.press("ctrl+z")
        assert not suspended
        await user.press("enter", "ctrl+z")
        assert len(suspended) == 1
        assert len(open_followups(user.journal)) == 1


async def test_in_the_editor_the_key_is_the_editors_own(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("u")
        await user.press("ctrl+z", "ctrl+s")
        assert user.bodies == [LOG]
        assert not any("Undone" in message for message in user.messages)


async def test_what_was_written_is_taken_back_from_another_screen_and_the_editor_shows_it(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("又写了一句。")
        await user.press("escape", "u")
        assert user.messages[-1].startswith("Undone: wrote in 第一周周记")
        assert user.bodies == [LOG]
        await user.press("w")
        assert user.app.screen.query_one(TextArea).text == LOG
