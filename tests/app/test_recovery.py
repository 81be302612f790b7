"""A journal that is damaged or lost: the first screen offers the newest sound copy, or a new beginning."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from typing import Protocol

import pytest
from textual.pilot import Pilot

from journal.app.app import JournalApp
from journal.core.messages import say
from journal.core.settings import Settings
from journal.db.database import silent
from journal.library.library import Library
from journal.maintenance.backups import back_up
from journal.opening.copies import found_in, weeks_in
from journal.opening.journal import Journal
from journal.opening.recovery import open_database
from journal.ui.dialogs.choose import Choose
from tests.support.app import Clock, NearRunner, User


class Starting(Protocol):
    """Starts the app as a user does, over whatever there is in the home."""

    def __call__(self) -> AbstractAsyncContextManager[User]: ...


@pytest.fixture
def opening(settings: Settings, library: Callable[[], Library], clock: Clock) -> Callable[[], Journal]:
    return lambda: Journal(settings, open_database(settings, clock, silent), library(), NearRunner(), clock)


@pytest.fixture
def started(settings: Settings, opening: Callable[[], Journal]) -> Starting:
    @asynccontextmanager
    async def starting() -> AsyncIterator[User]:
        app = JournalApp(settings, lambda told: opening())
        async with app.run_test(size=(80, 24)) as pilot:
            yield At(app, pilot)

    return starting


class At(User):
    """A user of an app that may have no journal yet."""

    def __init__(self, app: JournalApp, pilot: Pilot[str]) -> None:
        self.app, self.pilot = app, pilot


@pytest.fixture
def backed_up(with_log: None, opening: Callable[[], Journal], settings: Settings) -> None:
    """The journal has a week, and a copy."""
    journal = opening()
    back_up(journal)
    journal.close()


@pytest.fixture
def lost(backed_up: None, settings: Settings) -> None:
    """Of the journal nothing but the copy is left."""
    settings.database.write_bytes(b"")


def asked(user: User) -> bool:
    """Whether the user is asked what is to be done."""
    return isinstance(user.app.screen, Choose)


def weeks_of(user: User) -> int:
    from journal.db import weeks

    assert user.app.journal is not None
    with user.app.journal.store.read() as session:
        return len(weeks.all_weeks(session))


async def test_the_newest_sound_copy_comes_back_with_one_key(lost: None, started: Starting, settings: Settings) -> None:
    async with started() as user:
        await user.until(lambda: asked(user))
        (copy,) = found_in(settings.backups)
        await user.until(lambda: user.sees(say("recovery.restore", copy=copy.name, n=1)))
        assert user.sees("is missing or empty")
        assert user.sees(say("recovery.title"))
        assert not user.sees(say("today.opening"))
        await user.pilot.press("1")
        await user.until(lambda: user.app.journal is not None)
        assert weeks_of(user) == 1
        await user.until(lambda: user.screen_name == "today")
        assert any("was restored from" in message for message in user.messages)


async def test_a_new_journal_is_begun_only_after_a_second_yes(
    lost: None, started: Starting, settings: Settings
) -> None:
    async with started() as user:
        await user.until(lambda: asked(user))
        await user.pilot.press("2")
        await user.until(lambda: user.sees("Begin a new, empty journal?"))
        await user.pilot.press("n")
        await user.until(lambda: asked(user))
        assert settings.database.stat().st_size == 0
        await user.pilot.press("2")
        await user.until(lambda: user.sees("Begin a new, empty journal?"))
        await user.pilot.press("y")
        await user.until(lambda: user.app.journal is not None)
        assert weeks_of(user) == 0
    (copy,) = found_in(settings.backups)
    assert weeks_in(copy) == 1


@pytest.mark.parametrize("key", ["3", "escape"])
async def test_one_may_leave_and_nothing_is_changed(
    key: str, lost: None, started: Starting, settings: Settings
) -> None:
    async with started() as user:
        await user.until(lambda: asked(user))
        await user.pilot.press(key)
        await user.pilot.pause()
    assert user.app.return_code == 1
    assert settings.database.stat().st_size == 0


async def test_rows_that_cannot_be_read_are_put_back(backed_up: None, started: Starting, settings: Settings) -> None:
    with closing(sqlite3.connect(settings.database)) as connection:
        connection.execute("UPDATE week SET body = CAST(x'ff' AS TEXT)")
        connection.commit()
    async with started() as user:
        await user.until(lambda: asked(user))
        await user.until(lambda: user.sees(say("recovery.mend")))
        await user.pilot.press("2")
        await user.until(lambda: user.app.journal is not None)
        assert weeks_of(user) == 1
        assert any("1 row was restored" in message for message in user.messages)


async def test_what_cannot_be_done_is_told_and_asked_again(lost: None, started: Starting, settings: Settings) -> None:
    async with started() as user:
        await user.until(lambda: asked(user))
        for path in found_in(settings.backups):
            path.write_bytes(b"gone bad meanwhile")
        await user.pilot.press("1")
        await user.until(lambda: any("is damaged or is not a journal" in message for message in user.messages))
        await user.until(lambda: asked(user))
        assert user.app.journal is None


async def test_changed_rows_that_can_be_read_are_told_at_every_start(
    backed_up: None, started: Starting, settings: Settings
) -> None:
    with closing(sqlite3.connect(settings.database)) as connection:
        connection.execute("UPDATE week SET body = 'x'")
        connection.commit()
    for _ in range(2):
        async with started() as user:
            await user.until(lambda: user.app.journal is not None)
            await user.until(lambda: any("week 1 is not as it was written" in line for line in user.messages))


async def test_one_is_told_that_another_program_is_waited_for(backed_up: None, started: Starting) -> None:
    async with started() as user:
        await user.until(lambda: user.app.journal is not None)
        assert user.app.journal is not None
        user.app.journal.store.on_status("Another program is writing")
        await user.until(lambda: "Another program is writing" in user.messages)
