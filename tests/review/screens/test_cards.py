"""The page of a card, the list of cards, and taking cards out of the reviews."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import pytest
from textual.widgets import Input, Static

from journal.core.languages import Language
from journal.core.settings import Settings
from journal.history.undo import undo
from tests.support.app import LARGE, NOW, SMALL, Clock, Importing, Opening, User
from tests.support.reviewing import answer, asked, belief, truth


def card_of(user: User) -> str:
    """The name of the card that is asked."""
    return f"{asked(user).concept.id}.{asked(user).question.name}"


async def to_reviewed(user: User, idea: str = "") -> None:
    await user.press("r")
    await answer(user, belief(user, idea) if idea else truth(user))


# --- the page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(
    ("language", "why", "others"), [("en", "you want", "Other answers: Again"), ("zh", "你要的", "换作其他评分：重来")]
)
async def test_one_key_tells_of_a_reviewed_question_why_it_comes_back_then(
    opened: Opening, with_log: None, size: tuple[int, int], language: Language, why: str, others: str
) -> None:
    async with opened(size, language) as user:
        await to_reviewed(user)
        await user.press("i")
        assert user.screen_name == "card"
        assert user.sees(why)
        assert user.sees(others)
        assert user.sees("100%")
        await user.press("escape")
        assert user.screen_name == "review"
        assert user.sees("1 Again" if language == "en" else "1 重来")


async def test_while_answering_the_page_is_opened_without_typing(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types("i-@")
        await user.press("f5")
        assert user.screen_name == "card"
        assert user.sees("New: introduced")
        await user.press("escape")
        assert user.sees("> i-@")


async def test_the_page_lists_wrong_answers_with_the_idea_that_each_came_from(opened: Opening, with_log: None) -> None:
    async with opened(LARGE) as user:
        await to_reviewed(user, "hanging_over")
        await user.press("m")
        assert user.screen_name == "card"
        assert user.sees("Your wrong answers")
        assert user.sees("At the last places the kernel would hang over the edge.")
        assert user.sees("showed 1 of 1 time it could")


async def test_from_the_page_lead_one_key_each_to_text_and_demo(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await to_reviewed(user)
        await user.press("i", "v")
        assert user.screen_name == "concepts"
        await user.press("escape", "e")
        assert user.screen_name == "bench"
        await user.press("escape")
        assert user.screen_name == "card"


async def test_a_concepts_page_opens_the_cards_of_its_questions(opened: Opening, with_log: None) -> None:
    async with opened(LARGE) as user:
        await user.press("s")
        await user.types("Recurrent")
        await user.press("enter", "i")
        assert user.sees("Does the signal grow?")
        assert user.sees("question 1 of 2")
        await user.press("right")
        assert user.sees("How large is it in the end?")
        await user.press("right")
        assert user.sees("Does the signal grow?")


async def test_a_concept_without_cards_says_so(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("s")
        await user.types("Attention")
        await user.press("enter", "i")
        assert user.screen_name == "concepts"
        assert user.messages == ["No question of “Attention” is on your review list."]


# --- in and out ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "told", "state"), [("f3", "until tomorrow", "is:buried"), ("f4", "until you restore it", "is:suspended")]
)
async def test_while_answering_a_function_key_takes_the_card_out_and_goes_on(
    opened: Opening, with_log: None, key: str, told: str, state: str
) -> None:
    async with opened() as user:
        await user.press("r")
        name = card_of(user)
        await user.press(key)
        assert told in user.messages[0]
        assert card_of(user) != name
        assert user.reviews == []
        await user.press("escape", "d")
        await user.types(state)
        assert "1 card" in user.lines[0]


@pytest.mark.parametrize("key", ["-", "－", "f3"])
async def test_a_missed_card_that_is_buried_does_not_come_back_in_the_sitting(
    opened: Opening, speaking_of: Importing, clock: Clock, key: str
) -> None:
    speaking_of("卷积")
    async with opened() as user:
        await to_reviewed(user, "hanging_over")
        await user.press({"-": "minus", "－": "fullwidth_hyphen_minus"}.get(key, key))
        assert user.sees("One card reviewed.")
        [card] = user.cards.values()
        assert card.buried_until == (NOW + timedelta(days=1)).date()
        assert len(user.reviews) == 1
        clock.now += timedelta(days=1)
        await user.press("t", "r")
        assert card_of(user) == "convolution.places"


async def test_the_page_suspends_and_brings_back(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await to_reviewed(user)
        card_id = user.reviews[0].card_id
        await user.press("i", "at")
        assert user.cards[card_id].suspended
        assert user.sees("Suspended")
        assert user.sees("b restores it")
        await user.press("b")
        assert not user.cards[card_id].suspended
        await user.press("minus")
        assert user.sees("Buried until tomorrow")
        await user.press("f2")
        assert user.cards[card_id].buried_until is None


# --- leeches ------------------------------------------------------------------------------------------------------


async def test_the_eighth_lapse_says_at_once_what_to_do_and_today_names_it(
    opened: Opening, speaking_of: Importing, settings: Settings, clock: Clock
) -> None:
    speaking_of("卷积")
    async with opened() as user:
        await to_reviewed(user)
        assert not user.sees("leech")
    with sqlite3.connect(settings.database) as elsewhere:
        elsewhere.execute("UPDATE card SET lapses = 7")
    elsewhere.close()
    clock.now += timedelta(days=30)
    async with opened(LARGE) as user:
        assert not user.sees("Leeches")
        await to_reviewed(user, "hanging_over")
        assert user.sees("A leech: missed 8 times")
        await user.press("3")
        assert not user.sees("A leech")
        await user.press("1", "v")
        assert user.sees("A kernel of k fits a row of n at")
        await user.press("escape", "t")
        assert user.sees("Leeches d")
        await user.press("d")
        assert "1 card" in user.lines[0]
        assert user.sees("leech")
        await user.press("enter")
        assert user.sees("A leech: missed 8 times.")
        await user.press("escape", "escape", "d")
        await user.types("卷积")
        assert user.app.screen.query_one(Input).value == "卷积", "what is typed takes the place of the filter"


# --- the list -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_list_is_narrowed_as_one_types_and_enter_opens_a_card(
    opened: Opening, with_log: None, language: Language
) -> None:
    async with opened(language=language) as user:
        await user.press("d")
        assert ("6 cards" if language == "en" else "6 题") in user.lines[0]
        await user.types("RNN is:new")
        assert ("2 cards" if language == "en" else "2 题") in user.lines[0]
        await user.press("down", "enter")
        assert user.sees("How large is it in the end?" if language == "en" else "最后有多大？")
        await user.press("escape")
        assert user.sees("RNN is:new")


async def test_a_filter_that_names_nothing_is_said_in_the_line_below(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("d")
        await user.types("is:lost")
        assert user.sees("No state 'lost'")
        assert "0 cards" in user.lines[0]


async def test_several_cards_are_marked_and_suspended_and_brought_back_together(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await user.press("d", "tab", "tab")
        assert "2 marked" in user.lines[0]
        await user.press("f4")
        assert user.messages[-1] == "2 cards are suspended until you bring them back."
        assert sum(card.suspended for card in user.cards.values()) == 2
        assert "2 marked" in user.lines[0], "so that the next key does to the same"
        await user.press("f4")
        assert not any(card.suspended for card in user.cards.values())
        await user.press("f2", "f3")
        assert all(card.buried_until for card in user.cards.values())
        await user.press("f2")
        assert "marked" not in user.lines[0]


async def test_a_narrower_filter_lets_go_of_the_marks_on_what_it_hides(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("d", "f2")
        await user.types("RNN")
        assert "2 cards · 2 marked" in user.lines[0]
        await user.press("f4")
        assert sum(card.suspended for card in user.cards.values()) == 2


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_question_under_the_cursor_is_shown_whole_beside_the_list(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        await user.press("d")
        await user.types("RNN")
        await user.press("down")
        assert str(user.app.screen.query_one("#preview", Static).render()).endswith("How large is it in the end?")


async def test_the_list_is_sorted_by_one_column_after_the_other(opened: Opening, with_log: None, clock: Clock) -> None:
    async with opened() as user:
        await to_reviewed(user)
        [review] = user.reviews
        clock.now += timedelta(days=1)
        await user.press("escape", "d", "end")
        first = user.app.screen.rows[0].id  # type: ignore[attr-defined]
        for name in ("due", "recall", "stable"):
            await user.press("f7")
            assert user.app.screen.rows[0].id == review.card_id  # type: ignore[attr-defined]
            assert user.sees(name)
        for told in ("most missed first", "newest first", "in the order of learning"):
            await user.press("f7")
            assert user.sees(told)
        assert user.app.screen.rows[0].id == first  # type: ignore[attr-defined]


async def test_all_marked_cards_are_due_today_or_new_again_and_undo_takes_that_back(
    opened: Opening, with_log: None
) -> None:
    async with opened() as user:
        await to_reviewed(user)
        before = user.cards
        [review] = user.reviews
        await user.press("escape", "d", "f2", "f5")
        assert user.cards[review.card_id].due == user.journal.today
        assert user.messages[-1] == "1 card is due today.", "the others are new, and have no date"
        await user.press("f6")
        assert user.cards[review.card_id].due is None
        assert user.cards[review.card_id].repetitions == 0
        undo(user.journal)
        undo(user.journal)
        assert user.cards == before
