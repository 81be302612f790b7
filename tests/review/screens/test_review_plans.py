"""Review, when the day is done: what comes due next, what a pause left over, an exam."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest

from journal.core.settings import Settings
from tests.support.app import LARGE, NOW, SMALL, Clock, Importing, Opening
from tests.support.reviewing import answer, asked, truth


@pytest.fixture
async def done(opened: Opening, speaking_of: Importing) -> None:
    """The one question of the list was answered today."""
    speaking_of("CNN")
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_end_of_a_day_says_what_else_can_be_asked(
    opened: Opening, done: None, size: tuple[int, int], clock: Clock
) -> None:
    async with opened(size) as user:
        await user.press("r")
        assert user.sees("Nothing is due.")
        assert user.sees("n what is due in 2 days")
        assert user.sees("x cram for a date")
        assert not user.sees("still due")


async def test_n_asks_what_comes_due_next_and_counts_it(opened: Opening, done: None, clock: Clock) -> None:
    clock.now = NOW + timedelta(days=1)
    async with opened() as user:
        await user.press("r", "n")
        assert asked(user).question.name == "places"
        await answer(user, truth(user))
        assert [review.counted for review in user.reviews] == [True, True]
        await user.press("enter")
        assert user.sees("One card reviewed.")
        assert user.sees("n what is due in")


async def test_x_crams_for_what_is_named_and_counts_nothing(opened: Opening, done: None) -> None:
    async with opened() as user:
        before = user.cards
        await user.press("r", "x")
        await user.types("卷积")
        await user.press("enter")
        assert asked(user).question.name == "places"
        await answer(user, truth(user))
        assert user.sees("practice: not counted")
        assert user.cards == before


async def test_a_name_that_nothing_goes_by_is_said_and_esc_asks_nothing(opened: Opening, done: None) -> None:
    async with opened() as user:
        await user.press("r", "x", "escape")
        assert user.screen_name == "review"
        assert user.sees("Nothing is due.")
        await user.press("x")
        await user.types("astrology")
        await user.press("enter")
        assert user.messages[-1].startswith("Nothing on the review list matches 'astrology'")
        assert user.sees("x cram for a date")


async def test_k_asks_more_of_what_the_days_limit_left_over(
    opened: Opening, with_log: None, settings: Settings, clock: Clock
) -> None:
    with sqlite3.connect(settings.database) as database:
        database.execute(
            "UPDATE card SET due = '2024-07-01', last = '2024-06-01', stability = 9, difficulty = 5, repetitions = 1"
        )
    database.close()
    async with opened(reviews_per_day=2) as user:
        assert user.sees("2 of 6 due · about 2 minutes")
        assert user.sees("4 left to later days")
        await user.press("r")
        for _ in range(2):
            await answer(user, truth(user))
            await user.press("enter")
        assert user.sees("k more of the 4 cards that are still due")
        await user.press("t", "r")
        assert user.sees("Today's share of the backlog is done.")
        await user.press("k")
        assert "1 of 2" in user.screen
        await answer(user, truth(user))
        assert user.reviews[-1].counted
