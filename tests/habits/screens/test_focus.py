"""A focus session on the screens: begun by a key anywhere, shown in every title, ended with what was parked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import pytest
from textual import events

from journal.core.languages import Language
from journal.followups.followups import park
from journal.followups.listing import open_followups
from journal.habits.focus import running, start, stop
from journal.habits.focus_sessions import FocusSession
from journal.habits.habits import this_week
from journal.opening.journal import Journal
from journal.ui.widgets.bars import TitleBar
from journal.writing.screens.write import WriteScreen
from tests.support.app import LARGE, NOW, SMALL, Clock, Importing, NearRunner, Opening, User

LOG = "# 第一周周记 2024.07.08 ~ 2024.07.14\n\n这周先看了卷积。又学了池化，还有RNN。\n"


@pytest.fixture
def with_weeks_log(imported: Importing) -> None:
    imported(LOG)


async def begin(user: User, topic: str = "CNN") -> FocusSession:
    """Begins a session from the screen that is up."""
    await user.press("f10")
    await user.types(topic)
    await user.press("enter")
    found = running(user.journal)
    assert found
    return found


async def later(user: User, clock: Clock, minutes: float) -> None:
    """Turns the clock on, and waits until the title has been looked at again."""
    clock.now += timedelta(minutes=minutes)
    user.app.focus_clock.tick()
    await user.settled()


def title(user: User) -> str:
    return user.lines[0]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize(("language", "shown"), [("en", "CNN · 25 min left"), ("zh", "CNN · 还剩 25 分钟")])
async def test_s21_the_title_of_every_screen_shows_the_session(
    opened: Opening, with_weeks_log: None, size: tuple[int, int], language: Language, shown: str
) -> None:
    async with opened(size, language) as user:
        assert shown not in title(user)
        found = await begin(user)
        assert (found.topic, found.concept, found.minutes, found.started) == ("CNN", "convolution", 25, NOW)
        for keys in ("t", "w", "escape,c", "enter", "r", "escape,p", "question_mark", "t,h"):
            await user.press(*keys.split(","))
            assert shown in title(user), keys
            assert title(user).strip().split()[0], keys


async def test_s21_the_title_counts_whole_minutes_and_the_end_is_said_once(opened: Opening, clock: Clock) -> None:
    async with opened() as user:
        await begin(user)
        for minutes, shown in ((0.5, "25 min left"), (12, "13 min left"), (12, "1 min left"), (0.5, "0 min over")):
            await later(user, clock, minutes)
            assert f"CNN · {shown}" in title(user)
        await later(user, clock, 3)
        assert "CNN · 3 min over" in title(user)
        assert [each for each in user.messages if "minutes are up" in each] == [
            "CNN: 25 minutes are up. F10 ends the session, or work on."
        ]


async def test_the_title_goes_on_by_itself(opened: Opening, clock: Clock) -> None:
    async with opened() as user:
        await begin(user)
        clock.now += timedelta(minutes=5)
        await user.until(lambda: "20 min left" in title(user))


async def test_a_topic_completes_to_the_name_of_a_concept(opened: Opening) -> None:
    async with opened() as user:
        await user.press("f10")
        await user.types("convol")
        await user.until(lambda: user.sees("convolution"))
        await user.press("right", "enter")
        found = running(user.journal)
        assert found
        assert found.concept == "convolution"


@pytest.mark.parametrize(("minutes", "begins"), [("40", True), ("", False), ("0", False)])
async def test_minutes_are_asked_for_beside_the_topic(opened: Opening, minutes: str, begins: bool) -> None:
    async with opened() as user:
        await user.press("f10")
        await user.types("反思")
        await user.press("tab", "backspace", "backspace")
        await user.types(minutes)
        await user.press("enter")
        found = running(user.journal)
        assert (found.minutes if found else None) == (40 if begins else None)
        assert user.screen_name == ("today" if begins else "BeginFocus")


async def test_a_session_begins_in_the_middle_of_the_log_and_nothing_is_typed_into_it(
    opened: Opening, with_weeks_log: None
) -> None:
    async with opened() as user:
        await user.press("w", "up", "home", "right")
        screen = user.app.screen
        assert isinstance(screen, WriteScreen)
        before = screen.editor.cursor_location
        await begin(user, "卷积")
        assert user.screen_name == "write"
        assert (screen.editor.cursor_location, user.bodies) == (before, [LOG])


async def test_escape_begins_nothing(opened: Opening) -> None:
    async with opened() as user:
        await user.press("f10")
        await user.types("CNN")
        await user.press("escape")
        assert running(user.journal) is None


async def test_s21_a_session_is_paused_and_resumed_by_one_key(opened: Opening, clock: Clock) -> None:
    async with opened() as user:
        await begin(user)
        await later(user, clock, 5)
        await user.press("f10", "space", "escape")
        assert "CNN · paused" in title(user)
        await later(user, clock, 60)
        await user.press("f10")
        assert user.sees("5 of 25 min")
        await user.press("space", "escape")
        assert "CNN · 20 min left" in title(user)


async def test_s21_a_session_that_ends_is_told_with_its_minutes(opened: Opening, clock: Clock) -> None:
    async with opened() as user:
        await begin(user)
        await later(user, clock, 25)
        await user.press("f10", "enter")
        assert running(user.journal) is None
        assert "CNN" not in title(user)
        assert "CNN: 25 min, ended at 20:55." in user.messages


@pytest.mark.parametrize("key", ["f12", "ctrl+g"])
async def test_s20_a_glance_at_the_phone_is_one_key_with_and_without_a_session(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press(key)
        await begin(user)
        await user.press("w", key, "f10")
        assert this_week(user.journal, "phone") == 2
        assert user.messages[-1] == "Phone: 2 this week"
        assert user.sees("phone once")


# --- another program, another day -------------------------------------------------------------------------------


Prepare = Callable[[Callable[[Journal], object]], None]


@pytest.fixture
def before(settings: object, open_desk: Callable[..., Journal]) -> Prepare:
    """Does something in the journal while the app is not open."""

    def preparing(act: Callable[[Journal], object]) -> None:
        journal = open_desk(settings, NearRunner())
        act(journal)
        journal.close()

    return preparing


async def test_s21_a_session_survives_a_restart_with_its_start(opened: Opening, clock: Clock, before: Prepare) -> None:
    before(lambda journal: start(journal, "CNN"))
    clock.now += timedelta(minutes=10)
    async with opened() as user:
        assert "CNN · 15 min left" in title(user)


@pytest.mark.parametrize(("answer", "minutes"), [("1", 25), ("１", 25), ("2", 73), ("3", None), ("escape", None)])
async def test_s21_a_session_that_was_left_asks_to_be_cut_at_its_planned_end(
    opened: Opening, clock: Clock, before: Prepare, answer: str, minutes: int | None
) -> None:
    before(lambda journal: start(journal, "CNN"))
    clock.now += timedelta(minutes=73)
    async with opened() as user:
        assert user.sees("CNN was planned until 20:55, 48 minutes ago.")
        await user.press(answer)
        assert (running(user.journal) is None) is (minutes is not None)
        if minutes:
            assert any(f"CNN: {minutes} min" in each for each in user.messages)


async def test_s21_coming_back_to_the_terminal_asks_once(opened: Opening, clock: Clock) -> None:
    async with opened() as user:
        await begin(user)
        await later(user, clock, 30)
        user.app.post_message(events.AppFocus())
        await user.settled()
        assert user.screen_name == "today"
        await later(user, clock, 30)
        user.app.post_message(events.AppFocus())
        await user.settled()
        assert user.screen_name == "Choose"
        await user.press("escape")
        user.app.post_message(events.AppFocus())
        await user.settled()
        assert user.screen_name == "today"
        await user.press("f10", "enter")
        assert user.screen_name == "Choose"


async def test_a_session_that_another_program_began_is_shown(opened: Opening) -> None:
    async with opened() as user:
        start(user.journal, "RNN")
        await user.press("f10")
        await user.types("CNN")
        await user.press("enter")
        assert "“RNN” runs since 20:30" in user.messages[-1]
        await user.press("escape")
        assert "RNN · 25 min left" in title(user)
        stop(user.journal)
        user.app.post_message(events.AppFocus())
        await user.settled()
        assert "RNN" not in title(user)


# --- the parking lot --------------------------------------------------------------------------------------------


Ending = Callable[[User], Awaitable[None]]


@pytest.fixture
def ending(clock: Clock) -> Ending:
    """Begins a session, parks two thoughts in it, and ends it."""

    async def end(user: User) -> None:
        await begin(user)
        for thought in ("GAN?", "池化为什么有效"):
            await user.press("f9")
            await user.types(thought)
            await user.press("enter")
        await later(user, clock, 25)
        await user.press("f10", "enter")

    return end


def states(user: User) -> list[tuple[str, str, date | None]]:
    return [(each.text, each.state, each.due) for each in open_followups(user.journal, and_done=True)]


async def test_s12_a_parked_thought_belongs_to_the_session_and_cursor_and_text_are_as_they_were(
    opened: Opening, with_weeks_log: None
) -> None:
    async with opened() as user:
        await user.press("w", "up", "home", "right", "right")
        screen = user.app.screen
        assert isinstance(screen, WriteScreen)
        before = screen.editor.cursor_location, screen.editor.text
        await begin(user)
        await user.press("f9")
        await user.types("GAN 是什么？")
        await user.press("enter")
        assert (screen.editor.cursor_location, screen.editor.text) == before
        assert [(each.text, each.parked_from) for each in open_followups(user.journal)] == [("GAN 是什么？", "CNN")]


async def test_s12_the_list_does_not_close_before_every_thought_is_decided(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        assert user.screen_name == "ParkedScreen"
        assert user.sees("CNN: 25 min.")
        assert user.sees("GAN?")
        await user.press("escape")
        assert user.screen_name == "ParkedScreen"
        assert "2 to decide still" in user.messages[-1]
        await user.press("x", "escape")
        assert user.screen_name == "ParkedScreen"
        await user.press("a")
        await user.types("明天")
        await user.press("enter", "escape")
        assert user.screen_name == "today"
        assert states(user) == [("池化为什么有效", "open", date(2024, 7, 11))]


@pytest.mark.parametrize(("language", "later_key"), [("en", "l later"), ("zh", "l 都留到以后")])
async def test_s12_every_way_to_decide_is_named_below_the_list(
    opened: Opening, ending: Ending, language: Language, later_key: str
) -> None:
    async with opened(language=language) as user:
        await ending(user)
        assert user.sees(later_key)


async def test_s12_what_is_left_for_later_is_left_by_a_key_of_its_own(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        await user.press("l")
        assert user.screen_name == "today"
        assert [state for _, state, _ in states(user)] == ["open", "open"]
        assert not any("F8" in each for each in user.messages if "wait" in each)


async def test_s12_a_thought_is_learned_now_and_coming_back_leads_to_the_list(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        await user.press("enter")
        assert user.screen_name == "ParkedScreen"
        assert "It names no concept of the library" in user.messages[-1]
        await user.press("down", "enter")
        assert user.screen_name == "concepts"
        assert user.sees("Keeps one of every k numbers.")
        await user.press("escape")
        assert user.screen_name == "ParkedScreen"
        assert states(user) == [("GAN?", "open", None), ("池化为什么有效", "done", None)]


async def test_s12_whoever_goes_elsewhere_from_there_is_told_what_waits(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        await user.press("down", "enter", "t")
        assert user.screen_name == "today"
        assert "1 parked thought waits: F8." in user.messages


async def test_s12_a_thought_becomes_a_card(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        assert not user.cards
        await user.press("n", "n", "escape")
        assert user.screen_name == "today"
        assert (user.journal.settings.concepts / "gan.py").exists()
        assert {card.concept for card in user.cards.values()} == {"pooling"}
        assert [state for _, state, _ in states(user)] == ["done", "done"]


async def test_a_day_that_is_none_is_refused_and_the_thought_stays(opened: Opening, ending: Ending) -> None:
    async with opened() as user:
        await ending(user)
        await user.press("a")
        await user.types("GAN")
        await user.press("enter")
        assert "is not a future date" in user.messages[-1]
        assert states(user)[0] == ("GAN?", "open", None)


# --- leaving the topic ------------------------------------------------------------------------------------------


async def open_rnn(user: User) -> None:
    """Opens the page of a concept of another topic."""
    await user.press("c", "slash")
    await user.types("RNN")
    await user.press("enter", "enter")


@pytest.mark.parametrize(
    ("answer", "heading", "parked"),
    [("1", "Concepts", 0), ("2", "Concepts", 1), ("3", "Recurrence", 0), ("escape", "Recurrence", 0)],
)
async def test_s21_a_page_of_another_topic_asks_once_whether_to_stay_or_park(
    opened: Opening, before: Prepare, answer: str, heading: str, parked: int
) -> None:
    before(lambda journal: start(journal, "CNN"))
    async with opened() as user:
        rnn = user.journal.library.find("RNN")
        assert rnn
        await open_rnn(user)
        assert user.sees("You are focusing on CNN. Stay with it, or park this?")
        await user.press(answer)
        assert title(user).strip().startswith(rnn.title["en"] if heading == "Recurrence" else heading)
        assert [(each.text, each.parked_from) for each in open_followups(user.journal)] == [
            (rnn.title["en"], "CNN")
        ] * parked
        await user.press("t")
        await open_rnn(user)
        assert user.screen_name == "concepts"


async def test_s21_the_own_topic_asks_nothing_and_neither_does_a_pause(opened: Opening, before: Prepare) -> None:
    before(lambda journal: start(journal, "CNN"))
    async with opened() as user:
        await user.press("c", "enter")
        assert user.screen_name == "concepts"
        await user.press("f10", "space", "escape")
        await open_rnn(user)
        assert user.screen_name == "concepts"


async def test_what_was_parked_before_the_session_is_not_asked_for(opened: Opening, before: Prepare) -> None:
    before(lambda journal: park(journal, "earlier"))
    async with opened() as user:
        await begin(user)
        await user.press("f10", "enter")
        assert user.screen_name == "today"


@pytest.mark.parametrize(("language", "words"), [("en", "focus"), ("zh", "专注"), ("en", "habits")])
async def test_focus_and_habits_are_found_in_the_palette(opened: Opening, language: Language, words: str) -> None:
    async with opened(language=language) as user:
        await user.press("ctrl+p")
        await user.types(words)
        await user.until(lambda: bool(user.app.screen.query_one("CommandList").options))  # type: ignore[attr-defined]
        await user.press("enter")
        await user.until(lambda: user.screen_name in ("BeginFocus", "habits"))


async def test_the_clock_may_strike_while_a_screen_has_no_title(opened: Opening) -> None:
    """As while the app ends, or before the first widgets of a screen stand."""
    async with opened() as user:
        await begin(user)
        await user.app.screen.query_one(TitleBar).remove()
        user.app.focus_clock.tick()
        await user.press("c")
        assert "CNN · 25 min left" in title(user)
