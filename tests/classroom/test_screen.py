"""The screen of a class, for a teacher and for a learner."""

from __future__ import annotations

from datetime import date

import pytest

from journal.classroom import queries
from journal.classroom.membership import join
from journal.core.settings import Settings
from journal.sync.connecting import connected
from tests.classroom.conftest import Hub
from tests.classroom.handing import content, hand_in
from tests.support.app import Opening, User
from tests.support.app import clock as clock
from tests.support.app import library as library
from tests.support.app import library_folder as library_folder
from tests.support.app import open_desk as open_desk
from tests.support.app import opened as opened
from tests.support.app import settings as settings

IDEA = {"concept": "convolution", "question": "places", "misconception": "hanging_over", "held": True}


async def by_palette(user: User, name: str) -> None:
    await user.press("ctrl+p")
    await user.types(name)
    await user.until(lambda: user.sees("both runs"))
    await user.press("enter")
    await user.settled()


async def test_a_teacher_reads_comments_and_sees_both_runs_of_what_the_class_believes(
    class_of_four: Hub, settings: Settings, opened: Opening
) -> None:
    for name in ("Ada", "Bo", "Chen"):
        hand_in(class_of_four.people[name], content(f"{name} 学了卷积。", misconceptions=[IDEA]))
    join(settings, class_of_four.people["Li"])
    async with opened() as user:
        await by_palette(user, "the class")
        assert user.sees("3 of 4 handed in")
        assert user.sees("Ada 学了卷积。")
        await user.press("down", "k")
        await user.types("再想想填充。")
        await user.press("enter")
        await user.until(lambda: user.sees("再想想填充。"))
        assert user.sees("Bo 学了卷积。")
        await user.press("end")
        assert user.sees("not handed in")
        await user.press("m")
        await user.until(lambda: user.sees("what ran"))
        assert user.sees("held by 3 learners")
        assert user.sees("what is believed")
        await user.press("m", "down")
        await user.until(lambda: user.sees("再想想填充。"))


async def test_a_learner_sees_their_own_and_the_comments_on_it(
    class_of_four: Hub, settings: Settings, opened: Opening
) -> None:
    hand_in(class_of_four.people["Ada"], content("我的一周。"))
    hand_in(class_of_four.people["Bo"], content("别人的一周。"))
    join(settings, class_of_four.people["Ada"])
    async with opened() as user:
        await by_palette(user, "the class")
        assert user.sees("我的一周。")
        await user.press("k", "m")
        assert user.sees("No misconception is held by three learners or more")
        assert not user.sees("别人的一周")


@pytest.mark.parametrize("address", ["", "postgresql://me@127.0.0.1:1/journal"])
async def test_without_a_class_or_offline_it_says_so_in_place(
    settings: Settings, opened: Opening, address: str
) -> None:
    if address:
        settings.class_address.write_text(address, encoding="utf-8")
    async with opened() as user:
        await by_palette(user, "the class")
        assert user.sees("cannot be reached" if address else "has joined no class")
        await user.press("m", "k", "left", "escape")
        assert user.screen_name == "today"


async def test_what_is_assigned_is_on_today_and_opens_its_concept(
    class_of_four: Hub, settings: Settings, opened: Opening
) -> None:
    """The app asks the class at its start."""
    with connected(class_of_four.people["Li"]) as teacher:
        (of,) = queries.classes(teacher)
        queries.assign(teacher, of.id, "convolution", date(2024, 7, 12))
    join(settings, class_of_four.people["Ada"])
    async with opened(language="zh") as user:
        await user.until(lambda: user.sees("班级布置"))
        assert user.sees("截止")
        user.app.screen.query_one("#next").focus()
        await user.press("enter")
        await user.until(lambda: not user.sees("班级布置"))
        assert user.sees("卷积")
