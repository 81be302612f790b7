"""Write: the log in an editor that is at home in Chinese, counted and looked through as one types."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import TextArea

from journal.log.counting import body_count
from tests.support.app import LARGE, SMALL, Clock, Importing, Opening, User
from tests.support.library import HEADING, LOG


def editor(user: User) -> TextArea:
    return user.app.screen.query_one(TextArea)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_empty_week_says_what_to_do_and_counts_nothing(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        await user.press("w")
        assert user.sees("What did you learn this week? The goal is 800 字.")
        assert user.sees("0 / 800 字")
        assert user.sees("800 to go")
        assert user.sees("Names of concepts, such as BP or 卷积, are marked as you write them")


async def test_a_wide_screen_shows_the_count_of_han_characters_as_well(opened: Opening) -> None:
    async with opened(LARGE) as user:
        await user.press("w")
        await user.types("学了CNN，很好")
        assert user.sees("4 Han characters")


async def test_every_character_typed_is_counted_at_once(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        for number, character in enumerate("今天学了，卷积", start=1):
            await user.types(character)
            assert user.sees(f"{number} / 800 字")
        await user.types(" padding same")
        assert user.sees("9 / 800 字")
        assert user.sees("791 to go")


async def test_a_pasted_text_is_counted_as_the_quota_counts_it(opened: Opening) -> None:
    text = f"{HEADING}\n\n" + "卷积核滑过padding之后的图像，共1970个字。" * 60
    async with opened() as user:
        await user.press("w")
        await user.pastes(text)
        assert editor(user).text == text
        assert user.sees(f"{body_count(text)} / 800 字")
        assert user.sees("reached")


async def test_s1_the_first_weekly_log_counts_1971_and_each_character_that_follows(opened: Opening, seed: Path) -> None:
    text = seed.read_bytes().decode()
    async with opened(SMALL, "zh") as user:
        await user.press("w")
        await user.pastes(text)
        assert user.sees("1971 / 800 字" + "━" * 7 + "第 5 段达标")
        await user.types("今晚就学注意力")
        assert user.sees("1978 / 800 字")
        await user.press("escape")
        assert user.bodies == [f"{text}今晚就学注意力"]


async def test_s1_below_the_goal_it_says_how_much_is_missing(opened: Opening) -> None:
    async with opened(SMALL, "zh") as user:
        await user.press("w")
        await user.types("今晚就学注意力")
        assert user.sees("7 / 800 字")
        assert user.sees("还差 793 字")


async def test_the_whole_count_stands_beside_typos_and_follow_ups_at_80_columns(opened: Opening) -> None:
    async with opened(SMALL, "zh") as user:
        await user.press("w")
        text = "我跳过了 GNN，今晚学 ， GRU,不懂。"
        await user.types(text)
        await user.until(lambda: user.sees("F5") and user.sees("F8"))
        assert user.sees(f"还差 {800 - body_count(text)} 字")


async def test_s15_the_concepts_that_the_text_speaks_of_are_listed_and_marked(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w")
        assert user.sees("Speaks of: Convolution · Pooling · Backpropagation (BP) · Recurrent network")
        assert not user.sees("Attention")
        await user.types("自注意力")
        await user.until(lambda: user.sees("Recurrent network · Attention"))
        accent = user.app.theme_variables["accent"].lower()
        marked = [
            segment.text
            for strip in user.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color and segment.style.color.name == accent
        ]
        assert [
            word for word in ["CNN", "卷积核", "池化", "pooling", "BP", "RNN", "自注意力"] if word not in marked
        ] == []
        assert "CNN，" not in "".join(marked)


async def test_a_hint_is_shown_and_brings_no_card(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("滑窗")
        await user.until(lambda: user.sees("Perhaps (no card): Convolution"))
        await user.press("escape")
        assert user.bodies == ["滑窗"]
        assert user.cards == {}


async def test_what_is_spoken_of_is_no_hint_any_longer(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("滑窗、卷积核")
        await user.until(lambda: user.sees("Speaks of: Convolution"))
        assert not user.sees("Perhaps")


async def test_in_chinese_the_screen_is_chinese(opened: Opening, with_log: None) -> None:
    async with opened(SMALL, "zh") as user:
        await user.press("w")
        assert user.lines[0].startswith(" 写周记")
        assert user.sees("提到：卷积 · 池化 · 反向传播（BP） · 循环神经网络")


async def test_f2_chooses_another_week(opened: Opening, imported: Importing) -> None:
    imported("# 第一周周记 2024.06.24 ~ 2024.06.30\n\n先学张量。\n")
    imported("# 第二周周记 2024.07.01 ~ 2024.07.07\n\n再学卷积。\n")
    async with opened() as user:
        await user.press("w")
        await user.types("本周")
        await user.press("f2")
        assert user.sees("Which week?")
        assert user.sees("第二周周记")
        await user.press("down", "down", "enter")
        assert user.screen_name == "write"
        assert "第一周周记" in user.lines[0]
        assert editor(user).text.endswith("先学张量。\n")
        await user.press("e")
        await user.types("补记")
        await user.press("f2", "escape")
        assert "第一周周记" in user.lines[0]
        await user.press("escape")
        assert [body.strip().splitlines()[-1] for body in user.bodies] == ["补记", "再学卷积。", "本周"]
        await user.press("w", "f2", "enter")
        assert editor(user).text == "本周"


async def test_f2_offers_this_week_when_it_has_no_log_yet(opened: Opening, imported: Importing) -> None:
    imported("# 第一周周记 2024.06.24 ~ 2024.06.30\n\n先学张量。\n")
    async with opened() as user:
        await user.press("w", "f2")
        assert user.sees("This week: begin its log")
        await user.press("down", "enter")
        assert "第一周周记" in user.lines[0]
        await user.press("f2", "enter")
        assert user.lines[0].endswith("Week 2 · 2024-07-01 – 2024-07-14") or "Week 2" in user.lines[0]
        assert editor(user).text == ""


async def test_s15_f3_opens_the_concept_at_the_cursor_and_esc_leads_back(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("池化 BP")
        await user.press("f3")
        assert "Backpropagation (BP)" in user.lines[0]
        await user.press("escape")
        assert user.screen_name == "write"
        assert editor(user).text == f"{LOG}池化 BP"


async def test_f3_says_when_there_is_no_concept(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w", "f3")
        assert user.messages == ["No concept at the cursor."]


async def test_letters_and_digits_are_text_here_and_esc_leads_out(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("q1t？：，。（4）")
        assert editor(user).text == "q1t？：，。（4）"
        await user.press("escape")
        assert user.screen_name == "today"


@pytest.mark.parametrize("quota", [0, 5])
async def test_the_quota_can_be_set_and_be_nothing(opened: Opening, with_log: None, quota: int) -> None:
    words = body_count(LOG)
    async with opened(quota=quota) as user:
        assert user.sees(f"{words} / 5 字" if quota else f"{words} 字")
        await user.press("w", "f2", "escape")
        assert user.sees(f"{words} / 5 字" if quota else f"{words} 字")
        assert user.sees("reached") == bool(quota)


# --- the user's own editor ----------------------------------------------------------------------------------------


@pytest.fixture
def suspended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal makes room for another program."""

    @contextmanager
    def suspend(app: object) -> Iterator[None]:
        yield

    monkeypatch.setattr("textual.app.App.suspend", suspend)


