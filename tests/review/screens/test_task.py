"""A task in a review: written in an editor, tried, refuted or accepted, rated, and never lost half written."""

from __future__ import annotations

from pathlib import Path

import pytest

from journal.core.languages import Language
from tests.support.app import LARGE, SMALL, Importing, Opening, User
from tests.support.library import write_library
from tests.support.reviewing import answer, truth

TASK = '''"""Steps

A window of `k` moves over `n` places.
"""
from journal.authoring import question, task, whole

ZH = """步数

长为 `k` 的窗口在 `n` 处上移动。
"""
ALIASES = ["stepping"]


def demo(n=whole(10, 40), k=whole(2, 5)):
    return n - k + 1


@question("How many places are there?", "一共有几处？")
def places(out):
    return out


@places.wrong(en=("One is lost.", "The first counts too."), zh=("少一处。", "第一处也算。"))
def one_lost(n, k):
    return n - k


@task("Write `steps`: how often the window fits.", zh="写出 `steps`：窗口能放几次。", blanks=["n - k"], mend=["short"])
def steps(n, k):
    moves = n - k
    return moves + 1


steps.hint("Count the moves first.", zh="先数移动的次数。")
steps.hint("The first place needs no move.", zh="第一处不需要移动。")


@steps.inputs
def sizes(n=whole(6, 20), k=whole(1, 5)):
    return n, k


@steps.wrong(en=("Only moves count.", "The first place counts as well."), zh=("只数移动。", "第一处也算在内。"))
def short(n, k):
    moves = n - k
    return moves


@steps.wrong(en=("It hangs over.", "It stays inside."), zh=("可以越界。", "不能越界。"))
def over(n, k):
    return n
'''

