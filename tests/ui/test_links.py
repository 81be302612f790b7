"""Names on Today open what they name: by tab and enter, and by a click."""

from __future__ import annotations

from journal.followups.followups import accept
from journal.followups.proposals import waiting_proposals
from journal.ui.widgets.links import Links
from journal.writing.screens.editor import Editor
from tests.support.app import Importing, Opening, User
from tests.support.library import HEADING


def names(user: User, of: str) -> list[str]:
    links = user.app.screen.query_one(of, Links)
    return [line.text.plain for line in links.lines if line.opens is not None]


async def test_a_concept_of_the_log_opens_by_enter_and_esc_leads_back(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        first = names(user, "#week")[0].split("  ")[0]
        await user.press("tab", "enter")
        assert user.lines[0].strip().startswith(first)
        await user.press("escape")
        assert user.screen_name == "today"
        await user.press("tab", "tab", "enter")
        assert user.screen_name == "concepts"


async def test_a_concept_opens_by_a_click(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        row = next(n for n, line in enumerate(user.lines) if names(user, "#week")[1].split("  ")[0] in line)
        await user.pilot.click(offset=(4, row))
        await user.pilot.pause()
        await user.settled()
        assert user.screen_name == "concepts"


async def test_what_is_left_open_leads_to_its_sentence_and_the_letters_work_in_the_list(
    opened: Opening, imported: Importing
) -> None:
    imported(f"{HEADING}\n\n学了卷积。先跳过了MAS（今晚就学）。\n")
    async with opened() as user:
        accept(user.journal, waiting_proposals(user.journal)[0])
        await user.press("w", "escape")
        await user.press("tab", "tab", "enter")
        assert user.screen_name == "write"
        assert user.app.screen.query_one(Editor).cursor_location == (2, 5)
        await user.press("escape", "tab", "c")
        assert user.screen_name == "concepts"
