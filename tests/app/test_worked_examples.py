"""A question of several steps begins as a worked example, which fades with each right answer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.app import Clock, Importing, Opening
from tests.support.library import write_library
from tests.support.reviewing import answer, asked, truth

WORKED = '''"""Mean square

The mean of the squares of `a` and `b`.
"""
from journal.authoring import question, whole

ZH = """均方

`a` 与 `b` 的平方的平均值。
"""
ALIASES = ["mean-square"]


def demo(a=whole(2, 9), b=whole(10, 20)):
    return (a * a + b * b) / 2


@question("What comes out?", "结果是多少？")
def value(out):
    return out


@value.steps
def one_by_one(a, b):
    yield "a²", a * a
    yield "a² + b²", a * a + b * b
    yield "half of it", (a * a + b * b) / 2


@value.wrong(en=("Squares are not halved.", "It is a mean."), zh=("不除以二。", "要取平均。"))
def not_halved(a, b):
    return float(a * a + b * b)
'''


@pytest.fixture(scope="session")
def library_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small library, and a concept with a worked example."""
    folder = write_library(tmp_path_factory.mktemp("library"))
    (folder / "1_images" / "mean_square.py").write_text(WORKED, encoding="utf-8")
    return folder


async def test_it_fades_from_review_to_review(opened: Opening, speaking_of: Importing, clock: Clock) -> None:
    speaking_of("mean-square")
    seen = []
    for _ in range(4):
        async with opened() as user:
            await user.press("r")
            params = asked(user).variant.params
            shown = [
                user.sees(f"a² = {params['a'] ** 2}"),
                user.sees(f"a² + b² = {params['a'] ** 2 + params['b'] ** 2}"),
            ]
            seen.append((*shown, user.sees(f"half of it = {float(truth(user)):.4g}"), user.screen.count("= ?")))
            await answer(user, truth(user))
            last = user.reviews[-1]
        clock.now += timedelta(days=(last.due - last.day).days)
    assert seen == [(True, True, True, 0), (True, True, False, 1), (True, False, False, 2), (False, False, False, 0)]


async def test_an_answer_that_stood_there_is_hard_at_best(opened: Opening, speaking_of: Importing) -> None:
    speaking_of("mean-square")
    async with opened() as user:
        await user.press("r")
        assert user.sees("A worked example: follow it, and type its last value.")
        await answer(user, truth(user))
        assert user.sees("Hard · comes back")
        assert user.sees("right, with the example before you")
