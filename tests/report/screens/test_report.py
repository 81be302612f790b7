"""The report of a week on the screen, and as a file for a teacher."""

from __future__ import annotations

from datetime import date

import pytest
from textual.widgets import Input

from journal.core.languages import Language
from journal.report.files import rendered
from journal.report.gathering import latest_week, report_of
from tests.support.answers import answer
from tests.support.app import LARGE, SMALL, Opening
from tests.support.library import LOG

SAYS = {
    "en": ["Met for the first time", "Misconceptions", "The step goes against the gradient.", "comes next"],
    "zh": ["初次遇到", "答题时的误解", "更新的方向与梯度相反。", "下一步"],
}


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_s24_the_list_of_weeks_leads_to_the_report_of_each(
    opened: Opening, with_log: None, language: Language
) -> None:
    async with opened(LARGE, language) as user:
        answer(user.journal, "backprop", "moves", date(2024, 7, 9), "uphill")
        await user.press("w", "f2", "o")
        assert user.screen_name == "report"
        assert [text for text in SAYS[language] if not user.sees(text)] == []
        report = report_of(user.journal, latest_week(user.journal))
        assert user.sees(f"{report.habits[0].name} {report.words}")
        await user.press("escape")
        assert user.screen_name == "ChooseWeek"
        await user.press("escape")
        assert user.screen_name == "write"
        assert user.bodies == [LOG]


@pytest.mark.parametrize("words", ["report on", "本周小结"])
async def test_the_report_of_this_week_is_found_in_the_palette(opened: Opening, with_log: None, words: str) -> None:
    async with opened(language="zh" if words == "本周小结" else "en") as user:
        await user.press("ctrl+p")
        await user.types(words)
        await user.press("enter")
        await user.until(lambda: user.screen_name == "report")


async def test_s24_f_writes_the_report_as_html_where_it_is_asked_to(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w", "f2", "o", "f")
        path = user.journal.settings.home / "reports" / "2024-07-08.html"
        assert user.app.screen.query_one(Input).value == str(path)
        await user.press("enter")
        assert user.messages == [f"Written to {path}."]
        report = report_of(user.journal, latest_week(user.journal))
        assert path.read_text(encoding="utf-8") == rendered(report, "html")


async def test_no_file_is_written_by_escape_and_one_that_cannot_be_is_said(opened: Opening, with_log: None) -> None:
    async with opened() as user:
        await user.press("w", "f2", "o", "f", "escape")
        assert user.screen_name == "report"
        assert user.messages == []
        await user.press("f", "ctrl+u")
        await user.types(str(user.journal.settings.home))
        await user.press("enter")
        assert "cannot be written" in user.messages[-1]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_without_a_log_the_report_says_what_to_press(opened: Opening, size: tuple[int, int]) -> None:
    async with opened(size) as user:
        user.app.action_report()
        await user.settled()
        assert user.sees("No log yet.")
        await user.press("f")
        assert user.messages == []
