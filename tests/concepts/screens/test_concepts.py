"""Concepts: the library by topics, the page of one concept, and files that are broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from textual.widgets import OptionList

from journal.core.settings import Settings
from journal.writing.screens.editor import Editor
from tests.support.answers import answer as answered
from tests.support.app import LARGE, SMALL, Importing, Opening, User
from tests.support.library import CONVOLUTION
from tests.support.reviewing import answer, truth


def titles(user: User) -> list[str]:
    """The lines of the list, headings included, without what stands beside the titles."""
    options = user.app.screen.query_one(OptionList).options
    return [str(option.prompt).strip().split("  ")[0] for option in options]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_library_is_listed_by_topics_what_is_needed_first(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        await user.press("c")
        assert [title.split(" ━")[0].strip() for title in titles(user)] == [
            "Images",
            "Convolution",
            "Pooling",
            "Sequences",
            "Backpropagation (BP)",
            "Recurrent network",
            "Attention",
        ]
        assert user.sees("5 concepts · 0 known well")
        assert sum("not added" in line for line in user.lines) == 5


async def test_each_concept_says_how_it_stands_with_it(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("c")
        line = {name: next(line for line in user.lines[3:] if name in line) for name in ("Convolution", "Pooling")}
        assert "known well" in line["Convolution"]
        assert "2 mentions" in line["Convolution"]
        assert "not asked yet" in line["Pooling"]
        assert user.sees("1 known well")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("池化", ["Images", "Pooling"]),
        ("POOL", ["Images", "Pooling"]),
        ("自注意", ["Sequences", "Attention"]),
        ("xyz", []),
    ],
)
async def test_the_list_is_narrowed_by_names_in_both_languages(opened: Opening, query: str, found: list[str]) -> None:
    async with opened() as user:
        await user.press("c", "slash")
        await user.types(query)
        assert [title.split(" ━")[0].strip() for title in titles(user)] == found


@pytest.mark.parametrize("key", ["slash", "fullwidth_solidus"])
async def test_from_the_search_to_the_page_and_back_without_the_mouse(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press("c", key)
        await user.types("注意")
        await user.press("enter", "enter")
        assert user.lines[0].startswith(" Attention")
        await user.press("escape")
        assert user.screen_name == "concepts"
        assert user.sees("注意")
        await user.press("escape")
        assert user.screen_name == "concepts"
        assert not user.sees("注意")
        await user.press("escape")
        assert user.screen_name == "today"


async def test_a_page_shows_text_code_run_questions_and_the_log(opened: Opening, with_log: None) -> None:
    async with opened(LARGE) as user:
        await user.press("c", "down", "enter")
        assert user.lines[0].startswith(" Pooling")
        assert user.sees("Keeps one of every k numbers.")
        assert user.sees("return c, n // k")
        assert user.sees("The run")
        assert user.sees("One question")
        assert user.sees("What shape is the output?")
        assert user.sees("In your log: 2 times")
        assert user.sees("池化把图缩小（pooling只留下最大的）")


async def test_s26_a_page_shows_then_and_now_and_enter_opens_the_log_at_a_sentence(
    opened: Opening, imported: Importing
) -> None:
    old = "# 第一周周记 2024.07.01 ~ 2024.07.07\n\n我以为BP是往上走。\n\n"
    now = "# 第二周周记 2024.07.08 ~ 2024.07.14\n\n原来BP是往下走。\n"
    imported(old + now)
    async with opened(LARGE) as user:
        answered(user.journal, "backprop", "moves", date(2024, 7, 3), "uphill")
        await user.press("c", "slash", *"BP", "enter", "enter", "l")
        assert user.sees(
            "我以为BP是往上走。07.03 reviewed once, 0 right corrected 1×: The step goes against the gradient."
            "第二周周记 2024.07.08 ~ 2024.07.14 原来BP是往下走。"
        )
        await user.press("up", "enter")
        assert user.screen_name == "write"
        await user.until(lambda: user.app.screen.query_one(Editor).cursor_location == (2, 0))
        assert user.bodies == [old, now]


async def test_a_page_says_what_the_concept_needs(opened: Opening) -> None:
    async with opened(LARGE) as user:
        await user.press("c", "slash")
        await user.types("Attention")
        await user.press("enter", "enter")
        assert user.sees("needs Recurrent network")


async def test_space_runs_the_demo_with_other_numbers(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter")
        seen = {user.screen}
        for _ in range(3):
            await user.press("space")
            seen.add(user.screen)
        assert len(seen) == 4


async def test_the_code_on_a_page_can_be_changed_and_run(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter", "e", "ctrl+home")
        await user.types("print('changed')")
        await user.press("enter", "ctrl+r")
        assert user.sees("changed kernel")
        await user.press("escape")
        assert user.lines[0].startswith(" Convolution")


async def test_an_error_in_changed_code_is_shown_like_pythons_own(opened: Opening) -> None:
    async with opened() as user:
        await user.press("c", "enter", "e", "ctrl+home")
        await user.types("1 / 0")
        await user.press("enter", "f5")
        assert user.sees("ZeroDivisionError: division by zero")


@pytest.mark.parametrize("keys", [["a"], ["enter", "a"]])
async def test_a_concept_is_added_to_the_reviews_once(opened: Opening, keys: list[str]) -> None:
    async with opened() as user:
        await user.press("c", *keys)
        assert user.messages == ["1 question added to the reviews."]
        assert [card.concept for card in user.cards.values()] == ["convolution"]
        assert user.sees("not asked yet")
        await user.press("a")
        assert user.messages[-1] == "Its questions are on the review list already."
        assert len(user.cards) == 1
        await user.press("r")
        assert user.sees("How many places are there?")


async def test_a_path_is_chosen_and_shows_how_far_and_what_is_next(opened: Opening, settings: Settings) -> None:
    async with opened() as user:
        assert user.app.journal
        folder = settings.home / "ours"
        folder.mkdir()
        path = '[way]\nen = "A way"\nzh = "一条路"\nconcepts = ["backprop", "pooling"]\n'
        (folder / "paths.toml").write_text(path, encoding="utf-8")
        user.app.journal = replace(user.app.journal, library=replace(user.app.journal.library, folder=folder))
        await user.press("c", "l")
        assert user.sees("1 A way 0 of 2")
        await user.press("1")
        assert [title.split(" ━")[0].strip() for title in titles(user)][:3] == [
            "A way",
            "Backpropagation (BP)",
            "Pooling",
        ]
        assert user.sees("2 concepts · 0 begun · 0 known well")
        assert {card.concept for card in user.cards.values()} == {"backprop", "pooling"}
        assert 'path = "way"' in settings.file.read_text(encoding="utf-8")
        await user.press("home", "enter")
        assert user.lines[0].startswith(" Backpropagation")
        await user.press("escape", "l", "2")
        assert "A way" not in titles(user)
        assert len(user.cards) == 3


async def test_a_run_that_is_stopped_is_a_message_on_the_page(opened: Opening) -> None:
    async with opened() as user:
        user.runner.failing["convolution"] = "time"
        await user.press("c", "enter")
        assert user.sees("Stopped after 10 s: the run took too long.")
        assert user.sees("A kernel of k fits a row of n")


async def test_in_chinese_the_list_and_the_page_are_chinese(opened: Opening, with_log: None) -> None:
    async with opened(LARGE, "zh") as user:
        await user.press("c")
        for text in ("图像", "卷积", "提到 2 次"):
            assert user.sees(text)
        await user.press("enter")
        assert user.lines[0].startswith(" 卷积")
        assert user.sees("大小为 k 的核")
        assert user.sees("在周记中提到 2 次")


# --- the user's own files -----------------------------------------------------------------------------------------


def write_own(settings: Settings, name: str, text: str) -> None:
    settings.concepts.mkdir(exist_ok=True)
    (settings.concepts / name).write_text(text, encoding="utf-8")


async def test_a_concept_of_ones_own_is_listed_found_in_the_log_and_asked(
    opened: Opening, settings: Settings, imported: Importing
) -> None:
    write_own(
        settings,
        "dilation.py",
        CONVOLUTION.replace("Convolution", "Dilation").replace("卷积", "空洞").replace("CNN", "扩张"),
    )
    imported("# 第一周周记 2024.07.08 ~ 2024.07.14\n\n扩张的核。\n")
    async with opened() as user:
        assert user.sees("0 due · 1 new")
        await user.press("c", "end", "enter")
        assert user.lines[0].startswith(" Dilation")
        await user.press("r")
        assert user.lines[0].startswith(" Dilation")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('"""Mine\n"""\n\ndef demo(n=:\n    return n\n', "mine.py, line 4: does not parse"),
        ('"""Mine\n"""\n\ndef demo(n):\n    return n\n', "mine.py, line 4: demo: every parameter needs a default"),
        ("", "mine.py, line 1: the file has no title"),
    ],
)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_broken_file_is_shown_with_file_and_line_and_the_rest_goes_on(
    opened: Opening, settings: Settings, with_log: None, size: tuple[int, int], text: str, why: str
) -> None:
    write_own(settings, "mine.py", text)
    async with opened(size) as user:
        await user.press("c")
        assert any("mine" in line and "broken" in line for line in user.lines)
        await user.press("end", "enter")
        assert user.screen_name == "concepts"
        assert why in user.messages[-1]
        await user.press("a")
        assert not any(card.concept == "mine" for card in user.cards.values())
        await user.press("home", "enter")
        assert user.lines[0].startswith(" Convolution")


async def test_a_broken_file_may_have_the_name_of_a_concept_that_is_there(opened: Opening, settings: Settings) -> None:
    write_own(settings, "pooling.py", "def demo(:")
    async with opened() as user:
        await user.press("c")
        assert sum("Pooling" in line or "pooling" in line for line in user.lines) == 2
        await user.press("end", "enter")
        assert "pooling.py, line 1" in user.messages[-1]
        await user.press("home", "down", "enter")
        assert user.lines[0].startswith(" Pooling")
