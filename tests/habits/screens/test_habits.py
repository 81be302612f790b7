"""The screen of habits: the map of days, and each habit week over week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from rich.cells import cell_len

from journal.core.languages import Language
from journal.habits.habits import this_week
from journal.habits.heat_map import SHADES
from journal.habits.screens.heat_map import DayMap, HeatMap
from journal.weeks.weeks import add_entry
from tests.support.app import LARGE, NOW, SMALL, Clock, Opening, User
from tests.support.reviewing import truth


def line_of(user: User, title: str) -> str:
    return next(line for line in user.lines if line.strip().startswith(title))


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(("language", "phone"), [("en", "Phone"), ("zh", "手机")])
async def test_s20_the_phone_week_over_week_on_the_screen(
    opened: Opening, clock: Clock, size: tuple[int, int], language: Language, phone: str
) -> None:
    async with opened(size, language) as user:
        for weeks, times in ((1, 12), (0, 5)):
            clock.now = NOW - timedelta(weeks=weeks)
            await user.press(*["f12"] * times)
        await user.press("h")
        assert user.screen_name == "habits"
        assert "12 → 5 (-7)" in line_of(user, phone)
        assert line_of(user, phone).endswith("······▇▃")
        assert max(map(cell_len, user.lines)) <= size[0]


async def test_s20_a_habit_of_ones_own_is_marked_in_one_line_and_taken_back(opened: Opening) -> None:
    async with opened() as user:
        await user.press("h", "n")
        await user.types("读书 30")
        await user.press("enter")
        assert "0 → 30 (+30)" in line_of(user, "读书")
        await user.press("end", "enter")
        await user.types("12.5")
        await user.press("enter")
        assert this_week(user.journal, "读书") == 42.5
        await user.press("u", "u")
        assert not user.sees("读书")
        await user.press("u")
        assert "“Phone” has no entry to undo." in user.messages


@pytest.mark.parametrize("typed", ["", "words 3", "x 0"])
async def test_what_is_no_habit_marks_nothing(opened: Opening, typed: str) -> None:
    async with opened() as user:
        await user.press("h", "n")
        await user.types(typed)
        await user.press("enter")
        assert user.screen_name == "habits"
        assert len([line for line in user.lines if "→" in line]) == 7


async def test_a_measured_habit_is_not_marked_but_another_asked_for(opened: Opening) -> None:
    async with opened() as user:
        await user.press("h", "home", "u")
        assert "“Words” is counted by the app" in user.messages[-1]
        await user.press("enter")
        await user.types("reading")
        await user.press("enter")
        assert "0 → 1 (+1)" in line_of(user, "reading")


def map_rows(user: User) -> list[str]:
    """The seven rows of the map."""
    region = user.app.screen.query_one(HeatMap).region
    return user.lines[region.y + 1 : region.y + 8]


async def test_s23_the_map_tells_levels_days_and_days_to_come_apart_without_colours(
    opened: Opening, clock: Clock
) -> None:
    async with opened() as user:
        add_entry(user.journal, "学了卷积")
        add_entry(user.journal, "昨天：学了池化层和卷积层还有注意力")
        await user.press("h")
        rows = map_rows(user)
        assert f"{SHADES[2]}<┊" in rows[2]
        assert f"{SHADES[4]}'" in rows[1]
        assert user.sees("' written later")
        assert user.lines[0].rstrip().endswith("words: 18 in all")


async def test_s23_the_map_shows_what_comes_due_as_numbers(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(truth(user))
        await user.press("enter", "3", "t", "h")
        assert [cell for row in map_rows(user) for cell in row if cell.isdecimal()] == ["1"]


async def test_s23_the_measure_of_the_map_is_changed_by_a_key(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("h")
        seen = []
        for _ in range(4):
            seen.append(user.lines[0].split("  ")[-1].split(":")[0].strip())
            await user.press("m")
        assert seen == ["words", "reviews", "minutes of focus", "words"]


async def test_escape_leads_back_to_today(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("h", "escape")
        assert user.screen_name == "today"
        assert user.sees("h  habits")


async def test_s23_one_walks_over_the_days_of_the_map_and_enter_opens_the_week_of_a_day(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        add_entry(user.journal, "昨天：学了池化层")
        await user.press("h")
        assert user.sees("today")
        await user.press("tab")
        assert user.sees("We 07.10  words")
        await user.press("up")
        assert user.sees("Tu 07.09  words 5 · reviews 0 · minutes of focus 0")
        await user.press("m")
        assert user.sees("Tu 07.09  words 5"), "another map tells the same of the day"
        await user.press("down", "right")
        assert user.sees("We 07.17  0 cards due")
        await user.press("enter")
        assert "2024-07-17" in user.messages[-1]
        assert user.screen_name == "habits"
        await user.press("left", "enter")
        assert user.screen_name == "write"
        assert "学了池化层" in user.screen


async def test_s23_the_cursor_stays_on_the_map_and_leaves_it_with_tab(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("h", "tab", *["right"] * 5)
        days = user.app.screen.query_one(DayMap)
        assert days.cursor == date(2024, 8, 7), "four weeks ahead"
        first = date(2024, 7, 10) - timedelta(weeks=days.weeks_behind - 1)
        days.walk_to(first + timedelta(weeks=1))
        await user.press("left", "left")
        assert days.cursor == first
        await user.press("tab")
        assert days.cursor is None
        assert user.sees("today")