async def test_f4_takes_back_what_the_users_editor_saves_as_one_change(
    opened: Opening, with_log: None, suspended: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "my editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[1])\np.write_bytes(p.read_bytes() + '改过'.encode())"
    )
    monkeypatch.setenv("VISUAL", f'"{sys.executable}" "{script}"')
    async with opened() as user:
        await user.press("w", "f4")
        assert editor(user).text == f"{LOG}改过"
        await user.press("ctrl+z")
        assert editor(user).text == LOG
        await user.press("ctrl+y", "escape")
        assert user.bodies == [f"{LOG}改过"]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("", "No editor is set: name one in $VISUAL or $EDITOR."),
        ("no-such-editor", "no-such-editor could not be run: check $VISUAL or $EDITOR. Nothing was changed."),
        ("false", "false could not be run: check $VISUAL or $EDITOR. Nothing was changed."),
    ],
)
async def test_an_editor_that_cannot_be_run_changes_nothing_and_is_said_so(
    opened: Opening, with_log: None, suspended: None, monkeypatch: pytest.MonkeyPatch, command: str, message: str
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", command)
    async with opened() as user:
        await user.press("w", "f4")
        assert user.messages == [message]
        assert editor(user).text == LOG


async def test_a_terminal_that_cannot_make_room_says_so(
    opened: Opening, with_log: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    async with opened() as user:
        await user.press("w", "f4")
        assert user.messages == ["This terminal cannot suspend the app: use `journal edit` instead."]


async def test_s29_the_input_method_finds_its_place_behind_what_was_typed_last(opened: Opening) -> None:
    typed = "刚开始学BP的时候，学习了RNN"
    async with opened() as user:
        await user.press("w")
        await user.types(typed)
        row, line = next((row, line) for row, line in enumerate(user.lines) if typed in line)
        assert user.app.cursor_position == (cell_len(line[: line.index(typed)] + typed), row)
        await user.press("ctrl+w")
        assert editor(user).text == typed.removesuffix("RNN")
        await user.pilot.pause()
        assert user.app.cursor_position == (cell_len(line[: line.index(typed)] + editor(user).text), row)


async def test_a_week_that_ends_while_one_writes_stays_open_until_w_is_pressed(
    opened: Opening, with_log: None, clock: Clock
) -> None:
    async with opened() as user:
        await user.press("w")
        clock.now = clock.now.replace(day=17)
        await user.types("又")
        await user.press("f3", "escape")
        assert editor(user).text == LOG + "又"
        await user.press("escape", "w")
        assert editor(user).text == ""
        assert "第一周周记" not in user.lines[0]


async def test_a_past_week_is_looked_at_until_one_asks_to_change_it(
    opened: Opening, with_log: None, clock: Clock
) -> None:
    clock.now += timedelta(days=21)
    async with opened() as user:
        await user.press("w", "f2", "down", "enter")
        assert user.sees("for looking")
        await user.types("x")
        assert user.bodies == [LOG]
        await user.press("e")
        assert not user.sees("for looking")
        await user.types("又")
        await user.press("ctrl+s")
        assert user.bodies == [LOG + "又"]


async def test_w_is_this_week_whichever_was_open_before(opened: Opening, with_log: None, clock: Clock) -> None:
    clock.now += timedelta(days=21)
    async with opened() as user:
        await user.press("w", "f2", "down", "enter")
        assert editor(user).text == LOG
        await user.press("escape", "w")
        assert editor(user).text == ""
        await user.types("新的一周")
        await user.press("ctrl+s")
        assert user.bodies == [LOG, "新的一周"]


async def test_each_escape_leaves_one_level(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w", "f2", "o", "escape")
        assert user.sees("Which week?")
        await user.press("h", "escape")
        assert user.sees("Which week?")
        await user.press("escape")
        assert user.screen_name == "write"
        await user.press("escape")
        assert user.screen_name == "today"
