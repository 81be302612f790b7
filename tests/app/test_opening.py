"""Before the journal is open: the screens are there, and their keys wait for it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from journal.app.app import JournalApp
from journal.core.settings import Settings
from journal.db.database import silent
from journal.library.library import Library
from journal.opening.journal import Journal
from journal.opening.recovery import open_database
from journal.today.today import today
from journal.ui.base_screen import BaseScreen
from journal.ui.host import NotOpenError
from journal.ui.keys import SCREENS
from journal.ui.theme import DARK, LIGHT
from journal.ui.widgets.links import Links
from tests.support.app import Clock, NearRunner


@pytest.fixture
def opening(settings: Settings, library: Callable[[], Library], clock: Clock) -> Callable[[], Journal]:
    return lambda: Journal(settings, open_database(settings, clock, silent), library(), NearRunner(), clock)


async def test_no_key_of_a_screen_reaches_it_before_the_journal_is_open(
    settings: Settings, opening: Callable[[], Journal]
) -> None:
    may_open = Event()

    def open_later(told: object) -> Journal:
        may_open.wait()
        return opening()

    app = JournalApp(settings, open_later)
    async with app.run_test(size=(80, 24)) as pilot:
        for name in SCREENS:
            app.show_place(name)
            await pilot.pause()
            assert isinstance(app.screen, BaseScreen)
            with pytest.raises(NotOpenError):
                _ = app.screen.journal
            own = [each for keys in app.screen._bindings.key_to_bindings.values() for each in keys]
            for action in {each.action for each in own} - {"back"}:
                assert action.startswith("app.") or not await app.run_action(action, app.screen), action
        may_open.set()
        while app.journal is None:
            await pilot.pause(0.01)
        await pilot.pause()
        assert app.screen.check_action("anything", ()) is True


async def test_the_first_screen_is_styled_once(
    settings: Settings, opening: Callable[[], Journal], monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed_anew: list[Stylesheet] = []
    monkeypatch.setattr(Stylesheet, "reparse", parsed_anew.append)
    app = JournalApp(settings, lambda told: opening())
    async with app.run_test(size=(80, 24)) as pilot:
        while app.journal is None:
            await pilot.pause(0.01)
        assert app.theme == DARK.name
        assert app.screen.styles.background == Color.parse(DARK.background or "")
    assert parsed_anew == []


async def test_a_change_of_themes_reaches_screens_that_are_made_before_and_after(
    settings: Settings, opening: Callable[[], Journal]
) -> None:
    app = JournalApp(settings, lambda told: opening())
    async with app.run_test(size=(80, 24)) as pilot:
        while app.journal is None:
            await pilot.pause(0.01)
        app.show_place("write")
        await pilot.pause()
        app.theme = LIGHT.name
        for name in ("write", "today", "concepts"):
            app.show_place(name)
            await pilot.pause()
            assert app.screen.styles.background == Color.parse(LIGHT.background or ""), name


async def test_what_today_says_is_shown_before_the_journal_is_open_and_the_keys_of_the_app_lead_on(
    settings: Settings, opening: Callable[[], Journal]
) -> None:
    may_open = Event()

    def open_later(told: object) -> Journal:
        may_open.wait()
        return opening()

    journal = opening()
    view = today(journal)
    journal.close()
    app = JournalApp(settings, open_later, look_first=lambda: view)
    async with app.run_test(size=(80, 24)) as pilot:
        try:
            lists = app.screen.query_one("#next", Links)
            while not lists.lines:
                await pilot.pause(0.01)
            lists.focus()
            await pilot.press("down", "enter")
            await pilot.press("escape", "w")
            assert app.current_mode == "write"
            assert app.journal is None
        finally:
            may_open.set()
        while app.journal is None:
            await pilot.pause(0.01)
