"""The daily copy that the app makes of the journal."""

from __future__ import annotations

from journal.core.settings import Settings
from journal.opening.copies import find_backup, found_in, weeks_in
from tests.support.app import Opening


async def test_the_journal_is_copied_once_a_day_behind_the_first_screen(
    opened: Opening, with_log: None, settings: Settings
) -> None:
    for _ in range(2):
        async with opened() as user:
            await user.until(lambda: len(found_in(settings.backups)) == 1)
            assert user.screen_name == "today"
    assert weeks_in(find_backup(settings, "latest")) == 1


async def test_an_empty_journal_needs_no_copy(opened: Opening, settings: Settings) -> None:
    async with opened() as user:
        await user.settled()
        assert user.screen_name == "today"
    assert found_in(settings.backups) == []


async def test_a_copy_that_cannot_be_made_is_told(opened: Opening, with_log: None, settings: Settings) -> None:
    settings.backups.write_text("a file where the folder should be", encoding="utf-8")
    async with opened() as user:
        await user.until(lambda: any("cannot be opened for writing" in message for message in user.messages))
