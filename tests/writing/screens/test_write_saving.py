"""Write: what is typed is on disk within a second, whatever happens meanwhile, and no text ever overwrites another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Event, Timer

import pytest
from textual.widgets import TextArea

from journal.core.settings import Settings
from journal.opening.journal import Journal
from journal.weeks.weeks import OpenWeek, open_week, save
from journal.writing.screens.saving import SAVE_AFTER
from tests.support.app import NearRunner, Opening, User
from tests.support.library import LOG

Elsewhere = Callable[[str], None]


@pytest.fixture
def elsewhere(settings: Settings, open_desk: Callable[[Settings, NearRunner], Journal]) -> Elsewhere:
    """Another program appends to this week's log."""

    def append(text: str) -> None:
        journal = open_desk(settings, NearRunner())
        week = open_week(journal, None)
        save(journal, week, week.body + text)
        journal.close()

    return append


def editor(user: User) -> TextArea:
    return user.app.screen.query_one(TextArea)


async def test_s8_what_is_typed_is_saved_by_itself_within_a_second(opened: Opening) -> None:
    assert SAVE_AFTER < 1
    async with opened() as user:
        await user.press("w")
        await user.types("今天学了卷积")
        assert not user.sees("saved")
        await user.until(lambda: user.bodies == ["今天学了卷积"])
        await user.until(lambda: user.sees("saved 20:30"))
        assert [card.concept for card in user.cards.values()] == ["convolution"]


async def test_a_long_burst_of_typing_is_saved_before_it_ends(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        typed = 0
        while not user.bodies:
            await user.types("学")
            typed += 1
            assert typed < 2000
        assert set(user.bodies[0]) == {"学"}


@pytest.mark.parametrize("key", ["escape", "f1", "f2", "ctrl+p", "ctrl+s"])
async def test_leaving_the_editor_saves_at_once(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("今天学了卷积")
        await user.press(key)
        assert user.bodies == ["今天学了卷积"]


@pytest.mark.parametrize("keys", [["ctrl+q"], ["escape", "q"]])
async def test_quitting_saves(opened: Opening, keys: list[str]) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("今天学了卷积，")
        await user.pilot.press(*keys)
    async with opened() as user:
        assert user.bodies == ["今天学了卷积，"]


async def test_nothing_is_stored_for_a_week_without_words(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w", "escape", "w", "f2", "escape", "escape")
        assert user.bodies == []


async def test_a_concept_that_is_taken_out_again_takes_its_unasked_questions_along(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("卷积和RNN")
        await user.press("escape")
        assert {card.concept for card in user.cards.values()} == {"convolution", "rnn"}
        await user.press("w", "backspace", "backspace", "backspace", "escape")
        assert {card.concept for card in user.cards.values()} == {"convolution"}


# --- another program ----------------------------------------------------------------------------------------------


async def test_s8_what_another_program_writes_meanwhile_is_kept_and_shown_and_typing_goes_on(
    opened: Opening, with_log: None, elsewhere: Elsewhere
) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("我写的。")
        elsewhere("别处写的。")
        await user.press("ctrl+s")
        both = f"{LOG}别处写的。\n\n{LOG}我写的。"
        assert user.bodies == [both]
        assert len(user.messages) == 1
        assert user.messages[0].startswith("This week was changed elsewhere")
        assert editor(user).text == both
        await user.types("再写一句。")
        await user.press("escape")
        assert user.bodies == [f"{both}再写一句。"]
        assert len(user.messages) == 1


async def test_s8_two_programs_that_begin_the_same_week_both_keep_their_words(
    opened: Opening, elsewhere: Elsewhere
) -> None:
    async with opened() as user:
        await user.press("w")
        elsewhere("别处写的。")
        await user.types("我写的。")
        await user.press("ctrl+s")
        await user.types("再写。")
        await user.press("escape")
        assert user.bodies == ["别处写的。\n\n我写的。再写。"]


async def test_what_another_program_wrote_while_the_screen_was_left_is_there_on_return(
    opened: Opening, with_log: None, elsewhere: Elsewhere
) -> None:
    async with opened() as user:
        await user.press("w", "escape")
        elsewhere("别处写的。")
        await user.press("w")
        assert editor(user).text == f"{LOG}别处写的。"
        assert user.messages == []


async def test_a_journal_that_is_in_use_is_said_so_and_the_text_saved_later(
    opened: Opening, with_log: None, settings: Settings, impatient: None
) -> None:
    async with opened() as user:
        await user.press("w")
        other = sqlite3.connect(settings.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await user.types("新的一句")
        await user.press("escape")
        assert "is in use by another program" in user.messages[0]
        other.execute("ROLLBACK")
        other.close()
        await user.press("w")
        assert editor(user).text == f"{LOG}新的一句"
        await user.press("escape")
        assert user.bodies == [f"{LOG}新的一句"]


async def test_a_text_that_cannot_be_saved_when_the_app_ends_goes_into_a_file(
    opened: Opening, with_log: None, settings: Settings, impatient: None
) -> None:
    async with opened() as user:
        await user.press("w")
        other = sqlite3.connect(settings.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await user.types("新的一句")
        await user.pilot.press("ctrl+q")
    other.execute("ROLLBACK")
    other.close()
    (rescued,) = settings.home.glob("unsaved-*.md")
    assert rescued.read_text(encoding="utf-8") == f"{LOG}新的一句"
    assert str(rescued) in user.app.farewell


async def test_a_slow_save_that_is_overtaken_doubles_nothing(opened: Opening, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = Event(), Event()

    def slowly(journal: Journal, week: OpenWeek, body: str) -> OpenWeek:
        begun.set()
        go_on.wait(30)
        return save(journal, week, body)

    monkeypatch.setattr("journal.weeks.weeks.save", slowly)
    async with opened() as user:
        await user.press("w")
        await user.pilot.press(*"今天")
        while not begun.is_set():
            await user.pilot.pause(0.05)
        await user.pilot.press(*"学了卷积")
        Timer(0.2, go_on.set).start()
        await user.press("escape", "w")
        assert editor(user).text == "今天学了卷积"
        assert user.bodies == ["今天学了卷积"]
