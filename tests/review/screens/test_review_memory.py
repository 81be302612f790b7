"""Review: what an answer leaves behind, how it can be changed, and how a review session goes on."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

import pytest

from journal.core.ratings import Rating
from journal.core.settings import Settings
from journal.memory.of_cards import memory_of
from journal.memory.scheduling import preview
from journal.review.reviews import answers_today
from tests.support.app import NOW, Clock, Importing, Opening
from tests.support.reviewing import answer, asked, belief, truth


async def test_everything_about_an_answer_is_stored_at_once(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        question = asked(user)
        await answer(user, f" {belief(user, 'hanging_over')} ", "2")
        [review] = user.reviews
        card = user.cards[review.card_id]
        assert (card.concept, card.question) == ("convolution", "places")
        assert review.seed == question.variant.seed
        assert review.params == question.variant.params
        assert (review.at, review.day) == (NOW, date(2024, 7, 10))
        assert (review.kind, review.truth) == ("integer", question.variant.truth)
        assert review.typed == f" {belief(user, 'hanging_over')} "
        assert (review.verdict, review.wrong_ideas) == ("wrong", ["hanging_over"])
        assert (review.confidence, review.suggested, review.rating, review.counted) == ("unsure", 1, 1, True)
        assert 0 <= review.seconds < 600
        assert review.torch
        assert (card.stability, card.difficulty, card.due) == (review.stability, review.difficulty, review.due)
        assert review.stability > 0
        assert 1 <= review.difficulty <= 10
        assert review.due > user.journal.today
        assert (card.last, card.repetitions) == (date(2024, 7, 10), 1)


@pytest.mark.parametrize(
    ("digit", "name"), [("1", "Again"), ("2", "Hard"), ("3", "Good"), ("4", "Easy"), ("４", "Easy")]
)
async def test_a_digit_overrules_the_rating_and_both_are_stored(
    opened: Opening, with_log: None, digit: str, name: str
) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user), "1")
        assert user.sees("Hard · comes back")
        await user.press(digit)
        [review] = user.reviews
        assert (review.suggested, review.rating) == (2, {"Again": 1, "Hard": 2, "Good": 3, "Easy": 4}[name])
        card = user.cards[review.card_id]
        assert (card.stability, card.due, card.repetitions) == (review.stability, review.due, 1)
        assert user.sees(f"{name} · comes back")
        assert user.sees("your own rating")


async def test_the_four_ratings_show_their_dates_and_the_later_digit_holds(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        dues = []
        for digit in "1234":
            await user.press(digit)
            dues.append(user.reviews[-1].due)
        assert dues == sorted(dues)
        assert dues[0] < dues[3]
        assert len(user.reviews) == 1
        assert user.sees(f"4 Easy in {(dues[3] - user.journal.today).days} days")


async def test_a_missed_card_comes_back_in_the_sitting_with_other_numbers_and_is_remembered(
    opened: Opening, speaking_of: Importing
) -> None:
    speaking_of("卷积")
    async with opened() as user:
        await user.press("r")
        first = asked(user).variant.params
        await answer(user, belief(user, "hanging_over"))
        memory = next(iter(user.cards.values()))
        await user.press("enter")
        assert "How many places are there?" in user.screen
        assert asked(user).variant.params != first
        await answer(user, truth(user))
        assert not user.sees("practice: not counted")
        assert [(review.counted, review.repeat) for review in user.reviews] == [(True, False), (False, True)]
        repeated = next(iter(user.cards.values()))
        assert (memory.step, repeated.step) == (1, None)
        assert (repeated.repetitions, repeated.lapses, repeated.last) == (1, 0, memory.last)
        stored = memory_of(memory)
        assert stored is not None
        expected = preview(stored, stored.last, retention=0.9, card="", repetition=1)[Rating(user.reviews[-1].rating)]
        assert (repeated.stability, repeated.difficulty) == (expected.stability, expected.difficulty)
        await user.press("enter")
        assert user.sees("One card reviewed.")
        assert user.sees("0 right at the first try, of 1.")


async def test_a_sitting_left_after_a_miss_asks_it_again_the_same_day(
    opened: Opening, speaking_of: Importing, clock: Clock
) -> None:
    speaking_of("CNN")
    async with opened() as user:
        await user.press("r")
        await answer(user, belief(user, "hanging_over"))
        due = user.reviews[-1].due
    async with opened() as user:
        assert user.sees("1 to repeat · about")
        await user.press("r")
        await answer(user, truth(user))
        assert not user.sees("practice: not counted")
        assert [(review.counted, review.due) for review in user.reviews] == [(True, due), (False, due)]
        await user.press("u")
        await answer(user, belief(user, "hanging_over"))
    async with opened() as user:
        assert user.sees("1 to repeat · about"), "taken back, then missed again: one step is left"
        await user.press("r")
        await answer(user, truth(user))
        await user.press("enter", "t")
        assert user.sees("All done for today.")


async def test_undo_takes_the_answer_back_and_asks_it_again(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        code, before = asked(user).code, user.cards
        await answer(user, belief(user, "hanging_over"))
        await user.press("u")
        assert user.reviews == []
        assert user.cards == before
        assert asked(user).code == code
        assert "1 of 6" in user.screen
        await answer(user, truth(user))
        assert [review.verdict for review in user.reviews] == ["right"]


async def test_an_answer_that_another_program_has_followed_is_not_undone(
    opened: Opening, with_log: None, settings: Settings
) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        with sqlite3.connect(settings.database) as elsewhere:
            names = [row[1] for row in elsewhere.execute("PRAGMA table_info(review)") if row[1] != "id"]
            columns = ", ".join(f'"{name}"' for name in names)
            elsewhere.execute(f"INSERT INTO review ({columns}) SELECT {columns} FROM review")
        elsewhere.close()
        for key in ("u", "1"):
            await user.press(key)
            assert user.messages[-1] == "Only the last answer can be changed."
            assert len(user.reviews) == 2


async def test_an_answer_of_an_earlier_run_is_taken_back_after_a_yes_and_asked_again(
    opened: Opening, speaking_of: Importing
) -> None:
    speaking_of("BP")
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("q", "q")
    async with opened() as user:
        assert len(user.reviews) == 1
        await user.press("u", "y")
        assert user.reviews == []
        assert user.messages[-1].startswith("Undone: answered ")
        await user.press("r")
        assert user.sees("1 of 2")
        await answer(user, truth(user))
        await user.press("ctrl+y")
        assert user.messages[-1] == "Nothing to redo."


async def test_space_asks_again_with_other_numbers_and_nothing_of_it_counts(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        codes = [asked(user).code]
        await answer(user, truth(user))
        memory = user.cards
        for _ in range(2):
            await user.press("space")
            assert asked(user).question.name == "places"
            codes.append(asked(user).code)
            await answer(user, belief(user, "hanging_over"))
            assert user.sees("practice: not counted")
        assert len(set(codes)) == 3
        assert [review.counted for review in user.reviews] == [True, False, False]
        assert user.cards == memory
        await user.press("enter")
        assert asked(user).question.name == "shape"
        assert "2 of 6" in user.screen


async def test_practice_taken_back_is_asked_again_as_practice(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("space")
        await answer(user, truth(user))
        await user.press("u")
        assert [review.counted for review in user.reviews] == [True]
        await answer(user, truth(user))
        assert [review.counted for review in user.reviews] == [True, False]
        await user.press("enter")
        assert asked(user).question.name == "shape"


async def test_a_sitting_that_is_left_goes_on_where_it_was(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("enter")
        await user.types("1,")
        await user.press("escape")
        assert user.screen_name == "today"
        assert user.sees("0 due · 5 new")
        await user.press("r")
        assert "2 of 6" in user.screen
        await user.types("2")
        await user.press("enter")
        assert user.sees("How sure are you?")
        await user.press("c", "r", "1")
        assert user.reviews[-1].typed == "1,2"
        await user.press("t", "r")
        assert user.sees("is not it")
        await user.press("enter")
        assert "3 of 7" in user.screen  # the missed one comes once more


async def test_a_sitting_that_was_closed_goes_on_with_what_is_left(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        await user.press("enter")
    async with opened() as user:
        await user.press("r")
        assert asked(user).question.name == "shape"
        assert "1 of 5" in user.screen


async def test_what_is_learned_comes_back_on_its_day_with_other_numbers(
    opened: Opening, speaking_of: Importing, clock: Clock
) -> None:
    speaking_of("卷积")
    async with opened() as user:
        await user.press("r")
        first = asked(user).variant.params
        await answer(user, truth(user))
        due = user.reviews[0].due
        await user.press("enter")
        assert user.sees("One card reviewed.")
    clock.now = NOW + timedelta(days=(due - NOW.date()).days)
    async with opened() as user:
        assert user.sees("1 due · 0 new")
        await user.press("r")
        assert asked(user).variant.params != first


async def test_the_questions_of_today_are_made_before_they_are_asked(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        made = [question for _, question, _ in user.journal.ahead]
        await user.press("r")
        assert asked(user).question.name in made


async def test_a_concept_that_cannot_be_run_is_said_so_and_the_sitting_goes_on(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        user.runner.failing["convolution"] = "time"
        user.journal.ahead.clear()
        await user.press("r")
        assert user.messages == ["Convolution cannot be asked: Stopped after 10 s: the run took too long."]
        assert asked(user).question.name == "shape"
        await answer(user, truth(user))
        assert len(user.reviews) == 1


async def test_an_answer_counts_even_when_the_run_that_shows_it_is_stopped(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        value = truth(user)
        user.runner.failing["convolution"] = "time"
        await answer(user, value)
        assert user.sees("Right:")
        assert user.sees("Stopped after 10 s")
        await user.press("enter")
        assert "2 of 6" in user.screen


async def test_a_card_that_is_gone_by_the_time_of_the_answer_is_said_so(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(truth(user))
        await user.press("enter", "w")
        await user.press("f7", "backspace", "escape")
        await user.press("r", "3")
        assert user.messages[0] == "This question is no longer on the review list."
        assert user.sees("Nothing is due.") or user.sees("Nothing to review yet.")
        assert user.reviews == []


async def test_an_answer_that_cannot_be_stored_can_be_given_again(
    opened: Opening, with_log: None, settings: Settings, impatient: None
) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types(truth(user))
        await user.press("enter")
        other = sqlite3.connect(settings.database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        await user.press("3")
        assert "is in use by another program" in user.messages[0]
        assert user.sees("How sure are you?")
        other.execute("ROLLBACK")
        other.close()
        await user.press("3")
        assert [review.verdict for review in user.reviews] == ["right"]


async def test_an_empty_journal_says_what_to_press(opened: Opening) -> None:
    async with opened() as user:
        await user.press("r")
        assert user.sees("Nothing to review yet. Write about what you learned (w), or add concepts (c, then a).")
        await user.press("enter", "space", "1")
        assert user.screen_name == "today"


async def test_a_finished_day_says_how_it_went_and_what_to_press(opened: Opening, speaking_of: Importing) -> None:
    speaking_of("BP")
    async with opened() as user:
        await user.press("r")
        for _ in range(2):
            await answer(user, truth(user))
            await user.press("enter")
        assert user.sees("2 cards reviewed.")
        assert user.sees("2 right at the first try, of 2.")
        assert user.sees("w write c concepts t today")
        await user.press("enter", "space")
        assert user.sees("2 cards reviewed.")
        await user.press("t")
        assert user.sees("All done for today.")
        await user.press("r")
        assert user.sees("Nothing is due. Write (w), or learn a new concept (c).")


async def test_leaving_the_app_says_how_much_was_done(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        await answer(user, truth(user))
        assert answers_today(user.journal) == 1
        await user.press("t", "q")
    assert user.app.farewell == "1 answer today. Everything is saved."
    assert user.runner.closed
