"""The first start: three ways to begin, each by its key, in place of an empty map of days."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.languages import Language
from tests.support.app import LARGE, SMALL, Opening
from tests.support.library import HEADING, LOG


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("language", "ways"),
    [
        ("en", ("Begin here", "w   write what you learned", "i   import logs", "c   look around")),
        ("zh", ("从这里开始", "w   写下这一周", "i   导入已有的周记", "c   四处看看")),
    ],
)
async def test_an_empty_journal_says_how_to_begin(
    opened: Opening, size: tuple[int, int], language: Language, ways: tuple[str, ...]
) -> None:
    async with opened(size, language) as user:
        assert all(map(user.sees, ways))
        assert not user.sees("┊")


async def test_a_log_is_imported_by_its_path_and_the_map_of_days_is_there(opened: Opening, tmp_path: Path) -> None:
    log = tmp_path / "week.md"
    log.write_text(LOG, encoding="utf-8")
    async with opened() as user:
        await user.press("i")
        await user.types(str(log))
        await user.press("enter")
        await user.until(lambda: user.bodies == [LOG])
        await user.until(lambda: user.sees("┊"))
        assert not user.sees("Begin here")
        assert HEADING.split()[1] in user.lines[0]
        await user.press("u")
        assert user.bodies == []
        assert user.sees("Begin here")


async def test_a_path_with_nothing_there_is_said_and_nothing_changes(opened: Opening) -> None:
    async with opened() as user:
        await user.press("i")
        await user.types("/no/such/folder")
        await user.press("enter")
        assert "/no/such/folder" in user.messages[-1]
        assert user.sees("Begin here")
        await user.press("i", "enter")
        assert len(user.messages) == 1
