"""The way around the app: each screen by its letter, its digit and its full-width digit; home, back and out."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.command import CommandPalette
from textual.widgets import Input

from journal.app.app import JournalApp
from journal.core import messages
from journal.core.languages import LANGUAGES, Language
from journal.core.messages import UserError, say
from journal.core.settings import Settings
from journal.ui.keys import SCREENS, TABLE, keys_of, shown
from tests.support.app import LARGE, SMALL, Importing, Opening, User
from tests.support.library import LOG
from tests.support.reviewing import belief

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


async def test_every_screen_has_a_letter_a_digit_and_a_full_width_digit(opened: Opening) -> None:
    keys = {name: next(key for key in keys_of("anywhere") if key.name == name).keys.split(",") for name in SCREENS}
    async with opened() as user:
        for number in range(4):
            for name in SCREENS:
                if number < len(keys[name]):
                    await user.press(keys[name][number])
                    assert user.screen_name == name, keys[name][number]
                    if name == "write":
                        await user.press("escape")
        assert [keys[name][1:3] for name in SCREENS[:-1]] == [[str(n), chr(0xFF10 + n)] for n in range(1, 6)]


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_esc_and_q_lead_home_and_q_leaves_from_there(opened: Opening, key: str) -> None:
    async with opened() as user:
        for place in ("c", "p", "question_mark", "r"):
            await user.press(place, key)
            assert user.screen_name == "today"
        await user.press("c", "enter", key)
        assert user.screen_name == "concepts"
        await user.press("t", "escape")
        assert user.app.is_running
        await user.pilot.press("q")
    assert user.app.return_code == 0


async def test_the_other_screens_are_reached_from_a_page_that_lies_over_one(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter", "p")
        assert user.screen_name == "progress"
        await user.press("c")
        assert user.lines[0].startswith(" Concepts")


async def test_changed_code_is_left_with_esc_and_the_keys_work_again(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter", "e", "escape", "escape", "escape")
        assert user.screen_name == "today"


@pytest.mark.parametrize("key", ["ctrl+p", "colon", "fullwidth_colon"])
@pytest.mark.parametrize(("query", "place"), [("concepts", "concepts"), ("progr", "progress"), ("write", "write")])
async def test_the_palette_finds_every_screen(opened: Opening, key: str, query: str, place: str) -> None:
    async with opened() as user:
        await user.press(key)
        assert isinstance(user.app.screen, CommandPalette)
        await user.types(query)
        await user.until(lambda: bool(user.app.screen.query_one("CommandList").options))  # type: ignore[attr-defined]
        await user.press("enter")
        await user.until(lambda: user.screen_name == place)


@pytest.mark.parametrize("query", ["进展", "progress"])
async def test_the_palette_speaks_chinese_and_finds_the_english_names_too(opened: Opening, query: str) -> None:
    async with opened(SMALL, "zh") as user:
        await user.press("colon")
        assert user.sees("输入命令的名字")
        await user.types(query)
        await user.until(lambda: bool(user.app.screen.query_one("CommandList").options))  # type: ignore[attr-defined]
        await user.press("enter")
        await user.until(lambda: user.screen_name == "progress")


@LANGUAGE
async def test_help_lists_every_key_with_its_label(opened: Opening, language: Language) -> None:
    async with opened((80, 300), language) as user:
        await user.press("f1")
        for place in dict.fromkeys(key.context for key in TABLE):
            heading = next(n for n, line in enumerate(user.lines) if line.strip() == say(f"help.place_{place}"))
            below = user.lines[heading + 1 : heading + 1 + len(keys_of(place))]
            for key, line in zip(keys_of(place), below, strict=True):
                assert re.fullmatch(rf"\s*{re.escape(shown(key))}\s+{re.escape(key.label)}.*", line)


@pytest.mark.parametrize(("size", "columns"), [(LARGE, 2), (SMALL, 1)])
async def test_the_help_has_two_columns_where_there_is_room(
    opened: Opening, size: tuple[int, int], columns: int
) -> None:
    async with opened(size) as user:
        await user.press("f1")
        line = next(line for line in user.lines if line.strip().startswith("Anywhere"))
        assert len(re.split(r"\s{3,}", line.strip())) == columns


async def test_the_palette_shows_keys_and_finds_a_command_by_what_it_is_for(opened: Opening) -> None:
    async with opened() as user:
        await user.press("ctrl+p")
        assert user.sees("p · Words, reviews and memory over the weeks")
        await user.types("weights")
        await user.until(lambda: bool(user.app.screen.query_one("CommandList").options))  # type: ignore[attr-defined]
        await user.press("enter")
        await user.until(lambda: user.screen_name == "WeightsScreen")


async def test_keys_of_ones_own_work_and_are_the_ones_that_are_shown(opened: Opening, with_log: None) -> None:
    async with opened(keys={"anywhere.review": "x", "anywhere.quit": "z", "today.habits": "y"}) as user:
        assert "x review" in user.lines[-1]
        assert user.sees("y  habits")
        await user.press("r")
        assert user.screen_name == "today"
        await user.press("x")
        assert user.screen_name == "review"
        await user.press("escape", "question_mark")
        assert user.sees("x review")
        await user.press("z", "z")
        assert user.screen_name == "today"


async def test_no_keymap_locks_one_in(opened: Opening) -> None:
    async with opened(keys={"anywhere.quit": "f12", "anywhere.back": "f12", "nonsense": "r", "write.save": ""}) as user:
        await user.press("w")
        await user.pilot.press("ctrl+q")
    assert user.app.return_code == 0


# --- both languages, both sizes -----------------------------------------------------------------------------------


async def everywhere(user: User) -> list[tuple[str, list[str]]]:
    """Every screen and phase, as its name and its lines."""
    seen: list[tuple[str, list[str]]] = []

    async def look(name: str, *keys: str) -> None:
        await user.press(*keys)
        seen.append((name, user.lines))

    await look("today")
    await look("write", "w")
    await look("choose week", "f2")
    await look("review", "escape", "escape", "r")
    await user.types("x")
    await look("malformed", "enter")
    await user.press("ctrl+u")
    await user.types(belief(user, "hanging_over"))
    await look("sure", "enter")
    await look("reviewed", "3")
    await look("bench", "e")
    await look("run on the bench", "f5")
    await look("practice", "escape", "space")
    await look("concepts", "escape", "c")
    await look("concept", "enter")
    await look("concept below", "pagedown", "pagedown")
    await look("progress", "p")
    await look("progress below", "end")
    await look("help", "question_mark")
    await look("help below", "end")
    await look("today after reviews", "t")
    return seen


@SIZES
@LANGUAGE
async def test_s28_every_screen_speaks_its_language_and_stays_within_its_frame(
    opened: Opening, with_log: None, size: tuple[int, int], language: Language
) -> None:
    async with opened(size, language) as user:
        seen = await everywhere(user)
    other = {name: messages.catalogue("en" if language == "zh" else "zh")["places"][name] for name in SCREENS}
    parts = {f"{shown(key, typing=typing)} {key.label}" for key in TABLE for typing in (False, True)}
    for name, lines in seen:
        assert len(lines) == size[1], name
        assert max(map(cell_len, lines)) <= size[0], name
        if name == "choose week":  # a dialogue has no frame
            continue
        assert lines[1].strip() == "─" * size[0], name
        title = lines[0].split("  ")[0].strip()
        assert title not in other.values(), name
        bar = re.split(r" {3,}", lines[-1].strip())
        assert len(bar) >= 2, name
        assert set(bar) <= parts, name


async def test_on_a_narrow_screen_the_keys_that_matter_here_come_first(opened: Opening, with_log: None) -> None:
    async with opened((50, 24)) as user:
        await user.press("r")
        await user.types("1")
        await user.press("enter", "3")
        assert user.lines[-1].strip().startswith("enter next")
        assert cell_len(user.lines[-1]) <= 50


async def test_the_screen_may_change_its_size_at_any_time(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        for keys in ("t", "w", "escape,r", "escape,p"):
            await user.press(*keys.split(","))
            for size in (LARGE, (40, 10)):
                await user.pilot.resize_terminal(*size)
                await user.settled()
                assert max(map(cell_len, user.lines)) <= size[0]


async def test_a_theme_of_textual_may_be_set(opened: Opening, with_log: None) -> None:
    async with opened(theme="ansi-dark") as user:
        assert user.app.theme == "ansi-dark"
        for key in ("w", "escape", "r", "escape", "c", "enter"):
            await user.press(key)
            assert user.app.is_running


def test_a_theme_that_there_is_not_is_said_so_with_the_nearest(settings: Settings) -> None:
    with pytest.raises(UserError, match="there is no theme 'ansi-drak'; did you mean 'ansi-dark'"):
        JournalApp(replace(settings, theme="ansi-drak"), lambda told: pytest.fail("opened"))


async def test_the_search_line_keeps_what_is_typed_to_itself(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "slash")
        await user.types("qwr1")
        assert user.screen_name == "concepts"
        assert user.app.screen.query_one(Input).value == "qwr1"


async def test_s26_today_looks_back_at_an_old_week_and_l_opens_it(opened: Opening, imported: Importing) -> None:
    imported("# 第一周周记 2024.06.10 ~ 2024.06.16\n\n卷积核从左上角开始一格一格地滑。\n")
    async with opened() as user:
        assert user.sees("l 4 weeks ago you wrote: 卷积核从左上角开始一格一格地滑。")
        await user.press("l")
        assert user.screen_name == "write"
        assert user.sees("第一周周记 2024.06.10 ~ 2024.06.16")


async def test_s26_without_an_old_week_there_is_nothing_to_open(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("l")
        assert user.screen_name == "today"
        assert not user.sees("weeks ago")


async def test_help_begins_with_the_screen_it_was_asked_from_and_esc_leads_back_there(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        for keys, place, heading in ((("c",), "concepts", "Concepts"), (("w", "f2", "escape"), "write", "Write")):
            await user.press(*keys, "f1")
            assert user.lines[2].strip() == heading
            await user.press("escape")
            assert user.screen_name == place
            await user.press("escape")


async def found_in_palette(user: User, query: str) -> None:
    await user.press("ctrl+p")
    await user.types(query)
    await user.until(lambda: bool(user.app.screen.query_one("CommandList").options))  # type: ignore[attr-defined]
    await user.press("enter")


async def test_the_language_is_switched_from_the_palette_on_every_screen_and_for_good(
    opened: Opening, with_log: None, settings: Settings
) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("又")
        await found_in_palette(user, "中文")
        await user.until(lambda: user.sees("写周记"))
        assert user.bodies == [LOG + "又"]
        await user.press("escape")
        assert user.sees("今天")
        await found_in_palette(user, "English")
        await user.until(lambda: user.sees("Today"))
    assert 'language = "en"' in settings.file.read_text(encoding="utf-8")


async def test_the_log_is_exported_from_the_palette(opened: Opening, with_log: None, tmp_path: Path) -> None:
    async with opened() as user:
        await found_in_palette(user, "export")
        await user.types(str(tmp_path / "log.md"))
        await user.press("enter")
        assert user.messages[-1] == f"1 week written to {tmp_path / 'log.md'}."
        await found_in_palette(user, "export")
        await user.types(str(tmp_path / "log.md"))
        await user.press("enter")
        assert "already" in user.messages[-1]
    assert LOG.strip() in (tmp_path / "log.md").read_text(encoding="utf-8")


async def test_settings_are_changed_in_ones_own_editor_and_hold_at_once(
    opened: Opening, with_log: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JournalApp, "suspend", lambda app: nullcontext())
    monkeypatch.setenv("VISUAL", 'sh -c \'echo "quota = 500" > "$0"\'')
    async with opened() as user:
        await found_in_palette(user, "settings")
        await user.until(lambda: user.messages == ["The new settings hold."])
        assert user.app.journal is not None
        assert user.app.journal.settings.quota == 500
        monkeypatch.setenv("VISUAL", 'sh -c \'echo "quota = many" > "$0"\'')
        await found_in_palette(user, "settings")
        await user.until(lambda: len(user.messages) == 2)
        assert settings.file.name in user.messages[1]
        assert user.app.journal is not None
        assert user.app.journal.settings.quota == 500


async def test_the_palette_says_in_ones_language_that_nothing_was_found(opened: Opening) -> None:
    async with opened(SMALL, "zh") as user:
        await user.press("ctrl+p")
        await user.types("xyzzy")
        await user.until(lambda: user.sees("没有这个名字的命令。"))
        await user.press("enter")
        assert user.screen_name == "today"
