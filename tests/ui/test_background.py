"""Work behind a screen: its result is shown, and dropped while the screen is being left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from journal.core.messages import UserError
from journal.ui.background import in_background


class SlowToLeave(Static):
    """Has the work end, and gives its result time to arrive, after this has left the screen and before that has."""

    async def on_unmount(self) -> None:
        self.app.may_end.set()  # type: ignore[attr-defined]
        await asyncio.sleep(0.1)


class Reading(Screen[None]):
    def __init__(self, fails: bool, came: list[object]) -> None:
        super().__init__()
        self.fails, self.came = fails, came

    def compose(self) -> ComposeResult:
        yield SlowToLeave()

    def on_mount(self) -> None:
        in_background(self, self.read, self.came.append, on_error=self.came.append)

    def read(self, journal: object) -> object:
        self.app.may_end.wait(10)  # type: ignore[attr-defined]
        if self.fails:
            raise UserError("week.none", name="1")
        return journal


class Reader(App[None]):
    journal = "an open journal"

    def __init__(self) -> None:
        super().__init__()
        self.may_end = threading.Event()


async def leave_by_key(app: Reader) -> None:
    await app.pop_screen()


async def leave_with_the_app(app: Reader) -> None:
    pass


@pytest.mark.parametrize("fails", [False, True])
@pytest.mark.parametrize("leave", [leave_by_key, leave_with_the_app])
async def test_what_arrives_while_the_screen_is_left_is_dropped(leave: Callable[[Reader], object], fails: bool) -> None:
    came: list[object] = []
    app = Reader()
    async with app.run_test():
        await app.push_screen(Reading(fails, came))
        await leave(app)  # type: ignore[misc]
    assert app.may_end.is_set()
    assert came == []


@pytest.mark.parametrize("fails", [False, True])
async def test_what_arrives_while_the_screen_stands_is_shown(fails: bool) -> None:
    came: list[object] = []
    app = Reader()
    async with app.run_test() as pilot:
        await app.push_screen(Reading(fails, came))
        app.may_end.set()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(came[0], UserError) if fails else came == ["an open journal"]
