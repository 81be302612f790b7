"""Today: the numbers of the journal, as the journal counts them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from journal.today.today import today
from tests.support.app import LARGE, NOW, SMALL, Clock, Importing, Opening, User
from tests.support.reviewing import answer, belief, truth

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])


async def study(user: User) -> None:
    """Answers two cards, one of them wrong."""
    await user.press("r")
    await answer(user, belief(user, "hanging_over"))
    await user.press("enter")
    await answer(user, truth(user))
    await user.press("escape")


@SIZES
async def test_today_of_a_new_journal_says_what_to_press(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        assert user.lines[0].startswith(" Today")
        assert user.sees("Nothing to review yet.")
        assert re.search(r"w  write about what you learned", user.screen)
        assert user.sees("0 / 800 字")
        assert user.sees("i import logs")
        assert not user.sees("0 weeks in a row")
        assert user.sees("nothing the library knows yet")


@SIZES
async def test_today_shows_what_waits_as_the_desk_counts_it(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        view = today(user.journal)
        assert (view.due, view.new) == (0, 6)
        assert user.sees(f"0 due · 6 new · about {view.minutes} minutes")
        assert user.sees(f"{view.words} / 800 字")
        assert user.sees(f"{800 - view.words} to go")
        assert "第一周周记 2024.07.08 ~ 2024.07.14" in user.lines[0]
        for title in ("Convolution", "Pooling", "Backpropagation (BP)", "Recurrent network"):
            assert any(title in line and "new" in line for line in user.lines)


@SIZES
async def test_today_after_reviews_shows_them_and_the_ideas_to_clear_up(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        await study(user)
        assert user.sees("0 due · 4 new")
        assert user.sees("1 to repeat"), "what was missed is asked again today"
        assert user.sees("2 reviews h habits")
        assert user.sees("Misconceptions to clear up")
        assert user.sees("At the last places the kernel")


async def test_the_next_day_what_was_missed_is_due(opened: Opening, with_log: None, clock: Clock) -> None:
    async with opened() as user:
        await study(user)
    clock.now = NOW + timedelta(days=1)
    async with opened() as user:
        assert user.sees("1 due · 4 new")
        view = today(user.journal)
        assert (view.due, view.new, view.reviews_by_day) == (1, 4, {NOW.date(): 2})


async def test_when_all_is_done_today_says_when_the_next_question_comes(
    opened: Opening, speaking_of: Importing
) -> None:
    speaking_of("卷积")
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user), "1")
        await user.press("escape")
        assert user.sees("All done for today.")
        assert user.sees("the next question is due tomorrow")


async def test_a_concept_is_ready_to_learn_the_day_after_what_it_needs_became_known(
    opened: Opening, speaking_of: Importing, clock: Clock
) -> None:
    speaking_of("RNN")
    async with opened() as user:
        assert not user.sees("after Rec")
        await user.press("r")
        for _ in range(2):
            await answer(user, truth(user))
            await user.press("enter")
    clock.now = NOW + timedelta(days=1)
    async with opened() as user:
        assert any("Attention" in line and "after Rec" in line for line in user.lines)


async def test_in_chinese_both_are_chinese(opened: Opening, with_log: None) -> None:
    async with opened(SMALL, "zh") as user:
        await study(user)
        assert user.sees("到期 0 题 · 新题 4")
        assert user.sees("再问 1 题")
        assert user.sees("复习 2 次")
        assert user.sees("有待澄清")
        await user.press("p")
        assert user.sees("将要到期")
        assert user.sees("今天到期 0 题（其中逾期 0 题）")
