"""The app of a journal on several devices: it syncs at its start, at its end and when asked, and is quiet about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from journal.core.settings import Settings
from journal.opening.journal import Journal
from journal.sync import link as links
from journal.sync.syncing import sync_with
from journal.weeks.weeks import open_week, save
from tests.contracts.processes import modules_after
from tests.contracts.test_loading import OPENING
from tests.support.app import NOW, NearRunner, Opening, User
from tests.support.app import clock as clock
from tests.support.app import library as library
from tests.support.app import library_folder as library_folder
from tests.support.app import open_desk as open_desk
from tests.support.app import opened as opened
from tests.support.app import settings as settings
from tests.sync.devices import device
from tests.sync.test_reaching import silent as silent

NOWHERE = "postgresql://me@127.0.0.1:1/journal"


@pytest.fixture
def lab(tmp_path: Path, library_folder: Path, hub: str) -> Journal:
    """Another device of the learner, on which something was written and sent."""
    other = device(tmp_path / "lab", library_folder, NOW)
    save(other, open_week(other, None), "在实验室学了池化。\n")
    sync_with(other, hub)
    return other


@pytest.fixture
def joined(settings: Settings, hub: str, lab: Journal, open_desk: Callable[[Settings, NearRunner], Journal]) -> str:
    """The journal of the app is joined to the hub, and knows nothing of the other device yet."""
    links.join(settings, hub)
    return hub


async def by_palette(user: User, name: str) -> None:
    await user.press("ctrl+p")
    await user.types(name)
    await user.until(lambda: user.sees("PostgreSQL"))
    await user.press("enter")


async def test_what_was_written_elsewhere_is_there_at_the_start_and_what_is_typed_goes_out_at_the_end(
    joined: str, lab: Journal, opened: Opening
) -> None:
    async with opened() as user:
        assert user.bodies == ["在实验室学了池化。\n"]
        assert user.lines[0].startswith(" Today")
        assert "synced 0 minutes ago · " in user.lines[0]
        assert not user.messages
        await user.press("w", "ctrl+end")
        await user.types("回家又看了一遍")
        await user.press("escape")
    assert sync_with(lab).came >= 1
    assert "回家又看了一遍" in open_week(lab, None).body


async def test_one_syncs_by_the_palette_while_the_app_is_open(joined: str, lab: Journal, opened: Opening) -> None:
    async with opened(language="zh") as user:
        assert "0 分钟前已同步" in user.lines[0]
        save(lab, open_week(lab, None), "在实验室学了池化和卷积。\n")
        sync_with(lab)
        await by_palette(user, "立即同步")
        await user.until(lambda: user.bodies == ["在实验室学了池化和卷积。\n"])
        assert any("已同步：收到" in each for each in user.messages)


async def test_offline_it_says_so_in_the_corner_and_nothing_else(settings: Settings, opened: Opening) -> None:
    links.join(settings, NOWHERE)
    async with opened() as user:
        assert "offline, not synced yet · " in user.lines[0]
        assert not user.messages
        await user.press("w")
        await user.types("学了池化")
        await user.press("escape")
        await by_palette(user, "sync now")
        await user.until(lambda: any("cannot be reached" in each for each in user.messages))
    assert user.app.farewell == ""


async def test_who_leaves_does_not_wait_for_a_hub_that_is_silent(
    settings: Settings, opened: Opening, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither for the sync of the start, which goes on for as long as the app, nor for that of the end."""
    monkeypatch.setattr("journal.app.syncing.AT_START", 3600.0)
    links.join(settings, f"postgresql://me@127.0.0.1:{silent}/journal")
    async with opened() as user:
        await user.press("w")
        await user.types("学了池化")
        await user.press("escape")
    assert user.app.farewell == ""
    assert links.address(settings)


async def test_a_hub_that_refuses_is_told_once(settings: Settings, hub: str, lab: Journal, opened: Opening) -> None:
    links.join(settings, hub.replace("learner_", "nobody_", 1))
    async with opened() as user:
        assert user.lines[0].count("synced") == 1
        assert len(user.messages) <= 1


async def test_without_a_hub_the_palette_says_how_to_join_one(opened: Opening) -> None:
    async with opened() as user:
        assert "synced" not in user.lines[0]
        await by_palette(user, "sync now")
        await user.until(lambda: any("journal sync postgresql://" in each for each in user.messages))


def test_whoever_never_joined_loads_nothing_of_it(tmp_path: Path) -> None:
    """What is not loaded asks the database nothing either."""
    loaded = modules_after(OPENING, tmp_path)["loaded"]
    assert "journal.app.syncing" in loaded
    assert not [name for name in loaded if name.startswith(("journal.sync.", "psycopg"))]
