"""Review: a question with numbers of its own, a typed prediction, how sure, the verdict and the run."""

from __future__ import annotations

import re

import pytest

from journal.ui.messages import OpenConcept
from tests.support.app import LARGE, SMALL, Importing, Opening
from tests.support.reviewing import answer, asked, belief, truth


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_question_shows_the_code_with_its_numbers_the_prompt_and_how_to_answer(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        await user.press("r")
        numbers = asked(user).variant.params
        assert f"n, k = {numbers['n']}, {numbers['k']}" in user.screen
        assert "return n - k + 1" in user.screen
        assert "How many places are there?" in user.screen
        assert user.sees("a whole number, or arithmetic: (32-3)//2+1")
        assert "1 of 6" in user.screen


async def test_the_title_does_not_give_the_answer_away(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        assert not user.sees("hang over the edge")
        assert not user.sees("times")


@pytest.mark.parametrize("typed", ["two", "3.5", "n-k+1", "2,8", ""])
async def test_a_line_of_the_wrong_form_is_no_attempt(opened: Opening, with_log: None, typed: str) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(typed)
        await user.press("enter")
        assert user.sees("Not a whole number: type one like 18, or arithmetic like (32-3)//2+1.")
        assert not user.sees("How sure are you?")
        assert user.reviews == []


async def test_after_a_line_of_the_wrong_form_the_right_one_is_taken(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, "x", "ctrl+u")
        await answer(user, truth(user))
        assert [review.verdict for review in user.reviews] == ["right"]


@pytest.mark.parametrize(
    ("digit", "confidence"),
    [("1", "guess"), ("2", "unsure"), ("3", "sure"), ("１", "guess"), ("２", "unsure"), ("３", "sure")],
)
async def test_one_digit_says_how_sure(opened: Opening, with_log: None, digit: str, confidence: str) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(truth(user))
        await user.press("enter")
        assert user.sees("How sure are you? 1 a guess 2 unsure 3 sure")
        await user.press(digit)
        assert [review.confidence for review in user.reviews] == [confidence]


async def test_an_answer_keeps_what_was_opened_before_it_and_when_its_first_key_came(
    opened: Opening, with_log: None
) -> None:
    """The text of another concept says nothing of this answer, and what is opened after it comes too late."""
    async with opened() as user:
        await user.press("r")
        concepts, own = user.journal.library.concepts, asked(user).concept
        other = next(each for each in concepts.values() if each.id != own.id)
        for concept in (own, other):
            user.app.post_message(OpenConcept(concept))
            await user.settled()
            await user.press("escape")
        await answer(user, truth(user))
        await user.press("v", "escape", "enter")
        await answer(user, truth(user))
        first, second = user.reviews
    assert (first.opened, second.opened) == (["text"], [])
    assert first.first_key is not None
    assert first.away is not None
    assert 0 <= first.first_key <= first.seconds + 0.1
    assert first.away + 0.1 > 0


async def test_nothing_is_stored_before_one_has_said_how_sure(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(truth(user))
        await user.press("enter", "x", "4", "enter", "space")
        assert user.screen_name == "review"
        assert user.sees("How sure are you?")
        assert user.reviews == []


async def test_a_right_answer_is_said_to_be_right_with_rating_and_next_date(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        value = truth(user)
        await answer(user, value)
        assert f"Right: {value}." in user.screen
        days = (user.reviews[0].due - user.journal.today).days
        assert f"Good · comes back in {days} days" in user.screen
        assert user.sees("right and sure")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_wrong_idea_is_named_and_both_codes_stand_side_by_side(
    opened: Opening, with_log: None, size: tuple[int, int]
) -> None:
    async with opened(size) as user:
        await user.press("r")
        k, value, held = asked(user).variant.params["k"], truth(user), belief(user, "hanging_over")
        await answer(user, held)
        assert f"{held} is not it: {value}." in user.screen
        assert user.sees("the case: At the last places the kernel would")
        assert re.search(rf"what ran\s+k = {k}  →  {value}", user.screen)
        assert re.search(rf"what you believed\s+k = 1  →  {held}", user.screen)
        assert user.sees("Again · comes back tomorrow")
        assert user.sees("wrong though you were sure")


async def test_a_wrong_idea_that_is_a_formula_stands_beside_the_code_above(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        n, k = asked(user).variant.params.values()
        await answer(user, belief(user, "first_left_out"))
        assert user.sees("The first place counts as well.")
        assert re.search(r"what ran\s+the code above", user.screen)
        assert re.search(rf"what you believed\s+n - k = {n} - {k}  →", user.screen)


async def test_a_wrong_answer_that_no_known_idea_leads_to_is_said_so(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, "999")
        assert user.sees("No known misconception leads to this answer.")
        assert user.reviews[0].wrong_ideas == []


async def test_the_code_is_really_run_and_its_output_and_the_concept_are_shown(opened: Opening, with_log: None) -> None:
    async with opened(LARGE) as user:
        await user.press("r")
        k, value = asked(user).variant.params["k"], truth(user)
        await answer(user, value)
        assert re.search(rf"The run · \d+ ms\s*\n.*kernel {k}\s*\n.*{value}", user.screen.replace("│", ""))
        assert user.sees("A kernel of k fits a row of n at")


@pytest.mark.parametrize(
    ("concept", "form", "right"),
    [
        ("池化", "a shape: 2,8,16", r"\(\d+, \d+\)"),
        ("RNN", "yes or no: y, n", "(yes|no)"),
        ("BP", "the digit before it", "(up|down)"),
    ],
)
async def test_every_kind_of_answer_can_be_typed(
    opened: Opening, speaking_of: Importing, concept: str, form: str, right: str
) -> None:
    speaking_of(concept)
    async with opened() as user:
        await user.press("r")
        assert user.sees(form)
        await answer(user, truth(user))
        assert re.search(f"Right: {right}\\.", user.screen)


async def test_a_shape_may_be_typed_in_many_ways_full_width_ones_too(opened: Opening, speaking_of: Importing) -> None:
    speaking_of("池化")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    async with opened() as user:
        await user.press("r")
        for form in ("({}, {})", "[{} {}]", "{}x{}", "{}，{}", "（{}、{}）"):
            sizes = asked(user).variant.truth
            assert isinstance(sizes, tuple)
            await answer(user, form.format(*sizes).translate(wide if "，" in form else {}))
            assert user.sees("Right: ("), form
            await user.press("space")


async def test_the_choices_stand_behind_their_digits_and_can_be_typed_as_words(
    opened: Opening, speaking_of: Importing
) -> None:
    speaking_of("BP")
    async with opened() as user:
        await user.press("r")
        assert user.sees("1 up 2 down")
        await answer(user, "1" if truth(user) == "up" else "2")
        await user.press("enter")
        assert user.sees("1 loss 2 gradient 3 step")
        await answer(user, "123")
        assert [review.verdict for review in user.reviews] == ["right", "right"]
        assert [review.typed for review in user.reviews] == ["1" if user.reviews[0].truth == "up" else "2", "123"]


async def test_in_chinese_all_of_it_is_chinese(opened: Opening, with_log: None) -> None:
    async with opened(LARGE, "zh") as user:
        await user.press("r")
        assert "卷积" in user.lines[0]
        assert user.sees("一共有几处？")
        await answer(user, belief(user, "hanging_over"))
        assert user.sees("在最后几处，核会越过边界。")
        assert user.sees("实际运行")
        assert user.sees("你以为")
        assert user.sees("答错了，而你很确定")


async def test_in_chinese_choices_are_typed_in_chinese(opened: Opening, speaking_of: Importing) -> None:
    speaking_of("BP")
    async with opened(SMALL, "zh") as user:
        await user.press("r")
        word = "变大" if truth(user) == "up" else "变小"
        await answer(user, word)
        assert user.sees(f"答对了：{word}。")


async def test_enter_goes_on_to_the_next_card(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("enter")
        assert "2 of 6" in user.screen
        assert "What shape is the output?" in user.screen
        assert not user.sees("Right:")


async def test_what_is_left_out_waits_and_is_not_counted(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r", "f2")
        assert asked(user).question.name == "shape"
        assert user.reviews == []


@pytest.mark.parametrize("key", ["question_mark", "fullwidth_question_mark", "f1"])
async def test_after_the_run_help_is_one_key_away(opened: Opening, with_log: None, key: str) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press(key)
        assert user.screen_name == "help"


async def test_the_code_can_be_changed_and_run_again_without_counting(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("e")
        assert user.sees("Change numbers or lines, then press F5.")
        await user.press("ctrl+home")
        await user.types("print('changed by hand')")
        await user.press("enter", "f5")
        assert user.sees("The run")
        assert user.sees("changed by hand kernel")
        await user.press("escape")
        assert user.screen_name == "review"
        assert user.sees("Right:")
        assert len(user.reviews) == 1


async def test_a_reason_is_kept_and_shown_at_the_next_miss(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types("999")
        await user.press("enter", "y")
        await user.types("the edge counts")
        await user.press("enter", "1")
        assert not user.sees("You said before")
        await user.press("space")
        await answer(user, truth(user))
        assert not user.sees("You said before")
        await user.press("space")
        await answer(user, "999")
        assert user.sees("You said before: the edge counts")


async def test_backspace_goes_back_from_how_sure_to_the_answer(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types("12")
        await user.press("enter")
        assert user.sees("change the answer")
        await user.press("backspace")
        assert user.sees("> 12")
        await user.press("backspace", "backspace")
        await answer(user, truth(user))
        assert user.reviews[-1].right
        assert len(user.reviews) == 1


async def test_in_a_small_terminal_what_is_returned_and_asked_is_in_view(opened: Opening, with_log: None) -> None:
    async with opened((60, 15)) as user:
        await user.press("r")
        last = asked(user).code.splitlines()[-1].strip()
        assert user.sees(last)
        assert user.sees(asked(user).prompt.replace("`", ""))
        await answer(user, truth(user))
        assert user.sees(last)
