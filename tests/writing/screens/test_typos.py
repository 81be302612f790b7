"""Typos in Write: shown quietly, fixed on request, and nothing else is touched."""

from __future__ import annotations

from textual.widgets import TextArea

from tests.support.app import Importing, Opening, User

TEXT = "# 第二周周记 2024.07.08 ~ 2024.07.14\n\n卷积应用与检测，淋漓精致！！！a's\n一共（没有完\n"


def text(user: User) -> str:
    return user.app.screen.query_one(TextArea).text


def underlined(user: User) -> str:
    """What is underlined on the screen."""
    strips = user.app.screen._compositor.render_strips()
    return "|".join(segment.text for strip in strips for segment in strip if segment.style and segment.style.underline)


async def test_s18_slips_are_shown_and_those_that_are_chosen_are_mended(opened: Opening, imported: Importing) -> None:
    imported(TEXT)
    async with opened() as user:
        await user.press("w")
        assert user.sees("F5 4 typos")
        assert "应用与" in underlined(user)
        assert "a's" in underlined(user)
        await user.press("f5", "enter", "down", "enter", "escape")
        assert text(user) == TEXT.replace("应用与", "应用于").replace("！a's", "！")
        assert user.messages == ["2 typos fixed: ctrl+z undoes them"]
        await user.press("ctrl+s")
        assert user.bodies == [text(user)]
        assert user.sees("F5 2 typos")
        await user.press("ctrl+z", "ctrl+z")
        assert text(user) == TEXT


async def test_all_are_mended_but_those_whose_remedy_only_the_writer_knows(
    opened: Opening, imported: Importing
) -> None:
    imported(TEXT)
    async with opened() as user:
        await user.press("w", "f5", "a", "end", "enter")
        assert user.messages == [
            "It is unpaired, and only you know where the other one belongs: close the list and fix it in the text."
        ]
        await user.press("escape")
        better = TEXT.replace("应用与", "应用于").replace("淋漓精致", "淋漓尽致").replace("a's", "")
        assert text(user) == better


async def test_what_is_no_slip_is_let_be_for_good(opened: Opening, imported: Importing) -> None:
    imported(TEXT)
    async with opened() as user:
        await user.press("w", "f5", "x", "escape")
        assert text(user) == TEXT
        assert user.sees("F5 3 typos")
        assert "应用与" not in underlined(user)
        await user.press("escape", "w")
        assert user.sees("F5 3 typos")


async def test_a_text_without_slips_says_so(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w", "f5")
        assert user.messages == ["No typos found."]
        assert not user.sees("typo")