HIDDEN = "n - k"


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library, and a concept with a task."""
    folder = write_library(tmp_path_factory.mktemp("library"))
    (folder / "1_images" / "steps.py").write_text(TASK, encoding="utf-8")
    return folder


@pytest.fixture
def with_task(speaking_of: Importing) -> None:
    """The log speaks of the concept that has one question and a task."""
    speaking_of("stepping")


async def come_to_the_task(user: User) -> None:
    """Answers the question of the concept; then its task is set."""
    await user.press("r")
    await answer(user, truth(user))
    await user.press("enter", "t", "r")
    assert user.screen_name == "task"


async def fill_in(user: User, text: str = HIDDEN) -> None:
    """Types over the part that is selected, and tries it."""
    await user.types(text)
    await user.press("f5")


async def test_a_task_comes_after_the_question_of_its_concept(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await user.press("r")
        assert user.screen_name == "review"
        assert user.sees("1 of 1")
        await answer(user, truth(user))
        await user.press("enter", "t")
        assert user.sees("1 new")


@pytest.mark.parametrize("size", [SMALL, LARGE, (60, 15)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_it_shows_what_to_write_in_its_easiest_form(
    opened: Opening, with_task: None, size: tuple[int, int], language: Language
) -> None:
    async with opened(size, language) as user:
        await come_to_the_task(user)
        assert user.sees("写出 steps" if language == "zh" else "Write steps")
        assert user.sees("moves = ____")
        assert user.sees("return moves + 1")
        assert user.sees("试运行" if language == "zh" else "try it")


async def test_a_right_solution_is_accepted_rated_and_stored(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user)
        assert user.screen_name == "review"
        assert user.sees("Right on all 24 inputs.")
        assert user.sees("Good · comes back in")
        assert user.sees("right at the first try")
        assert user.sees("Line by line the same as the reference.")
    stored = user.reviews[-1]
    assert (stored.kind, stored.verdict, stored.wrong_ideas) == ("task", "right", [])
    assert stored.params == {"form": "blank", "tries": 1, "hints": 0}
    assert stored.typed == "def steps(n, k):\n    moves = n - k\n    return moves + 1"


async def test_after_a_task_no_key_is_shown_that_runs_a_question(opened: Opening, with_task: None) -> None:
    async with opened((160, 40)) as user:
        await come_to_the_task(user)
        await fill_in(user)
        assert user.sees("why this date")
        assert not user.sees("e change it")
        assert not user.sees("o picture")
        await user.press("e", "o")
        assert user.screen_name == "review"
        assert not user.messages


async def test_another_right_way_is_as_right_and_shown_beside_the_reference(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user, "-k + n")
        assert user.sees("Right on all 24 inputs.")
        await user.press("pagedown")
        assert user.sees("-     moves = -k + n")
        assert user.sees("+     moves = n - k")


async def test_a_known_mistake_is_named_and_refuted_and_can_be_mended(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user, "n - k - 1")
        assert user.screen_name == "task"
        assert user.sees("It behaves like this misconception: Only moves count.")
        assert user.sees("Correction: The first place counts as well.")
        assert user.sees("The smallest input that shows it: steps(n = 6, k = 1)")
        assert user.sees("yours 5")
        assert user.sees("expected 6")
        await user.press("backspace", "backspace", "backspace", "backspace", "f5")
        assert user.sees("right at the second try")
    assert user.reviews[-1].wrong_ideas == ["short"]
    assert user.reviews[-1].params["tries"] == 2


async def test_code_that_does_not_parse_is_no_try_and_its_line_is_said(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user, "n -")
        assert user.sees("Line 2 does not parse")
        await user.types(" k")
        await user.press("f5")
    assert user.reviews[-1].params["tries"] == 1


async def test_hints_come_one_by_one_and_lower_the_rating(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.press("f3")
        assert user.sees("Hint: Count the moves first.")
        assert not user.sees("The first place needs no move.")
        await fill_in(user)
        assert user.sees("Hard · comes back")
        assert user.sees("right with a hint")


async def test_what_is_given_cannot_be_changed(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.press("up")
        await user.types("x")
        await user.press("down", "down", "backspace", "ctrl+u", "delete")
        assert user.sees("def steps(n, k):")
        assert user.sees("return moves + 1")


async def test_giving_up_shows_the_reference_and_the_task_comes_again_today(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.press("f2", "escape")
        assert user.screen_name == "task"
        await user.press("f2", "1")
        assert user.sees("Given up. The reference is below.")
        assert user.sees("Again · comes back")
        await user.press("enter")
        assert user.screen_name == "task"
    assert [review.verdict for review in user.reviews] == ["right", "wrong"]


async def test_half_written_code_and_hints_outlive_escape(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.types("n *")
        await user.press("f3", "escape")
        assert user.screen_name == "review"
        assert user.sees("What you wrote is kept.")
        await user.press("enter")
        assert user.sees("moves = n *")
        assert user.sees("Hint: Count the moves first.")


async def test_half_written_code_outlives_the_app(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.types("n *")
        await user.pilot.press("ctrl+q")
    async with opened() as user:
        await user.press("r")
        assert user.screen_name == "task"
        assert user.sees("moves = n *")


async def test_what_is_typed_is_on_disk_soon_without_any_key(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await user.types("n *")

        def stored() -> bool:
            from journal.db import meta

            with user.journal.store.read() as session:
                return any("n *" in (meta.get(session, f"unfinished-{card}") or "") for card in user.cards)

        await user.until(stored)


async def test_an_answer_to_a_task_can_be_taken_back(opened: Opening, with_task: None) -> None:
    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user)
        await user.press("u")
        assert user.screen_name == "task"
    assert len(user.reviews) == 1


async def test_success_makes_the_form_harder(opened: Opening, with_task: None, clock: object) -> None:
    from datetime import timedelta

    async with opened() as user:
        await come_to_the_task(user)
        await fill_in(user)
        due = user.reviews[-1].due
    clock.now += timedelta(days=(due - user.reviews[-1].day).days)  # type: ignore[attr-defined]
    async with opened() as user:
        await user.press("r")
        while user.screen_name != "task":
            await answer(user, truth(user))
            await user.press("enter")
        assert user.sees("mend it")
        assert user.sees("return moves")
        assert not user.sees("return moves + 1")
