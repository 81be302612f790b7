"""What the log leaves open, on the screens: taken, dismissed, done by one key each, and a thought parked."""

from __future__ import annotations

import re

import pytest

from journal.core.languages import Language
from journal.followups.followups import accept, park
from journal.followups.listing import open_followups
from journal.followups.proposals import proposals
from journal.followups.screens.inbox import FollowupsScreen
from journal.notes.kinds import uid_of
from journal.review.cards import card_rows
from journal.review.notes import note_of
from journal.review.screens.note import NoteForm
from journal.ui.widgets.area import Area
from journal.weeks.week_rows import all_weeks
from journal.writing.screens.write import WriteScreen
from tests.support.app import LARGE, SMALL, Importing, Opening, User

ZH_TITLE = re.compile('^ZH = """(.+)$', re.MULTILINE)
HEADING = "# 第一周周记 2024.07.08 ~ 2024.07.14"
LOG = f"""{HEADING}

这周先看了卷积。

我先跳过了池化（今晚就学），又学了RNN。刚开始学BP的时候，经常和RNN搞混。听人说起GAN。
"""


@pytest.fixture
def with_cues(imported: Importing) -> None:
    """A log that leaves three things open: 池化 for later, BP mixed up with RNN, a new name."""
    imported(LOG)


def noted(user: User) -> list[tuple[str, str, str]]:
    """What is stored: kind, text and state."""
    return [(each.kind, each.text, each.state) for each in open_followups(user.journal, and_done=True)]


