"""Cards of one's own on the screens: made with one key from anywhere, asked, rated, found and changed."""

from __future__ import annotations

from journal.core.messages import say
from journal.notes.kinds import NoteDraft
from journal.review.cards import card_rows
from journal.review.notes import make
from journal.review.screens.card import CardScreen
from journal.review.screens.note import NoteForm
from journal.review.screens.note_text import note_content
from journal.review.screens.review import ReviewScreen
from journal.ui.widgets.area import Area
from tests.support.app import Opening, User
from tests.support.reviewing import answer, asked, truth


def prompts(user: User) -> list[str]:
    """What the cards of one's own ask."""
    assert user.app.journal is not None
    return [row.prompt for row in card_rows(user.app.journal, "topic:notes")]


def form(user: User) -> NoteForm:
    """The form that is on the screen."""
    assert isinstance(user.app.screen, NoteForm)
    return user.app.screen


async def test_a_card_is_made_in_a_few_keys(opened: Opening) -> None:
    async with opened() as user:
        await user.press("n")
        await user.types("What does BN do?")
        await user.press("tab")
        await user.types("normalises")
        await user.press("ctrl+s")
        assert prompts(user) == ["What does BN do?"]
        assert not isinstance(user.app.screen, NoteForm)


async def test_a_sentence_of_the_log_becomes_a_card(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("Adam keeps two moments. It divides by one")
        await user.press("ctrl+o")
        assert form(user).query_one("#front", Area).text == "It divides by one"
        await user.types("the second")
        await user.press("ctrl+s")
        assert prompts(user) == ["It divides by one"]
        assert user.app.journal is not None
        [row] = card_rows(user.app.journal, "topic:notes")
        await user.press("escape", "d")
        assert row.title == "own card"


async def test_a_word_becomes_a_gap_with_one_key(opened: Opening) -> None:
    async with opened() as user:
        await user.press("n")
        await user.types("Adam is momentum")
        await user.press("f3", "ctrl+s")
        assert prompts(user) == ["Adam is […]"]


async def test_a_form_that_lacks_a_side_says_so_and_stays(opened: Opening) -> None:
    async with opened() as user:
        await user.press("n")
        await user.types("only a front")
        await user.press("ctrl+s")
        assert any("needs a back" in told for told in user.messages)
        await user.press("escape")
        assert say("notes.leave_again") in user.messages
        assert form(user).query_one("#front", Area).text == "only a front"
        await user.press("escape")
        assert prompts(user) == []


async def test_a_card_is_shown_thought_about_and_rated(opened: Opening) -> None:
    async with opened() as user:
        assert user.app.journal is not None
        make(user.app.journal, NoteDraft("recall", "What is $\\sigma(0)$?", "**half**: $\\frac{1}{2}$"))
        await user.press("r")
        assert "What is σ(0)?" in user.screen
        assert "half" not in user.screen
        await user.press("enter")
        assert "half: 1/2" in user.screen
        assert "How well did you know it?" in user.screen
        await user.press("3")
        [row] = card_rows(user.app.journal)
        assert row.state == "review"
        assert isinstance(user.app.screen, ReviewScreen)
        assert user.app.screen.phase == "done"


async def test_an_answer_that_is_typed_is_judged_without_a_run(opened: Opening) -> None:
    async with opened() as user:
        assert user.app.journal is not None
        make(user.app.journal, NoteDraft("typed", "relu(-3)?", answers=("0",)))
        await user.press("r")
        await user.types("1")
        await user.press("enter", "3")
        assert "1 is not it: 0." in user.screen
        assert "The run" not in user.screen


async def test_a_card_is_changed_on_its_page_and_shown_as_it_is_now(opened: Opening) -> None:
    async with opened() as user:
        assert user.app.journal is not None
        made = make(user.app.journal, NoteDraft("recall", "old", "answer"))
        await user.press("d", "enter")
        assert isinstance(user.app.screen, CardScreen)
        await user.press("e")
        front = form(user).query_one("#front", Area)
        front.load_text("new")
        await user.press("ctrl+s")
        assert "new" in user.screen
        assert prompts(user) == ["new"]
        assert made.cards


def test_a_side_is_shown_as_its_writer_meant_it() -> None:
    content = note_content("# Head\n- **bold** `code` ![a plot](media/x.png)\n```python\nx = 1\n```\nafter $x^2$")
    assert content.plain == "Head\n• bold code [picture: a plot]\nx = 1\nafter x²"


async def test_a_verdict_becomes_a_card_that_holds_question_and_answer(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("r")
        right, prompt = truth(user), asked(user).prompt
        await answer(user, "0")
        await user.press("n")
        assert prompt in form(user).query_one("#front", Area).text
        assert form(user).query_one("#back", Area).text.startswith(right)
        await user.press("ctrl+s")
        assert len(prompts(user)) == 1
        assert prompt in prompts(user)[0]
