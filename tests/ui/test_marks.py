"""Nothing that a terminal acts on gets to a screen, whatever the journal holds, and no text is taken for markup."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
import rich.cells
import rich.text
import textual._wrap
import textual.content
from rich.console import Console
from textual import events
from textual.notifications import Notification
from textual.widgets import Input
from textual.widgets._toast import Toast

from journal.core.marks import visible
from journal.db import weeks
from journal.followups.followups import park
from journal.habits.focus import start
from journal.habits.habits import mark
from journal.opening.journal import Journal
from journal.ui.marks import cells, marked, show_marks
from tests.support.app import LARGE, SMALL, Opening, User

PAYLOAD = (
    "a\x1b[31m\x1b]0;t\x07\x9b2J\x85b\u202egnp\u2066\u200f\u061c\u2028c\ufeff\U000e0041\x08\x7f\r"
    "d[/x][red][@click=quit]e"
)
"""Characters that a terminal acts on, one of each kind, and what Textual would take for markup."""


def test_textual_and_rich_still_clean_their_texts_through_the_names_that_are_replaced() -> None:
    show_marks()
    assert textual.content.Content(PAYLOAD).plain == visible(PAYLOAD)
    assert textual.content.Content.styled(PAYLOAD, "bold").plain == visible(PAYLOAD)
    assert textual.content.Content.assemble(PAYLOAD, (PAYLOAD, "bold")).plain == visible(PAYLOAD * 2)
    assert textual.content.Content.from_markup(PAYLOAD).plain == visible(PAYLOAD)
    assert rich.text.Text(PAYLOAD).plain == visible(PAYLOAD)
    assert rich.text.Text().append(PAYLOAD).plain == visible(PAYLOAD)
    assert rich.cells.cell_len(PAYLOAD) == rich.cells.cell_len(visible(PAYLOAD)) == len(PAYLOAD)
    offsets = [0, *textual._wrap.compute_wrap_offsets(PAYLOAD, 10, 4), len(PAYLOAD)]
    assert all(end - start <= 10 for start, end in pairwise(offsets)), "no row is wider with marks than it was measured"
    console = Console(width=200, color_system=None)
    with console.capture() as captured:
        console.print(rich.text.Text(PAYLOAD))
    assert captured.get().strip() == visible(PAYLOAD)


def test_the_line_ends_of_windows_leave_no_mark_and_shift_nothing() -> None:
    assert marked("a\r\nb\rc") == "a \nb␍c"
    assert [cells(character) for character in "a字\x1b\t\n\u0301"] == [1, 2, 1, 0, 0, 0]


def plant(journal: Journal) -> None:
    """Puts the payload into every field that a text can stand in, past the doors, as an older app may have done."""
    mark(journal, f"h{PAYLOAD[:20]}")
    park(journal, f"item {PAYLOAD}")
    start(journal, PAYLOAD, 25)
    with journal.store.write() as session:
        weeks.add(
            session,
            number=1,
            starts=date(2024, 7, 8),
            ends=date(2024, 7, 14),
            title=f"Week [/x]{PAYLOAD}",
            body=f"# 标题 {PAYLOAD}\n\n学了CNN {PAYLOAD}。 #tag\u202e\n今晚学MAS{PAYLOAD}。\n",
            now=journal.clock(),
        )


def shown(user: User) -> set[str]:
    """The characters on the screen that a terminal would act on."""
    return {character for line in user.lines for character in line if visible(character) != character}


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_no_screen_shows_a_character_that_a_terminal_acts_on(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        plant(user.journal)
        for keys in (
            "t",
            "w",
            "escape",
            "w f2",
            "escape",
            "w f2 h",
            "escape",
            "w f2 o",
            "escape",
            "w f5",
            "escape",
            "c",
            "c enter",
            "escape",
            "p",
            "h",
            "escape",
            "f8",
            "escape",
            "f10",
            "escape",
            "d",
            "escape",
            "question_mark",
            "ctrl+p",
        ):
            await user.press(*keys.split())
            assert shown(user) == set(), keys
            assert user.app.is_running
        await user.press("escape", "t", "s")
        await user.types("gnp")
        assert shown(user) == set()
        assert user.sees("gnp")


def test_a_message_is_shown_as_it_is() -> None:
    show_marks()
    assert Toast(Notification("\x1b[/x][red]e")).render().plain == "␛[/x][red]e"


async def test_what_is_pasted_into_the_log_is_cleaned_and_its_controls_are_marks(opened: Opening) -> None:
    async with opened() as user:
        await user.press("w")
        await user.pastes("half \ud83d, nul \x00, esc \x1b[2J, pair \ud83d\ude00, 学了CNN\u202e\nend")
        await user.press("ctrl+s")
        assert user.bodies == ["half \ufffd, nul \ufffd, esc ␛[2J, pair \U0001f600, 学了CNN\ufffd\nend"]
        assert shown(user) == set()


@pytest.mark.parametrize("key", ["s", "f9", "f10", "d"])
async def test_what_is_pasted_into_a_line_is_cleaned(opened: Opening, key: str) -> None:
    async with opened() as user:
        await user.press(key)
        await user.pastes("a\ud83d\x1b[2J\ufeffb")
        assert user.app.screen.query(Input).first().value == "a\ufffd␛[2Jb"
        assert user.app.is_running


async def test_a_line_that_is_set_or_typed_is_cleaned_as_well(opened: Opening) -> None:
    async with opened() as user:
        await user.press("s")
        line = user.app.screen.query_one(Input)
        line.value = "\x00x"
        assert line.value == "\ufffdx"
        user.app.post_message(events.Paste(""))
        await user.settled()


async def test_a_log_with_controls_from_elsewhere_wraps_and_is_saved_as_it_was(opened: Opening) -> None:
    text = ("\x1b[31m学了CNN\x1b[0m，" * 9 + "\n") * 3
    async with opened() as user:
        with user.journal.store.write() as session:
            weeks.add(
                session,
                number=1,
                starts=date(2024, 7, 8),
                ends=date(2024, 7, 14),
                title="t",
                body=text,
                now=user.journal.clock(),
            )
        await user.press("w")
        assert "".join(user.flat.split()).count("␛[31m学了CNN␛[0m，") == 27
        await user.types("x")
        await user.press("ctrl+s")
        assert user.bodies == [f"{text}x"]