def cursor(user: User) -> tuple[int, int]:
    """Where the cursor of the editor stands."""
    screen = user.app.screen
    assert isinstance(screen, WriteScreen)
    return screen.editor.cursor_location


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_today_says_how_much_there_is_to_look_at(opened: Opening, with_cues: None, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        assert user.sees("Follow-ups  F8 3 to look at")


async def test_today_lists_what_is_open_and_when_it_is_due(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "enter", "escape")
        assert any("池化" in line and line.rstrip().endswith("today") for line in user.lines)
        assert user.sees("F8 2 to look at")


async def test_a_proposal_is_taken_by_enter_dismissed_by_x_and_done_by_space(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "enter", "down", "x", "down", "space")
        assert noted(user) == [("later", "池化", "open"), ("term", "GAN", "done")]
        await user.press("escape", "f8")
        assert not user.sees("BP or RNN?")
        assert user.sees("池化")


async def test_every_key_can_be_taken_back_while_the_list_is_open(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "x", "enter", "space", "enter")
        assert noted(user) == [("later", "池化", "open")]


async def test_the_sentence_of_the_line_under_the_cursor_is_shown(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8")
        assert user.sees("我先跳过了池化（今晚就学），又学了RNN。")
        await user.press("down")
        assert user.sees("刚开始学BP的时候，经常和RNN搞混。")


async def test_enter_opens_the_concept_of_what_is_open(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "enter", "enter")
        assert user.screen_name == "concepts"
        assert user.sees("Keeps one of every k numbers.")
        await user.press("escape")
        assert user.screen_name == "today"


async def test_l_goes_to_the_sentence_in_the_log(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "down", "l")
        assert user.screen_name == "write"
        await user.until(lambda: cursor(user) == (4, LOG.splitlines()[4].index("刚开始")))
        assert user.bodies == [LOG]


async def test_s16_a_new_name_becomes_a_concept_file_to_start_from(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "down", "down", "enter", "enter")
        assert (user.journal.settings.concepts / "gan.py").exists()
        assert noted(user) == [("term", "GAN", "done")]


async def test_s15_the_chinese_name_that_the_log_gives_a_new_name_is_its_title_and_found_from_then_on(
    opened: Opening, imported: Importing
) -> None:
    imported(f"{HEADING}\n\n听人说起GAN（生成对抗网络）和VAE（类似于GAN）。\n")
    async with opened() as user:
        assert [each.text for each in proposals(user.journal, 1)] == ["GAN", "VAE"]
        await user.press("f8", "enter", "enter", "down", "enter", "enter")
    concepts = user.journal.settings.concepts
    assert ZH_TITLE.findall((concepts / "gan.py").read_text(encoding="utf-8")) == ["生成对抗网络"]
    assert ZH_TITLE.findall((concepts / "vae.py").read_text(encoding="utf-8")) == ["VAE"]
    async with opened() as user:
        assert [place.concept for place in user.journal.mention_spans("又学了生成对抗网络")] == ["gan"]


async def test_what_is_written_now_is_proposed_at_once(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.types("先跳过了注意力（明天学）。")
        await user.press("f8")
        assert user.sees("later")
        assert any("注意力" in line and "tomorrow" in line for line in user.lines)


async def test_the_editor_says_how_much_there_is_to_look_at(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("w")
        assert user.sees("F8 3 to look at")
        await user.press("f8", "enter", "escape")
        assert user.sees("F8 2 to look at")
        await user.types("又跳过了注意力。")
        await user.press("ctrl+s")
        await user.until(lambda: user.sees("F8 3 to look at"))


@pytest.mark.parametrize(("digit", "finding"), [("1", "confirmed"), ("2", "refuted"), ("3", "known"), ("4", "")])
async def test_s14_an_idea_that_is_done_is_asked_what_came_of_it(
    opened: Opening, imported: Importing, digit: str, finding: str
) -> None:
    imported(f"{HEADING}\n\n学了CNN（忽然想到一个问题，卷积核能不能自己决定大小？）。\n")
    async with opened() as user:
        await user.press("f8", "enter", "space")
        assert user.sees("What came of it?")
        await user.press("escape")
        assert [each.finding for each in open_followups(user.journal)] == [""]
        await user.press("space", digit)
        (done,) = open_followups(user.journal, and_done=True)
        assert (done.kind, done.state, done.finding) == ("idea", "done", finding)
        assert user.sees(
            {"confirmed": "it holds", "refuted": "does not hold", "known": "has done it"}.get(finding, "done ✓")
        )


@pytest.mark.parametrize(("size", "told"), [(SMALL, "Follow-ups  F8 3 more"), (LARGE, "Follow-ups  F8")])
async def test_today_says_how_many_more_are_open_than_it_has_room_for(
    opened: Opening, size: tuple[int, int], told: str
) -> None:
    async with opened(size) as user:
        for number in range(5):
            park(user.journal, f"念头 {number}")
        await user.press("c", "t")
        assert any(line.strip().endswith(told) for line in user.lines)
        assert sum("念头" in line for line in user.lines) == (2 if size == SMALL else 5)


EARLIER = "# 第一周周记 2024.07.01 ~ 2024.07.07\n\n我先跳过了池化（今晚就学）。RNN里的注意力，以后再看。\n\n"
LATER = "# 第二周周记 2024.07.08 ~ 2024.07.14\n\n学了RNN。\n"


def take_all(user: User) -> None:
    """Takes everything that the first week proposes."""
    for followup in proposals(user.journal, all_weeks(user.journal)[0].id):
        accept(user.journal, followup)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Not done yet 1  F8  池化 (since week 1, 1 week late)"),
        ("zh", "未完成 1  F8  池化（第 1 周起，已拖 1 周）"),
    ],
)
@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_s10_write_says_in_one_line_what_earlier_weeks_left_to_do_until_it_is_done(
    opened: Opening, imported: Importing, language: Language, line: str, size: tuple[int, int]
) -> None:
    imported(EARLIER + LATER)
    async with opened(size, language) as user:
        take_all(user)
        await user.press("w")
        assert [each.strip() for each in user.lines[:-1] if "F8" in each] == [line]
        await user.press("f8", "space", "escape")
        assert not any("F8" in each for each in user.lines[:-1])
        assert user.bodies == [EARLIER, LATER]


async def test_s10_the_list_of_each_week_shows_struck_through_what_was_done(
    opened: Opening, imported: Importing
) -> None:
    imported(EARLIER + LATER)
    async with opened() as user:
        take_all(user)
        await user.press("w", "f8", "space", "escape", "f8")
        assert user.sees("Done✓ later 池化 done ✓")
        await user.press("escape", "f2", "down", "enter", "f8")
        assert user.sees("Done✓ later 池化 done ✓")


async def test_s11_what_was_put_off_on_purpose_stands_apart_and_is_taken_up_by_enter(
    opened: Opening, imported: Importing
) -> None:
    imported(EARLIER + LATER)
    async with opened() as user:
        take_all(user)
        await user.press("w", "escape")
        assert user.sees("池化")
        assert not user.sees("以后再看")
        await user.press("f8", "down")
        assert user.sees("Deferred on purpose· put aside 以后再看")
        await user.press("enter", "escape", "w")
        assert user.sees("Not done yet 2")


async def test_nothing_left_open_is_said(opened: Opening) -> None:
    async with opened() as user:
        await user.press("f8")
        assert user.sees("No open follow-ups.")
        await user.press("enter", "x", "space", "l")
        assert isinstance(user.app.screen, FollowupsScreen)
        assert noted(user) == []


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_s12_a_thought_is_put_aside_and_cursor_and_text_are_as_they_were(
    opened: Opening, with_cues: None, language: Language
) -> None:
    async with opened(language=language) as user:
        await user.press("w", "up", "up", "up", "up", "home", "right", "right")
        before = cursor(user)
        await user.press("f9")
        await user.types("GAN 是什么？")
        await user.press("enter")
        assert user.screen_name == "write"
        assert (cursor(user), user.bodies) == (before, [LOG])
        assert noted(user) == [("parked", "GAN 是什么？", "open")]
        await user.types("很")
        await user.press("ctrl+s")
        assert user.bodies == [LOG.replace("这周先看", "这周很先看")]


async def test_a_thought_is_put_aside_in_the_middle_of_an_answer(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("r")
        await user.types("12")
        await user.press("f9")
        await user.types("why?")
        await user.press("enter")
        assert user.screen_name == "review"
        assert user.sees("12")
        assert noted(user) == [("parked", "why?", "open")]


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_no_line_is_put_aside_by_escape_or_without_words(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press("w", "f9", key)
        assert user.screen_name == "write"
        assert noted(user) == []


@pytest.mark.parametrize(("language", "words"), [("en", "park"), ("zh", "搁置")])
async def test_both_are_found_in_the_palette(opened: Opening, language: Language, words: str) -> None:
    async with opened(language=language) as user:
        await user.press("ctrl+p")
        await user.types(words)
        await user.until(lambda: user.sees(words))
        await user.press("enter")
        await user.until(lambda: type(user.app.screen).__name__ == "Park")


async def test_s13_two_that_are_mixed_up_are_opened_side_by_side_and_run(opened: Opening, with_cues: None) -> None:
    async with opened(LARGE) as user:
        await user.press("f8", "down", "enter", "enter")
        assert user.screen_name == "contrast"
        assert user.lines[0].strip().startswith("Backpropagation (BP) or Recurrent network?")
        assert user.sees("反向传播")
        assert user.sees("never asked yet · once in your log")
        assert user.sees("The gradient runs from the loss back to the weight.")
        assert user.sees("The same weight w is applied at each of the t steps.")
        assert user.screen.count("The run · ") == 2
        await user.press("escape")
        assert user.screen_name == "today"


async def test_s2_a_goal_that_the_log_speaks_of_is_taken_by_one_key(opened: Opening, imported: Importing) -> None:
    imported(f"{HEADING}\n\n周记要求1200字哈，先写到这里。\n")
    async with opened() as user:
        assert user.sees("/ 800 字")
        await user.press("f8")
        assert user.sees("1200 字 a week")
        await user.press("enter", "escape")
        assert user.messages == ["The goal is now 1200 字 a week."]
        assert user.sees("/ 1200 字")


async def test_n_makes_a_card_of_a_follow_ups_sentence(opened: Opening, with_cues: None) -> None:
    async with opened() as user:
        await user.press("f8", "n")
        form = user.app.screen
        assert isinstance(form, NoteForm)
        assert "池化" in form.query_one("#front", Area).text
        await user.types("it shrinks")
        await user.press("ctrl+s")
        [row] = [each for each in card_rows(user.journal) if each.name.startswith("note:")]
        note = note_of(user.journal, uid_of(row.concept) or "")
        assert (note.back, note.front, note.week_id) == ("it shrinks", note.sentence, 1)
