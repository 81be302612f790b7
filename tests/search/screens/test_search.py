"""Search over any screen: as one types, hits marked, enter opens the week or the concept."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from journal.core.languages import Language
from journal.followups.followups import park
from journal.review.cards import card_rows
from journal.review.screens.note import NoteForm
from journal.search.screens.search import Search
from journal.ui.widgets.area import Area
from journal.writing.screens.write import WriteScreen
from tests.support.app import LARGE, SMALL, Importing, Opening, User
from tests.support.library import LOG


def typed(user: User) -> str:
    """What stands in the line."""
    return user.app.screen.query_one(Input).value


@pytest.mark.parametrize("key", ["s", "slash", "fullwidth_solidus", "ctrl+f"])
async def test_it_opens_with_any_of_its_keys_and_escape_goes_back(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press(key)
        assert isinstance(user.app.screen, Search)
        assert typed(user) == ""
        await user.press("escape")
        assert user.screen_name == "today"


async def test_it_opens_over_the_editor_and_leaves_text_and_cursor_as_they_were(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("w", "up", "home")
        screen = user.app.screen
        assert isinstance(screen, WriteScreen)
        before = screen.editor.cursor_location
        await user.press("ctrl+f")
        await user.types("池化")
        await user.press("escape")
        assert (user.app.screen, screen.editor.cursor_location, user.bodies) == (screen, before, [LOG])


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_what_holds_the_words_is_listed_while_one_types(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        await user.press("s")
        await user.types("池")
        assert user.sees("2 found")
        assert user.sees("Keeps one of every k numbers.") is False
        assert user.sees("concept Pooling")
        assert user.sees("池化把图缩小")
        await user.types("塘")
        assert user.sees("No matches.")


async def test_enter_on_a_concept_opens_its_page_and_escape_leads_back(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("p", "s")
        await user.types("pooling")
        await user.press("enter")
        assert user.screen_name == "concepts"
        assert user.sees("Keeps one of every k numbers.")
        await user.press("escape")
        assert user.screen_name == "progress"


async def test_enter_on_a_week_opens_it_at_the_sentence_that_was_found(opened: Opening, imported: Importing) -> None:
    imported("# 第一周周记 2024.06.24 ~ 2024.06.30\n\n先看了别的。\n\n后来有人说起残差。又看了别的。\n")
    imported(LOG)
    async with opened() as user:
        await user.press("w", "escape", "s")
        await user.types("残差")
        await user.press("enter")
        screen = user.app.screen
        assert isinstance(screen, WriteScreen)
        await user.until(lambda: screen.editor.cursor_location == (4, 0))
        assert "后来有人说起残差" in screen.editor.text


async def test_enter_waits_for_the_answer_to_the_last_words(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("s")
        line = user.app.screen.query_one(Input)
        line.value = "attention"
        line.post_message(Input.Submitted(line, line.value))
        await user.until(lambda: user.screen_name == "concepts")
        await user.settled()
        assert user.sees("Each of the t words looks at all of them.")


async def test_the_arrows_choose_while_the_cursor_stays_in_the_line(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("s")
        await user.types("w")
        rows = user.app.screen.query_one(OptionList)
        assert rows.option_count > 1
        await user.press("down")
        assert rows.highlighted == 1
        await user.types("e")
        assert typed(user) == "we"
        await user.press("down", "up")
        assert rows.highlighted == 0


async def test_a_parked_line_is_found_and_opens_what_is_left_open(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        park(user.journal, "GAN 是什么")
        await user.press("s")
        await user.types("gan")
        await user.press("enter")
        assert type(user.app.screen).__name__ == "FollowupsScreen"
        assert user.sees("GAN 是什么")


@pytest.mark.parametrize(("language", "says"), [("en", "There is no week 9:"), ("zh", "9")])
async def test_a_filter_that_names_nothing_is_told_while_one_types(
    opened: Opening, with_log: None, language: Language, says: str
) -> None:
    async with opened(language=language) as user:
        await user.press("s")
        await user.types("week:9")
        assert user.sees(says)
        await user.press("enter")
        assert isinstance(user.app.screen, Search)


async def test_a_hit_becomes_a_card_with_one_key(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("s")
        await user.types("权重会沿着")
        await user.press("ctrl+o")
        form = user.app.screen
        assert isinstance(form, NoteForm)
        assert "权重会沿着" in form.query_one("#front", Area).text
        await user.types("downhill")
        await user.press("ctrl+s")
        [row] = [each for each in card_rows(user.journal) if each.name.startswith("note:")]
        assert "权重会沿着" in row.prompt
